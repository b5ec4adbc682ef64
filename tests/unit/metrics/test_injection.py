"""What a workspace and its tables say is data, however much it looks like SQL."""

import pandas as pd
import pytest
from reckoning.small_log import ago, noon
from reckoning.workspaces import as_csv, as_parquet, metrics_of, own, source, with_window, workspace

from shoal.records.workspace import Aggregation, Role

EVIL = (
    "x'); DROP TABLE accounts; --",
    'x" OR "1"="1',
    "x' OR '1'='1",
    "{{ x }} :p1 $p1 ? %s %(p1)s",
    "\\'; SELECT 1 --",
    "/* x */ ' UNION SELECT NULL",
    "ein ☃ in Köln",
)


def evil_sources(table):
    """Return one source a role whose every word looks like SQL."""
    return (
        source(
            "accounts", Role.ACCOUNTS, columns={"account": "id"}, only="name <> 'x'' OR ''1''=''1'"
        ),
        source(
            table,
            Role.EVENTS,
            columns={"account": 'id of "it"'},
            aliases={"feature": {EVIL[1]: EVIL[2]}},
            values={"features": EVIL, "integrations": (EVIL[0],), "logins": (EVIL[0],)},
        ),
        source("tickets", Role.TICKETS, columns={"account": "id"}, values={"severe": EVIL[:2]}),
        source(
            "steps",
            Role.MILESTONES,
            columns={"account": "id"},
            values={"steps": EVIL},
            value_step=EVIL[0],
        ),
        source(
            "nps", Role.SURVEYS, columns={"account": "id"}, kinds={EVIL[0]: "nps", EVIL[1]: "csat"}
        ),
    )


@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_values_and_names_that_look_like_sql_are_counted_and_nothing_else(tmp_path, write):
    column, table = 'a "b" ; DROP', "x'); DROP TABLE t; --"
    rows = pd.DataFrame(
        [(e, f, e, noon(3), 2.0) for e in EVIL for f in EVIL[: 1 + EVIL.index(e)]],
        columns=['id of "it"', "feature", "user", "at", column],
    )
    tickets = pd.DataFrame({"id": EVIL, "opened": noon(4), "severity": EVIL})
    steps = pd.DataFrame({"id": EVIL, "at": noon(4), "name": EVIL})
    surveys = pd.DataFrame({"id": EVIL, "at": noon(4), "score": 5.0, "kind": EVIL})
    quoted = "'" + EVIL[0].replace("'", "''") + "'"
    named = '"' + column.replace('"', '""') + '"'
    metrics = with_window(
        90,
        own("m'; DROP TABLE x; --", table, Aggregation.SUM, column=column, where=f"{named} > 1"),
        own('m"m', table, Aggregation.COUNT, where=f"feature = {quoted}"),
        own("unit", table, Aggregation.DISTINCT, column="feature", unit=EVIL[0]),
    )
    spec = workspace(
        tmp_path,
        {
            "accounts": pd.DataFrame({"id": EVIL, "created": ago(400), "name": EVIL}),
            table: rows,
            "tickets": tickets,
            "steps": steps,
            "nps": surveys,
        },
        evil_sources(table),
        write=lambda frame, path: write(frame, path.parent / path.name.replace("/", "_")),
        metrics=metrics,
    )
    found = metrics_of(spec, ago(0))
    kept = [e for e in EVIL if e != EVIL[2]]  # the rule leaves one out
    assert found.index.tolist() == sorted(kept, key=lambda text: text.encode())
    for e in kept:
        used = EVIL[: 1 + EVIL.index(e)]
        told = found.loc[e]
        assert told["m'; DROP TABLE x; --"] == 2.0 * len(used)
        assert told['m"m'] == 1
        assert told["unit"] == len({EVIL[2] if f == EVIL[1] else f for f in used})
        assert told["feature_adoption"] == pytest.approx(100 * told["unit"] / len(EVIL))
        assert told["integrations_in_use"] == 1
        assert told["severe_ticket_share"] == 100 * (e in EVIL[:2])
        assert told["onboarding_completion"] == pytest.approx(100 / len(EVIL))
    assert found["nps_latest"].dropna().to_dict() == {EVIL[0]: 5}
    assert found["csat_mean"].dropna().to_dict() == {EVIL[1]: 5}
