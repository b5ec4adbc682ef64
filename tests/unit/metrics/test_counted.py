"""Minutes, seats and counts that cannot be: what becomes of them, and that it is never silent."""

import numpy as np
import pandas as pd
import pytest
from reckoning.small_log import AS_OF, ago, noon
from reckoning.workspaces import as_csv, frame, measured, own, source, with_window, workspace

from shoal.errors import WorkspaceInvalid
from shoal.records.workspace import Aggregation, Per, Role

PRODUCT = source("product", Role.EVENTS, columns={"account": "id"})


def events(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"id": "a", "user": "u", "at": [noon(3)] * n, **columns})


def test_minutes_below_zero_are_missing_for_presets_and_own_metrics(log):
    rows = events(minutes=[90.0, -30.0, np.nan, 36.0])
    found = log(
        {"product": (rows, PRODUCT)},
        metrics=with_window(
            90,
            own("least", "product", Aggregation.MIN, column="minutes"),
            own("total", "product", Aggregation.SUM, column="minutes"),
            own("short", "product", Aggregation.COUNT, where="minutes < 40"),
        ),
    ).loc["a"]
    assert found["minutes_per_user_week"] == pytest.approx((90 + 36) / (90 / 7))
    assert found[["least", "total", "short"]].tolist() == [36, 126, 1]


def test_a_count_stands_for_whole_events_and_an_empty_one_for_one(log):

    rows = events(count=[2.0, -5.0, np.nan, 1.4, 0.0])
    metrics = with_window(90, own("n", "product", Aggregation.COUNT), presets=())
    found = log({"product": (rows, PRODUCT)}, metrics=metrics)
    assert found.loc["a", "n"] == 2 + 1 + 1


def test_seats_below_zero_take_nothing_off_those_of_other_subscriptions(log):
    terms = pd.DataFrame(
        [("a", 10.0), ("a", -3.0), ("a", 2.5), ("b", -3.0), ("b", np.nan)],
        columns=["id", "seats"],
    ).assign(**{"from": ago(200)})
    found = log(
        {"terms": (terms, source("terms", Role.SUBSCRIPTIONS, columns={"account": "id"}))},
        seats=-4.0,
        more=(source("log", Role.EVENTS, columns={"account": "id"}),),
        tables={"log": events(x=[1])},
        metrics=with_window(90, own("rate", "log", Aggregation.COUNT, per=Per.SEAT)),
    )
    assert found.loc["a", "rate"] == pytest.approx(1 / 12.5)
    assert np.isnan(found.loc["b", "rate"])  # of the accounts -4 is none either


def bills(folder, cells):
    rows = events(cost=cells)
    tables = {"accounts": pd.DataFrame({"id": ["a"], "created": [ago(900)]}), "product": rows}
    metrics = with_window(90, own("cost", "product", Aggregation.SUM, column="cost"), presets=())
    sources = (source("accounts", Role.ACCOUNTS, columns={"account": "id"}), PRODUCT)
    return workspace(folder, tables, sources, write=as_csv, metrics=metrics)


def test_a_column_of_text_is_refused_where_an_own_metric_takes_numbers_of_it(tmp_path):
    with pytest.raises(WorkspaceInvalid, match=r"metrics\.own\.cost; the column cost has text"):
        measured(bills(tmp_path, ["1,200.00", "$7", "3"]), AS_OF)


def test_some_text_among_numbers_is_missing_and_told(tmp_path):
    result = measured(bills(tmp_path, ["1,200.00", "7", "3"]), AS_OF)
    assert frame(result.snapshots[0].metrics).loc["a", "cost"] == 10
    (finding,) = result.findings
    assert (finding.code, finding.column) == ("unfit-type", "cost")
    assert (finding.evidence["filled"], finding.evidence["unfit"]) == (3, 1)
