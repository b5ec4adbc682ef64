import ast
from pathlib import Path

import pytest

MOST_LINES_IN_A_FILE = 500
MOST_LINES_IN_A_FUNCTION = 50
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_no_file_is_longer_than_a_person_reads(root: Path, python_files: list[Path]) -> None:
    templates = [f for s in ("html", "css") for f in (root / "src").rglob(f"*.{s}")]
    sizes = {
        str(f.relative_to(root)): len(f.read_text("utf-8").splitlines())
        for f in python_files + templates
    }
    assert {name: n for name, n in sizes.items() if n > MOST_LINES_IN_A_FILE} == {}


def test_no_function_is_longer_than_a_screen(root: Path, python_files: list[Path]) -> None:
    long = [
        f"{file.relative_to(root)}:{node.lineno} {node.name} has {lines} lines"
        for file in python_files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, FUNCTIONS) and (lines := length(node)) > MOST_LINES_IN_A_FUNCTION
    ]
    assert long == []


def test_length_counts_code_and_not_the_docstring() -> None:
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'
    assert length(ast.parse(source).body[0]) == 2


@pytest.mark.parametrize("folder", ["utils", "helpers", "common", "core", "manager"])
def test_no_folder_or_file_has_a_name_that_says_nothing(root: Path, folder: str) -> None:
    assert list((root / "src").rglob(f"{folder}*")) == []


def length(function: ast.stmt) -> int:
    """Return the lines of a function, without its docstring: long explanations are welcome."""
    assert isinstance(function, FUNCTIONS)
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines
