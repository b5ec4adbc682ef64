"""The project's own files, as the architecture tests read them."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THINK_AT = 300


@pytest.fixture(scope="session")
def project_files(root: Path) -> list[Path]:
    """Return every file that belongs to the project: committed, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("needs git and a checkout to know which files are the project's")
    files = (root / name for name in listed.stdout.decode().split("\0") if name)
    return sorted(f for f in files if f.is_file())


@pytest.fixture(scope="session")
def python_files(root: Path) -> list[Path]:
    """Return every Python file of the project."""
    folders = ("src", "tests", "benchmarks", "examples")
    return sorted(f for folder in folders for f in (root / folder).rglob("*.py"))


@pytest.fixture(scope="session")
def modules(root: Path) -> dict[str, ast.Module]:
    """Return the syntax tree of every module of the package, by its path below src/shoal."""
    package = root / "src" / "shoal"
    return {
        str(f.relative_to(package)): ast.parse(f.read_text("utf-8"))
        for f in sorted(package.rglob("*.py"))
    }


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell which files have grown long enough to think about a split."""
    sizes = ((f, len(f.read_text("utf-8").splitlines())) for f in (ROOT / "src").rglob("*.py"))
    for file, lines in sorted(sizes):
        if lines > THINK_AT:
            terminalreporter.write_line(f"{file.relative_to(ROOT)} has {lines} lines: split it?")
