import doctest
import importlib
from pathlib import Path

import pytest

import shoal

PACKAGE = Path(str(shoal.__file__)).parent
WITH_EXAMPLES = [
    ".".join(("shoal", *f.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for f in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in f.read_text("utf-8")
]


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_in_docstrings_show_what_happens(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
