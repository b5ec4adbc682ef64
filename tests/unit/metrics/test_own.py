import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from reckoning.own import every_form, reckoned_own
from reckoning.presets import Account, Event, Offer
from reckoning.workspaces import assert_equal, metrics_of, own, source, with_window, workspace

from shoal.errors import UnknownColumn, UsageError
from shoal.metrics.own import Owned, definition_of
from shoal.records.workspace import Aggregation, Role, WhenNothing

AS_OF = date(2026, 6, 30)
NAN = math.nan
AGES = {"old": 900, "silent": 900, "elsewhere": 900, "young": 40, "baby": 3, "unborn date": None}
SEATS = {"old": 10.0, "silent": 5.0, "elsewhere": 4.0, "young": 3.0, "baby": 2.0}
COUNT = ("count", "sum", "mean", "median", "distinct", "min", "max", "latest", "share")


def random_rows(seed, accounts, *, days=120, n=400):
    """Draw rows with everything that a source may lack; `at` has seconds."""
    rng = np.random.default_rng(seed)
    ages = [AGES[a] if AGES[a] is not None else days for a in accounts]
    which = rng.integers(0, len(accounts), n)
    age = [int(rng.integers(0, min(days, ages[k]) + 1)) for k in which]
    seconds = rng.integers(0, 86_400, n)
    midnight = datetime(2026, 6, 30)  # noqa: DTZ001
    return pd.DataFrame(
        {
            "id": np.array(accounts, dtype=object)[which],
            "user": rng.choice(["u", "v", "w", None], n),
            "at": [
                midnight - timedelta(days=a) + timedelta(seconds=int(s))
                for a, s in zip(age, seconds, strict=True)
            ],
            "amount": np.where(rng.random(n) < 0.2, NAN, np.round(rng.normal(50, 30, n), 3)),
            "what": rng.choice(["x", "y", "z", "", None], n),
            "n": rng.integers(0, 4, n).astype(float),
            "pages viewed": rng.poisson(4, n).astype(float),
        }
    )


@pytest.fixture(scope="module")
def tables():
    return {
        "accounts": pd.DataFrame(
            {
                "id": list(AGES),
                "created": [
                    None if a is None else AS_OF - timedelta(days=a) for a in AGES.values()
                ],
                "seats": [SEATS.get(a, NAN) for a in AGES],
            }
        ),
        "product": random_rows(1, ["old", "young", "baby", "unborn date"]),
        "phone": random_rows(2, ["old", "elsewhere"]).drop(columns=["n", "pages viewed"])[
            ["what", "at", "id", "amount", "user"]  # the same fields in another order
        ],
        "tickets": random_rows(3, ["old", "young", "elsewhere"]).rename(columns={"at": "opened"}),
    }


SOURCES = (
    source("accounts", Role.ACCOUNTS, columns={"account": "id"}),
    source("product", Role.EVENTS, columns={"account": "id", "count": "n", "minutes": "amount"}),
    source("phone", Role.EVENTS, columns={"account": "id", "feature": "what"}),
    source("tickets", Role.TICKETS, columns={"account": "id"}),
)


def accounts_of(tables):
    """Return the accounts for the calculation, with the events by which users are active."""
    found = {}
    for name, age in AGES.items():
        account = Account(as_of=AS_OF, offer=Offer(features=set()), age=age)
        account.seats = SEATS.get(name, NAN)
        for source_name in ("product", "phone"):
            rows = rows_of(tables[source_name], name)
            account.events += [
                Event(age=int(r.age), user=_text(r.user), n=r.n)
                for r in rows.itertuples()
                if r.n > 0
            ]
        found[name] = account
    return found


def rows_of(frame, account, *, at="at"):
    rows = frame[frame["id"] == account].rename(columns={at: "at"})
    rows = rows.replace({"what": {"": None}})
    rows = rows.assign(age=[(AS_OF - d.date()).days for d in rows["at"]])
    return rows if "n" in rows else rows.assign(n=1.0)


