"""The house keeps its own rules: floors, sizes, sentences, and nothing of anybody's machine."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("workbook", "solutions", "autograder")
MODULES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
TESTS = sorted((ROOT / "tests").glob("test_*.py"))
# Which of our packages each one may import: down only, and never the answers.
MAY_IMPORT = {
    "workbook": {"workbook"},
    "solutions": {"solutions", "workbook"},
    "autograder": {"autograder", "workbook"},
    "autograder/checks": {"autograder", "workbook"},
    "autograder/probes": {"workbook"},
    "autograder/engine": {"autograder"},
}
NO_LESSON = re.compile(r"autograder\.(checks|probes)")


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this copy of the workbook is not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_imports_go_down_only(path: Path) -> None:
    """
    A floor stands on those below it; nobody stands on the answers.
    """
    folder = relative(path.parent)
    allowed = MAY_IMPORT.get(folder) or MAY_IMPORT[folder.split("/")[0]]
    own = {name for name in imports(path) if name.split(".")[0] in FLOORS}

    assert {name for name in own if name.split(".")[0] not in allowed} == set()
    if folder == "autograder/engine":
        assert {name for name in own if NO_LESSON.match(name)} == set()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_modules_and_functions_are_small(path: Path) -> None:
    """
    A module fits a few screens and a function one; a check is a list and may be longer.

    So may a module of probes, since it travels alone.
    """
    text = path.read_text()
    is_check = path.parent.name in ("checks", "probes")
    long = {
        node.name: size
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > (120 if is_check else 30)
    }

    assert long == {}
    assert len(text.splitlines()) <= (300 if is_check else 200)


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_every_module_says_what_it_is(path: Path) -> None:
    """
    Each module begins with what a reader gets from it.
    """
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize("path", TESTS, ids=relative)
def test_every_test_is_a_sentence(path: Path) -> None:
    """
    Each test says in a sentence what it claims.
    """
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not (ast.get_docstring(node) or "").rstrip().endswith(".")
    ]

    assert silent == []


def test_nothing_of_a_machine_or_a_registry_is_tracked() -> None:
    """
    No index address, no home folder: a clone works anywhere.
    """
    host = re.compile(r"https?://[^ \"']*/(simple|packages)/|--(extra-)?index-url")
    home = re.compile(r"(?<![\w.])/(home|root|Users)/[a-z]\w*/")
    found = {
        relative(path)
        for path in tracked()
        if path != Path(__file__) and path.suffix != ".png"
        for pattern in (host, home)
        if pattern.search(path.read_text(errors="replace"))
    }

    assert found == set()


def test_every_package_is_installed() -> None:
    """
    A package that pyproject.toml forgets would be missing from an installed workbook.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = {
        relative(path.parent).replace("/", ".")
        for path in MODULES
        if path.name == "__init__.py"
    }

    assert set(project["tool"]["setuptools"]["packages"]) == packages


def test_the_top_level_is_what_the_guide_says() -> None:
    """
    Every folder at the top has its line in CONTRIBUTING.md.
    """
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    folders = {relative(path).split("/")[0] for path in tracked() if path.parent != ROOT}

    assert {
        name for name in folders if not name.startswith(".") and f"{name}/" not in guide
    } == set()
