import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

from shoal import errors
from shoal.records.evidence import Algorithm, Natural
from shoal.records.findings import Severity
from shoal.records.meanings import Kind

ROW = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)


def test_readme_begins_with_the_two_commands_that_set_up_and_check(root: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    commands = [line for line in _lines_of_code(text) if line.split()[0] in {"make", "shoal"}]
    assert [c.split("#")[0].strip() for c in commands[:2]] == ["make demo", "make test"]


def test_every_decision_is_in_the_index(root: Path) -> None:
    folder = root / "docs" / "adr"
    index = (folder / "README.md").read_text("utf-8")
    pages = {p.name for p in folder.glob("0*.md")}
    assert pages
    assert {p for p in pages if f"({p})" not in index} == set()


def test_every_required_package_has_its_reason(root: Path) -> None:
    text = (root / "docs" / "adr" / "0002-dependencies.md").read_text("utf-8").casefold()
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    names = [Requirement(line).name for line in project["dependencies"]]
    assert names
    assert [name for name in names if f"| {name} |" not in text] == []


def test_the_architecture_names_files_that_are_there(root: Path) -> None:
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py|/))`", text))
    assert named
    assert [n for n in sorted(named) if not (root / "src" / "shoal" / n).exists()] == []


def test_the_architecture_names_every_room(root: Path) -> None:
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    folders = {f.parent.name for f in (root / "src" / "shoal").glob("*/__init__.py")}
    assert {f for f in folders if f"\n  {f}/ " not in text} == set()


def test_every_error_is_documented_with_its_codes(root: Path) -> None:
    text = (root / "docs" / "errors.md").read_text("utf-8")
    rows = {
        f"| `{e.code}` | {e.exit_code} | {e.http_status} |" for e in _descendants(errors.ShoalError)
    }
    assert {row for row in rows if row not in text} == set()
    assert set(ROW.findall(text)) == {row.split("`")[1] for row in rows}


def test_every_finding_is_documented(root: Path) -> None:
    documented = set(ROW.findall((root / "docs" / "findings.md").read_text("utf-8")))
    trees = [ast.parse(f.read_text("utf-8")) for f in (root / "src" / "shoal").rglob("*.py")]
    made = {code for tree in trees for code in _codes(tree)}
    written = {text for tree in trees for text in _texts(tree)}
    assert made - documented == set()
    assert documented - written == set()


def test_the_glossary_explains_every_word_of_the_closed_sets(root: Path) -> None:
    text = (root / "docs" / "glossary.md").read_text("utf-8")
    words = [str(member) for values in (Kind, Natural, Severity, Algorithm) for member in values]
    assert [word for word in words if f"`{word}`" not in text] == []


def _codes(tree: ast.Module) -> Iterator[str]:
    """Name every text that is handed over as a `code`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "code":
            yield from _texts(node.value)


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _descendants(root: type[errors.ShoalError]) -> Iterator[type[errors.ShoalError]]:
    yield root
    for child in root.__subclasses__():
        yield from _descendants(child)


def _lines_of_code(text: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for line in "".join(blocks).splitlines() if line.strip()]