def _text(value):
    return value if isinstance(value, str) else None


def compared(tmp_path, tables, metrics, *, holds, of, at="at"):
    spec = workspace(tmp_path, tables, SOURCES, metrics=with_window(90, *metrics, presets=()))
    found = metrics_of(spec, AS_OF)
    expected = {}
    accounts = accounts_of(tables)
    for name, account in accounts.items():
        rows = rows_of(tables[of], name, at=at)
        rows = rows[rows["n"] > 0] if of == "product" else rows.assign(n=1.0)
        rows = rows.assign(
            holds=[bool(holds(r)) for r in rows.to_dict("records")],
        ).reset_index(drop=True)
        expected[name] = reckoned_own(metrics, rows, account)
    assert_equal(found, pd.DataFrame(expected).T)
    return found


def test_every_form_of_a_metric_on_events_is_as_reckoned(tmp_path, tables):
    metrics = every_form(
        "product",
        column="minutes",
        text="what",
        where="minutes > 20 AND what <> 'z'",
        window_days=30,
    )
    renamed = {**tables, "product": tables["product"].assign(minutes=tables["product"]["amount"])}
    compared(
        tmp_path,
        renamed,
        metrics,
        holds=lambda r: r["minutes"] > 20 and _text(r["what"]) not in {"z", None},
        of="product",
    )


def test_every_form_of_a_metric_on_tickets_is_as_reckoned(tmp_path, tables):
    metrics = every_form("tickets", column="amount", text="what", where=None, window_days=45)
    metrics = tuple(m for m in metrics if m.aggregate is not Aggregation.SHARE)
    compared(tmp_path, tables, metrics, holds=lambda _: True, of="tickets", at="opened")


def test_a_metric_reads_its_own_source_only(tmp_path, tables):
    metrics = every_form(
        "phone", column="amount", text="feature", where="feature = 'x'", window_days=60
    )[::7]
    renamed = {**tables, "phone": tables["phone"].assign(feature=tables["phone"]["what"])}
    found = compared(tmp_path, renamed, metrics, holds=lambda r: r["what"] == "x", of="phone")
    assert found.loc["elsewhere", "m0"] > 0
    assert found.loc["young", "m0"] == 0


def test_columns_of_the_raw_table_can_be_read(log):
    rows = pd.DataFrame(
        {"id": ["a", "a", "b"], "at": [datetime(2026, 6, 1)] * 3, "Pages viewed": [1.5, 2.0, 7.0]}  # noqa: DTZ001
    )
    found = log(
        {"product": (rows, source("product", Role.EVENTS, columns={"account": "id"}))},
        metrics=with_window(
            90,
            own("pages", "product", Aggregation.SUM, column="Pages viewed"),
            own("long", "product", Aggregation.COUNT, where='"Pages viewed" >= 2'),
            presets=(),
        ),
    )
    assert found["pages"].to_dict() == {"a": 3.5, "b": 7.0}
    assert found["long"].to_dict() == {"a": 1, "b": 1}


def test_the_latest_value_is_of_the_last_instant_and_not_of_the_day(log):
    rows = pd.DataFrame(
        {
            "id": ["a", "a", "a", "b", "b"],
            "at": [datetime(2026, 6, 20, h) for h in (9, 17, 12, 9, 9)],  # noqa: DTZ001
            "level": [1.0, 5.0, 3.0, 8.0, 4.0],
        }
    )
    found = log(
        {"product": (rows, source("product", Role.EVENTS, columns={"account": "id"}))},
        metrics=with_window(
            90, own("level", "product", Aggregation.LATEST, column="level"), presets=()
        ),
    )
    assert found["level"].to_dict() == {"a": 5.0, "b": 4.0}  # of two at one instant the lower


