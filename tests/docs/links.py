"""Check that links between Markdown files lead somewhere, and that no page of docs/ is lost.

Run as ``python tests/docs/links.py FOLDER``. Prints one line a fault; exits 1 if there is any.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

# Hidden folders hold environments and caches, not documents of the project.
SKIPPED = ("build", "dist", "node_modules")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def faults(folder: Path) -> Iterator[str]:
    """Tell every link that leads nowhere and every page of docs/ that nothing leads to.

    Parameters
    ----------
    folder
        Root of the project.
    """
    reached = set()
    for page in markdown_files(folder):
        for link in LINK.findall(_without_code(page)):
            if "://" in link or link.startswith("mailto:"):
                continue
            target, anchor = _resolve(page, link)
            reached.add(target)
            where = page.relative_to(folder)
            if not target.exists():
                yield f"{where}: {link} leads to no file"
            elif anchor and target.suffix == ".md" and anchor not in anchors(target):
                yield f"{where}: {link} leads to no heading of {target.name}"
    for page in markdown_files(folder / "docs"):
        if page.resolve() not in reached:
            yield f"{page.relative_to(folder)}: no page links to it"


def markdown_files(folder: Path) -> list[Path]:
    """Return the Markdown files below a folder, sorted, without hidden folders."""
    return sorted(
        p
        for p in folder.rglob("*.md")
        if not any(part.startswith(".") or part in SKIPPED for part in p.relative_to(folder).parts)
    )


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings make.

    A heading's anchor is its text in lower case, without punctuation, blanks turned to hyphens.
    """
    headings = HEADING.findall(_without_code(page))
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def _without_code(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


def _resolve(page: Path, link: str) -> tuple[Path, str]:
    path, _, anchor = unquote(link).partition("#")
    return ((page.parent / path) if path else page).resolve(), anchor


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    sys.exit(1 if found else 0)
