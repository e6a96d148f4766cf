"""The same pages under a theme that names nothing: what a reader must not depend on is taken out."""

import re
from collections.abc import Callable
from dataclasses import replace

from tests.families.site import Answers

_NAMES = re.compile(
    r"""\s(?:class|id|itemprop|itemscope|itemtype|property|typeof|datatype)(?:=(?:"[^"]*"|'[^']*'))?(?=[\s>/])"""
)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")


def without_classes(page: str) -> str:
    """No classes."""
    return _TAG.sub(lambda tag: re.sub(r"""\sclass=(?:"[^"]*"|'[^']*')""", "", tag[0]), page)


def without_ids(page: str) -> str:
    """No ids."""
    return _TAG.sub(lambda tag: re.sub(r"""\sid=(?:"[^"]*"|'[^']*')""", "", tag[0]), page)


def without_names(page: str) -> str:
    """No classes, ids, microdata or RDFa."""
    return _TAG.sub(lambda tag: _NAMES.sub("", tag[0]) if not tag[0].startswith("<meta") else tag[0], page)


def without_headings(page: str) -> str:
    """Headlines of the first two levels as plain boxes."""
    return re.sub(r"<(/?)h[12]\b[^>]*>", r"<\1div>", page)


def without_any(page: str) -> str:
    """Neither names nor headings."""
    return without_headings(without_names(page))


MUTATIONS: tuple[Callable[[str], str], ...] = (
    without_classes,
    without_ids,
    without_names,
    without_headings,
    without_any,
)


def mutated(answers: Answers, mutation: Callable[[str], str]) -> Answers:
    """The site's HTML pages, each changed."""
    return {
        path: replace(answer, body=mutation(answer.body))
        if isinstance(answer.body, str) and "html" in answer.media_type
        else answer
        for path, answer in answers.items()
    }
