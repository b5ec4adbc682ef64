import json
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shoal.spec.workspace import read_draft

SOURCES = {
    "accounts": {"role": "accounts", "path": "a.csv", "columns": {"contract_value": "arr"}},
    "log": {
        "role": "events",
        "path": "e.csv",
        "account_via": {"source": "accounts", "on": "x"},
        "actors": {"person": ["web"]},
        "aliases": {"feature": {"a": "b"}},
    },
    "nps": {"role": "surveys", "path": "n.csv", "kind": {"x": "nps"}, "scale": [0, 10]},
    "db": {"role": "outcomes", "url": "${env:DB}", "table": "t", "kind": "churned"},
}
WHOLE = {
    "shoal": 1,
    "currency": "EUR",
    "rates": {"USD": 0.9},
    "sources": SOURCES,
    "metrics": {
        "presets": {"standard": True},
        "own": {"m": {"source": "log", "aggregate": "sum", "column": "x", "per": "seat"}},
    },
    "segmentations": {
        "all": {"segments": [2, 4], "placements": {"T": "a = 1"}, "weights": {"m": 1}}
    },
    "engine": {"kind": "duckdb"},
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def paths(node, path=()):
    yield path
    if isinstance(node, dict):
        for key, value in node.items():
            yield from paths(value, (*path, key))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(path=st.sampled_from(sorted(paths(WHOLE))), value=VALUES, rename=st.booleans())
def test_whatever_stands_at_any_place_is_read_or_told(path, value, rename):
    document = json.loads(json.dumps(WHOLE))
    place = document
    for key in path[:-1]:
        place = place[key]
    if path and rename:
        place[str(value)[:20]] = place.pop(path[-1])
    elif path:
        place[path[-1]] = value
    else:
        document = value
    draft = told(json.dumps(document))
    assert draft.valid is (not any(f.severity == "error" for f in draft.findings))
    assert draft.valid <= (draft.spec is not None)


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode()))
def test_any_bytes_are_read_or_told(content):
    assert told(content).valid is False


def told(content):
    with TemporaryDirectory() as folder:
        path = f"{folder}/shoal.yml"
        with open(path, "wb") as file:  # noqa: PTH123  # a fixture would be shared by examples
            file.write(content if isinstance(content, bytes) else content.encode())
        return read_draft(path, {"DB": "pg://h/d"})
