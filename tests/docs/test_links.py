import subprocess
import sys
from pathlib import Path

LINKS = Path(__file__).with_name("links.py")


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    assert _faults(root) == []


def test_broken_links_and_lost_pages_are_told(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "lost.md").write_text("# Lost\n")
    (tmp_path / "docs" / "found.md").write_text("# One heading: two\n")
    (tmp_path / "README.md").write_text(
        "[a](docs/found.md#one-heading-two) [b](docs/found.md#three) [c](gone.md)\n"
        "```\n[in code](nowhere.md)\n```\n[outside](https://example.org/x)\n"
    )
    assert _faults(tmp_path) == [
        "README.md: docs/found.md#three leads to no heading of found.md",
        "README.md: gone.md leads to no file",
        "docs/lost.md: no page links to it",
    ]


def _faults(folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, str(LINKS), str(folder)], capture_output=True, text=True, check=False
    )
    faults = done.stdout.splitlines()
    assert done.returncode == bool(faults), done.stderr
    return faults
