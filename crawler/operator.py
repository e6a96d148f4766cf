"""Who runs the crawl: the contact that every request of ours names. From KHOTIN_CONTACT, else archive.toml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.errors import UsageError
from crawler.fetch.addresses import names_private
from crawler.profiles import Profile
from crawler.toml_table import read_table

CONTACT = re.compile(r"^(\S+@\S+\.\S+|https?://\S+\.\S+)$")


HOW_TO_SAY: Final = (
    "set KHOTIN_CONTACT=you@example.org, or write two lines in archive.toml: [operator] and, below it, "
    'contact = "you@example.org"'
)


@dataclass(frozen=True, slots=True)
class Operator:
    """``name`` and ``contact`` (an e-mail or web address) of whoever is responsible for the crawl; "" = not said."""

    name: str = ""
    contact: str = ""


def operator_of(archive: Path, environment_contact: str = "") -> Operator:
    """The operator by the environment's contact and the archive's ``archive.toml`` ([operator] name, contact).
    Raises ConfigurationError for an unknown key or a broken file."""
    file = archive / "archive.toml"
    if not file.is_file():
        return Operator(contact=environment_contact.strip())
    table = read_table(file)
    section = table.table("operator")
    operator = Operator(section.text("name"), environment_contact.strip() or section.text("contact"))
    section.text("contact")
    section.done()
    table.table("notify")  # who is told of bad runs: read where it is used
    table.done()
    return operator


def without_contact(profiles: Iterable[Profile], operator: Operator) -> list[Profile]:
    """Those of ``profiles`` that may not be crawled, since nobody is named whom their operators can reach."""
    return [] if operator.contact else [profile for profile in profiles if not names_private(profile)]


def require_contact(profile: Profile, operator: Operator) -> None:
    """Raise UsageError where a public site would be crawled by nobody: its operator must be able to reach us."""
    if operator.contact and not CONTACT.match(operator.contact):
        raise UsageError(
            f"The contact {operator.contact!r} is no e-mail and no web address; give one that reaches you."
        )
    if not operator.contact and not names_private(profile):
        raise UsageError(
            f"{profile.hosts[0]} is a public site, and no contact is set. Say who you are, so that its operator can "
            f"reach you: {HOW_TO_SAY}"
        )
