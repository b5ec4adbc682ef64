import copy
import json

import jsonschema
import pytest

from shoal.spec.schema import json_schema, schema_text

# Every key of the format once, written by hand.
WHOLE = {
    "shoal": 1,
    "name": "north",
    "timezone": "Europe/Vienna",
    "currency": "EUR",
    "rates": {"CHF": 1.05},
    "sources": {
        "accounts": {
            "role": "accounts",
            "path": "a.csv",
            "id": "kd",
            "columns": {
                "name": "n",
                "created": "c",
                "ended": "e",
                "owner": "o",
                "stage": "s",
                "industry": "i",
                "contract_value": {"column": "arr", "currency": "EUR"},
                "renewal": "r",
                "tier": "t",
            },
            "only": "plan <> 'test'",
            "assume_constant": ["industry"],
        },
        "subs": {
            "role": "subscriptions",
            "path": "s.parquet",
            "account": "a",
            "from": "f",
            "to": "t",
            "columns": {"seats": "s", "amount": "m", "plan": "p"},
            "amount_per": "year",
            "currency_column": "cur",
        },
        "people": {
            "role": "contacts",
            "url": "${env:DB}",
            "table": "public.people",
            "account": "a",
            "user": "mail",
            "from": "f",
            "to": "t",
        },
        "log": {
            "role": "events",
            "path": "/logs/*.parquet",
            "outside": True,
            "account_via": {"source": "people", "on": "user"},
            "user": "mail",
            "at": "ts",
            "zone": "UTC",
            "count": "n",
            "columns": {"name": "e", "feature": "f", "minutes": "m", "id": "i", "actor": "a"},
            "actors": {"person": ["web"], "api": ["sdk"], "agent": ["bot"]},
            "aliases": {"feature": {"old": "new"}},
            "features": ["a", 7, True],
            "logins": ["login"],
            "integrations": ["sync"],
        },
        "help": {
            "role": "tickets",
            "path": "t.csv",
            "account": "a",
            "opened": "o",
            "resolved": "r",
            "columns": {"severity": "s", "satisfaction": "c"},
            "severe": [1, 2],
        },
        "nps": {
            "role": "surveys",
            "path": "n.csv",
            "account": "a",
            "at": "d",
            "sent": "s",
            "score": "x",
            "kind": "nps",
            "scale": [0, 10],
        },
        "start": {
            "role": "milestones",
            "path": "m.csv",
            "account": "a",
            "at": "d",
            "name": "n",
            "steps": ["x", "y"],
            "value_step": "y",
        },
        "learn": {
            "role": "engagement",
            "path": "l.csv",
            "account": "a",
            "user": "u",
            "at": "d",
            "kind_column": "k",
        },
        "ends": {
            "role": "outcomes",
            "path": "o.csv",
            "account": "a",
            "at": "d",
            "kind": {"lost": "churned"},
            "amount": "m",
            "currency": "EUR",
        },
        "touches": "calls.csv",
    },
    "metrics": {
        "window_days": 60,
        "presets": {"standard": True, "without": ["stickiness"]},
        "own": {
            "m": {
                "source": "log",
                "aggregate": "count",
                "column": None,
                "where": "name = 'x'",
                "per": "seat",
                "window_days": 30,
                "trend": False,
                "better": "more",
                "kind": "behaviour",
                "unit": "u",
                "missing": "zero",
            }
        },
    },
    "segmentations": {
        "all": {
            "accounts": "plan <> 'free'",
            "metrics": ["m"],
            "weights": {"m": 0.5},
            "segments": [3, 6],
            "algorithm": "ward",
            "smallest_share": 0.02,
            "largest_share": 0.6,
            "youngest_days": 14,
            "placements": {"Trial": "stage = 'trial'"},
            "unusual_share": 0.01,
        }
    },
    "engine": {"kind": "duckdb", "memory_limit": "4GB", "spill": ".shoal/spill", "url": None},
    "storage": ".shoal",
}


def faults(document):
    return list(jsonschema.Draft202012Validator(json_schema()).iter_errors(document))


def changed(*path, value):
    document = copy.deepcopy(WHOLE)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return document


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_schema_that_is_kept_is_the_one_that_is_made(root):
    kept = (root / "docs" / "shoal.schema.json").read_text("utf-8")
    assert kept == schema_text(), "python -m shoal.spec.schema > docs/shoal.schema.json"


def test_every_key_is_allowed_by_the_schema_and_by_the_reader(draft):
    assert faults(WHOLE) == []
    found = draft(json.dumps(WHOLE), DB="postgresql://h/d")
    assert [f.message for f in found.findings] == []
    assert len(found.spec.sources) == len(WHOLE["sources"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("sources", "accounts"), "a.csv"),
        (("sources", "accounts", "columns", "contract_value"), "arr"),
        (("sources", "ends", "kind"), "churned"),
        (("metrics", "presets"), "standard"),
        (("metrics", "presets"), ["nps_latest"]),
        (("segmentations", "all", "segments"), "auto"),
        (("segmentations", "all", "segments"), 5),
        (("segmentations", "all", "metrics"), "standard"),
        (("metrics", "own", "m", "per"), None),
    ],
)
def test_short_forms_are_allowed_by_both(draft, path, value):
    document = changed(*path, value=value)
    assert faults(document) == []
    found = draft(json.dumps(document), DB="postgresql://h/d")
    assert [f.message for f in found.findings] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("shoal",), 2),
        (("nmae",), "x"),
        (("moves",), {"margin": 0.1}),
        (("currency",), "eur"),
        (("rates", "CHF"), 0),
        (("sources", "help", "role"), "ticket"),
        (("sources", "help", "steps"), ["x"]),
        (("sources", "nps", "kind"), "npps"),
        (("sources", "nps", "scale"), [0]),
        (("sources", "log", "actors", "robot"), ["x"]),
        (("sources", "log", "columns", "minutse"), "m"),
        (("sources", "1st"), {"role": "tickets", "path": "t.csv"}),
        (("metrics", "window_days"), 0),
        (("metrics", "own", "m", "aggregate"), "average"),
        (("segmentations", "all", "segments"), 1),
        (("segmentations", "all", "smallest_share"), 2),
        (("engine", "kind"), "sqlite"),
        (("engine", "memory_limit"), "much"),
    ],
)
def test_what_does_not_go_is_refused_by_both(draft, path, value):
    document = changed(*path, value=value)
    assert faults(document)
    assert not draft(json.dumps(document), DB="postgresql://h/d").valid


def test_every_key_is_documented(root):
    page = (root / "docs" / "workspace.md").read_text("utf-8")
    keys = set(_keys(json_schema()))
    assert len(keys) > 80
    # Below `actors` and `account_via` the page shows them in an example.
    shown = {k for k in keys if f"`{k}`" in page or f"{k}:" in page or f" {k} " in page}
    assert keys - shown == set()


def _keys(schema):
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for value in schema.values():
            yield from _keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _keys(value)