def test_own_metrics_see_values_as_aliases_rename_them(log):
    rows = pd.DataFrame(
        {
            "id": ["a", "a", "a"],
            "at": [datetime(2026, 6, 20)] * 3,  # noqa: DTZ001
            "feature": ["old_report", "report", "export"],
        }
    )
    described = source(
        "product",
        Role.EVENTS,
        columns={"account": "id"},
        aliases={"feature": {"old_report": "report"}},
    )
    found = log(
        {"product": (rows, described)},
        metrics=with_window(
            90,
            own("reports", "product", Aggregation.COUNT, where="feature = 'report'"),
            own("features", "product", Aggregation.DISTINCT, column="feature"),
            presets=(),
        ),
    )
    assert found.loc["a"].drop("as_of").to_dict() == {"reports": 2, "features": 2}


def test_no_time_since_and_no_change_is_ever_filled_with_zero():
    for aggregate, trend in ((Aggregation.DAYS_SINCE, False), (Aggregation.COUNT, True)):
        metric = own("m", "product", aggregate, trend=trend)
        owned = Owned(metric=metric, place=0, role=Role.EVENTS, window_days=90)
        assert definition_of(owned).missing is WhenNothing.UNDEFINED


@pytest.mark.parametrize(
    ("metric", "role", "error", "told"),
    [
        (
            own("m", "s", Aggregation.LATEST, column="x", trend=True),
            Role.EVENTS,
            UsageError,
            "trend",
        ),
        (own("m", "s", Aggregation.COUNT), Role.SUBSCRIPTIONS, UsageError, "do not happen"),
    ],
)
def test_what_has_no_meaning_is_refused(metric, role, error, told):
    with pytest.raises(error, match=told):
        definition_of(Owned(metric=metric, place=0, role=role, window_days=90))


@pytest.mark.parametrize(
    ("column", "error", "told"),
    [("pags", UnknownColumn, "pages"), ("at", UsageError, "holds times")],
)
def test_a_column_that_cannot_be_read_is_told_by_its_name(log, column, error, told):
    rows = pd.DataFrame({"id": ["a"], "at": [datetime(2026, 6, 1)], "pages": [1.0]})  # noqa: DTZ001
    with pytest.raises(error, match=told):
        log(
            {"product": (rows, source("product", Role.EVENTS, columns={"account": "id"}))},
            metrics=with_window(90, own("m", "product", Aggregation.SUM, column=column)),
        )


def test_a_sum_is_the_same_in_any_order_of_rows(log):
    rng = np.random.default_rng(5)
    amounts = np.round(rng.lognormal(3, 4, 300), 2)
    described = source("product", Role.EVENTS, columns={"account": "id"})
    metrics = with_window(
        90,
        own("total", "product", Aggregation.SUM, column="x"),
        own("typical", "product", Aggregation.MEAN, column="x"),
        presets=(),
    )
    found = []
    for order in (np.arange(300), rng.permutation(300)):
        rows = pd.DataFrame({"id": "a", "user": [f"u{k % 7}" for k in range(300)], "x": amounts})
        rows = rows.assign(at=datetime(2026, 6, 1, tzinfo=UTC)).iloc[order]
        found.append(log({"product": (rows, described)}, metrics=metrics, accounts=("a",)))
    assert found[0].equals(found[1])
    assert found[0].loc["a", "total"] == pytest.approx(math.fsum(amounts), rel=1e-15)


def test_a_sum_of_counts_is_as_presets_count_them(log):
    """Rounded, and one event where the cell is empty; a count of zero is no event."""
    events = pd.DataFrame(
        {
            "id": "a",
            "user": "u",
            "at": [datetime(2026, 6, 29, 12)] * 4,  # noqa: DTZ001
            "n": [3.0, NAN, 0.0, 1.6],
        }
    )
    described = source("product", Role.EVENTS, columns={"account": "id", "count": "n"})
    metric = own("counted", "product", Aggregation.SUM, column="count")
    found = log({"product": (events, described)}, metrics=with_window(90, metric))
    assert found.loc["a", "counted"] == 3 + 1 + 2
