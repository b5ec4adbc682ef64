import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

IMPORTS = (ast.Import, ast.ImportFrom)
# Plug-ins, subcommands, readers, engines, extras and what writes SQL are loaded when used; nothing
# else is.
MAY_LOAD_LATE = (
    "__init__.py",
    "registry.py",
    "sources/files.py",
    "operations/segmentation.py",
    "operations/engine_choice.py",
    "engines/extras.py",
    "engines/postgres/driver.py",
    "engines/spark/driver.py",
    "sources/warehouse/",
    "sources/warehouses.py",
    "doors/cli/",
)
# Reading a file written by any of these can run code that stands in the file.
UNSAFE_MODULES = {"pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}


def test_imports_go_down_only(root: Path) -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_stand_at_the_top(modules: dict[str, ast.Module]) -> None:
    late = [
        f"{name}:{node.lineno}"
        for name, tree in modules.items()
        if not name.startswith(MAY_LOAD_LATE)
        for node in ast.walk(tree)
        if isinstance(node, IMPORTS) and node not in tree.body
    ]
    assert late == []


def test_modules_are_loaded_by_name_only_where_that_is_meant(
    modules: dict[str, ast.Module],
) -> None:
    loaders = [
        f"{name}: {called}"
        for name, tree in modules.items()
        if not name.startswith(MAY_LOAD_LATE)
        for called in _calls(tree)
        if called in {"import_module", "importlib.import_module", "__import__"}
    ]
    assert loaders == []


def test_what_is_read_never_runs(modules: dict[str, ast.Module]) -> None:
    unsafe = [f"{name}: {found}" for name, tree in modules.items() for found in unsafe_parts(tree)]
    assert unsafe == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pickle", ["pickle"]),
        ("from joblib import load", ["joblib"]),
        ("def f(x):\n    return eval(x)", ["eval"]),
        ("numpy.load(path, allow_pickle=True)", ["allow_pickle"]),
        ("re.compile('a')", []),
    ],
)
def test_unsafe_parts_are_seen(source: str, found: list[str]) -> None:
    assert list(unsafe_parts(ast.parse(source))) == found


def unsafe_parts(tree: ast.Module) -> Iterator[str]:
    """Name imports and calls through which a file that is read could run code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] in UNSAFE_MODULES)
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").split(".")[0] in UNSAFE_MODULES:
                yield str(node.module)
        elif isinstance(node, ast.Call):
            yield from (k.arg for k in node.keywords if k.arg == "allow_pickle")
    yield from (called for called in _calls(tree) if called in UNSAFE_CALLS)


def _calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func)
