import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What sets up a machine is run by the Makefile and by hand, not inside a test.
SETS_UP = ("git", "cd", "pip", "pipx", "sudo", "python3")


@pytest.mark.usefixtures("workplace")
def test_python_blocks_run(document: Path, root: Path, sample: ModuleType) -> None:
    customers = sample.customer_data()
    given = {"customer_data": customers, "new_customers": customers.tail(20)}
    run_python_blocks(root / document, given)


def test_a_python_block_that_does_not_work_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nshown = 1 / given\n```\n", "utf-8")
    run_python_blocks(page, {"given": 1})
    with pytest.raises(ZeroDivisionError):
        run_python_blocks(page, {"given": 0})


def test_shell_blocks_run(document: Path, root: Path, workplace: Path) -> None:
    blocks = SHELL_BLOCK.findall((root / document).read_text("utf-8"))
    for line in "".join(blocks).splitlines():
        run_shell_line(line, root=root, folder=workplace)


@pytest.mark.parametrize("line", ["shoal no-such-verb", "make no-such-target", "rm -rf x"])
def test_a_shell_line_that_does_not_work_is_seen(line: str, root: Path, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_shell_line(line, root=root, folder=tmp_path)


def run_python_blocks(page: Path, given: Mapping[str, object]) -> None:
    """Run the Python blocks of a page in order, as one program that knows the given names."""
    document = Sybil(parsers=[PythonCodeBlockParser()]).parse(page)
    document.namespace |= given
    for example in document.examples():
        example.evaluate()


def run_shell_line(line: str, *, root: Path, folder: Path) -> None:
    """Run one line of a shell block; `# exits 3` at its end is the exit code it shows."""
    command, _, comment = line.partition("#")
    words = shlex.split(command)
    if not words or words[0] in SETS_UP:
        return
    if words[0] == "make":
        makefile = (root / "Makefile").read_text("utf-8")
        assert re.search(rf"^{re.escape(words[1])}:", makefile, re.MULTILINE), line
        return
    assert words[0] == "shoal", f"No test knows how to run: {line}"
    shoal = str(Path(sys.executable).with_name("shoal"))
    done = subprocess.run(
        [shoal, *words[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    shown = re.search(r"exits (\d)", comment)
    assert done.returncode == (int(shown.group(1)) if shown else 0), done.stderr
