"""The rules of import (docs/decisions.md): who may know whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("crawler", "pipelines", "publish", "khotin")
SIDE_EFFECTS = {"scrapy", "twisted", "socket", "sqlite3", "sqlite_utils", "urllib.request", "time", "random", "asyncio"}

#: folder -> modules (by prefix) of ours that it may import
MAY = {
    "crawler": ("crawler",),
    "pipelines": (
        "pipelines", "crawler.article", "crawler.ports", "crawler.errors", "crawler.memory", "crawler.page",
        "crawler.profiles", "crawler.vietnamese", "crawler.fetch.wiring",
    ),
    "publish": ("publish",),
    "khotin": OURS,
}  # fmt: skip
PURE = ("crawler/extract", "crawler/discovery", "crawler/vietnamese", "crawler/article.py", "crawler/page.py")
#: What takes as long to import as a hundred pages take to crawl.
HEAVY = {"pandas", "rich", "sqlite_utils", "datasette", "trafilatura"}
FORBIDDEN_NAMES = {"utils", "helpers", "common"}


def modules(folder: str) -> list[Path]:
    path = ROOT / folder
    return [path] if path.suffix else sorted(path.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Every module that a file imports, at any depth of the file; ``from a import b`` counts as ``a`` and ``a.b``."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in allowed)


@pytest.mark.parametrize("folder", MAY)
def test_a_layer_imports_only_what_it_may(folder: str) -> None:
    bare = ("crawler.__version__", "crawler.EXTRACTOR_VERSION")
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imported(path)
        if within(name, OURS) and not within(name, MAY[folder]) and not (folder == "pipelines" and name in bare)
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", PURE)
def test_pure_rooms_have_no_side_effects(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imported(path)
        if within(name, tuple(SIDE_EFFECTS))
    ]
    assert wrong == []


def test_markup_knows_no_other_room_and_families_are_known_to_the_reader_alone() -> None:
    rooms = tuple(f"crawler.extract.{room}" for room in ("text", "around", "lists", "nukeviet"))
    wrong = [f"{path.name} imports {name}" for path in modules("crawler/extract/markup") for name in imported(path)
             if within(name, rooms)]  # fmt: skip
    wrong += [f"{path.name} imports {name}" for path in modules("crawler") for name in imported(path)
              if within(name, rooms[-1:]) and path.parent.name != "nukeviet" and path.stem != "reader"]  # fmt: skip
    assert wrong == []


def test_pipelines_and_store_never_see_html_trees() -> None:
    wrong = [str(p) for p in modules("pipelines") for name in imported(p) if within(name, ("lxml", "bs4"))]
    assert wrong == []


def test_a_crawl_imports_nothing_heavy() -> None:
    code = "import sys, khotin.crawl, crawler.progress, pipelines.store, pipelines.earlier; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert HEAVY & set(done.stdout.split()) == set()


def test_no_file_hides_what_it_is() -> None:
    wrong = [str(p.relative_to(ROOT)) for folder in OURS for p in modules(folder) if p.stem in FORBIDDEN_NAMES]
    assert wrong == []


def test_files_and_functions_stay_small() -> None:
    wrong = []
    for folder in OURS:
        for path in modules(folder):
            text = path.read_text(encoding="utf-8")
            if text.count("\n") > 400:
                wrong.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    assert node.end_lineno is not None
                    if node.end_lineno - node.lineno + 1 > 60:
                        wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert wrong == []


def test_every_public_function_says_what_it_gives() -> None:
    wrong = []
    for folder in OURS:
        for path in modules(folder):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                public = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                if public and not node.name.startswith("_") and ast.get_docstring(node) is None:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert wrong == []
