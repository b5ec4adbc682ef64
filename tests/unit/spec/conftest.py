from collections.abc import Callable
from pathlib import Path

import pytest

from shoal.records.findings import Finding
from shoal.records.workspace import WorkspaceSpec
from shoal.spec.workspace import Draft, read_draft

Read = Callable[..., tuple[WorkspaceSpec | None, tuple[Finding, ...]]]

LEAST = "shoal: 1\nname: acme\nsources:\n  accounts: data/accounts.csv\n"


@pytest.fixture
def draft(tmp_path: Path) -> Callable[..., Draft]:
    """Return a function that writes a workspace file and reads it."""

    def read(text: str, **environment: str) -> Draft:
        (tmp_path / "shoal.yml").write_text(text, "utf-8")
        return read_draft(tmp_path, environment)

    return read


@pytest.fixture
def told(draft: Callable[..., Draft], tmp_path: Path) -> Callable[..., list[str]]:
    """Return a function that gives what a text's findings say: "line:column code message"."""

    def read(text: str, **environment: str) -> list[str]:
        begin = f"{tmp_path / 'shoal.yml'}:"
        found = draft(text, **environment).findings
        assert all(f.message.startswith(begin) for f in found)
        parts = [(f.message.removeprefix(begin).split(": ", 1), f.code) for f in found]
        return [f"{place} {code} {message}" for (place, message), code in parts]

    return read
