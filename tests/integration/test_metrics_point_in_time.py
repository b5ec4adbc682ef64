"""Nothing that happened after the date is read: for every role, every metric, every attribute."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reckoning.company import SOURCES, company_tables
from reckoning.workspaces import frame, measured, own, source, with_window, workspace

from shoal.records.workspace import Aggregation, Role

LAST = date(2026, 6, 30)
DATES = (date(2025, 9, 15), date(2026, 3, 29), date(2026, 6, 27))
ABSURD = 1e6
COUNT, MEAN, LATEST = Aggregation.COUNT, Aggregation.MEAN, Aggregation.LATEST
OWN = (
    own("rated", "tickets", MEAN, column="satisfaction"),
    own("last_rating", "tickets", LATEST, column="satisfaction"),
    own("open_tickets", "tickets", COUNT, where="resolved IS NULL"),
    own("solved_share", "tickets", Aggregation.SHARE, where="resolved_at IS NOT NULL"),
    own("since_solved", "tickets", Aggregation.DAYS_SINCE, where="resolved IS NOT NULL"),
    own("good_answers", "surveys", COUNT, where="score >= 8"),
    own("last_score", "surveys", LATEST, column="score"),
    own("best_score", "surveys", Aggregation.MAX, column="score"),
    own("unanswered", "surveys", COUNT, where="answered_at IS NULL"),
    own("features", "events", Aggregation.DISTINCT, column="feature"),
    own("median_minutes", "events", Aggregation.MEDIAN, column="minutes"),
    own("minutes", "events", Aggregation.SUM, column="minutes"),
    own("count_change", "events", COUNT, trend=True),
    own("since_login", "events", Aggregation.DAYS_SINCE, where="name = 'login'"),
    own("first_export", "events", Aggregation.TIME_TO_FIRST, where="feature = 'export'"),
    own("steps", "milestones", COUNT),
    own("lessons", "engagement", COUNT, where="kind = 'education'"),
    own("expanded", "outcomes", Aggregation.SUM, column="amount"),
    own("calls", "touches", COUNT),
)


@pytest.fixture(scope="module")
def company():
    tables = company_tables(n_accounts=40, as_of=LAST)
    events = tables["events"]
    return {**tables, "events": events[events["event_id"].str[-1].isin(["0", "5"])]}


def with_rules(sources):
    """Return the sources with conditions on columns that are told later."""
    rules = {
        "accounts": "cancelled_on IS NULL OR plan <> 'internal'",
        "subscriptions": "end_date IS NULL OR seats > 0",
        "tickets": "resolved_at IS NULL OR csat IS NULL OR csat < 5",
        "surveys": "score IS NULL OR score <> 3",
    }
    return tuple(replace(s, only=rules.get(s.name)) for s in sources)


def undeclared(sources):
    """Return the sources without lists of features, logins and steps."""
    kept = ("severe", "integrations")
    return tuple(
        replace(s, values={k: found for k in kept if (found := s.values.get(k))})  # noqa: PD011
        for s in sources
    )


VARIANTS = {"as declared": SOURCES, "with rules": with_rules(SOURCES), "bare": undeclared(SOURCES)}
CHANGED = {  # table: the day on which a row came to be, days that are told later, what they tell
    "accounts": ("signup_date", {"cancelled_on": []}),
    "subscriptions": ("start_date", {"end_date": []}),
    "contacts": ("valid_from", {"valid_to": []}),
    "events": ("occurred_at", {}),
    "tickets": ("opened_at", {"resolved_at": ["csat"]}),
    "surveys": ("sent_at", {"answered_at": ["score"]}),
    "milestones": ("reached_at", {}),
    "engagement": ("at", {}),
    "outcomes": ("at", {}),
    "touches": ("at", {}),
}


def end_of(as_of, zone):
    """Return the first instant after a day, in UTC without zone."""
    midnight = datetime.combine(as_of + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    return midnight.astimezone(UTC).replace(tzinfo=None)


def is_later(values, as_of, zone):
    """Return which days or instants lie after the date; missing ones do not."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return (values >= end_of(as_of, zone)).to_numpy()
    return np.array([isinstance(v, date) and v > as_of for v in values])


def censored(tables, as_of, zone):
    """Return the tables as they were on the evening of the date."""
    found = {}
    for name, (at, told_later) in CHANGED.items():
        table = tables[name][~is_later(tables[name][at], as_of, zone)].copy()
        for day, more in told_later.items():
            later = is_later(table[day], as_of, zone)
            for column in (day, *more):
                empty = None if table[column].dtype == object else np.nan
                table[column] = table[column].mask(later, empty)
        found[name] = table
    return found


def planted(tables, as_of, zone):
    """Return the tables of that evening, and absurd things that happened afterwards."""
    then, end = censored(tables, as_of, zone), end_of(as_of, zone)
    tomorrow, later = as_of + timedelta(days=1), as_of + timedelta(days=200)
    account, user = then["accounts"]["account_id"].iloc[0], then["contacts"]["email"].iloc[0]
    moments = [end, end + timedelta(seconds=1), end + timedelta(days=300)]

    def more(name, **columns):
        then[name] = pd.concat([then[name], pd.DataFrame(columns)], ignore_index=True)

    for name, (_, told_later) in CHANGED.items():
        for day, told in told_later.items():
            table = then[name]
            open_yet = table[day].isna().to_numpy()
            is_day = not pd.api.types.is_datetime64_any_dtype(table[day])
            table.loc[open_yet, day] = tomorrow if is_day else end
            for column in told:
                table.loc[open_yet, column] = ABSURD
    more("accounts", account_id=["new", account], signup_date=[tomorrow, later], plan="internal")
    more(
        "subscriptions",
        account_id=account,
        start_date=[tomorrow, later],
        seats=ABSURD,
        mrr=ABSURD,
        plan_tier="Absurd",
    )
    more("contacts", email=[user, "new@x.example"], account_id="new", valid_from=tomorrow)
    for who in (user, "new@x.example", "unknown"):
        more(
            "events",
            event_id=["E0000001", "x", None],
            user_email=who,
            occurred_at=moments,
            event="login",
            feature=["export", "absurd", None],
            duration_minutes=ABSURD,
            actor_type="api",
            usage_count=ABSURD,
        )
    more("tickets", account_id=account, opened_at=moments, resolved_at=moments, csat=ABSURD)
    more("surveys", account_id=account, sent_at=moments, answered_at=moments, score=ABSURD)
    more(
        "milestones", account_id=account, milestone=["went_live", "absurd", "x"], reached_at=moments
    )
    more("engagement", account_id=account, kind="education", at=moments)
    more("outcomes", account_id=account, kind="churned", at=later, amount=[ABSURD])
    more("touches", account_id=account, kind="call", at=moments)
    return then


def as_typed(table, path):
    """Write a table whose columns of days are that even where no row has one."""
    days = {d for at, told in CHANGED.values() for d in (at, *told)}
    schema = pa.Schema.from_pandas(table, preserve_index=False)
    for k, column in enumerate(schema):
        if column.name in days and not pa.types.is_timestamp(column.type):
            schema = schema.set(k, column.with_type(pa.date32()))
    written = pa.Table.from_pandas(table, schema=schema, preserve_index=False)
    pq.write_table(written, path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


def hashes(folder, tables, sources, *dates, zone="UTC"):
    """Measure, and return the hashes of metrics and attributes of each date."""
    spec = workspace(
        folder,
        tables,
        sources,
        write=as_typed,
        timezone=zone,
        currency="EUR",
        metrics=with_window(90, *OWN),
    )
    snapshots = measured(spec, *dates).snapshots
    return {s.as_of: (s.metrics_hash, s.attributes_hash) for s in snapshots}, snapshots


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_what_happens_later_changes_no_metric_and_no_attribute(company, tmp_path, variant, zone):
    sources = VARIANTS[variant]
    full, _ = hashes(tmp_path / "full", company, sources, *DATES, zone=zone)
    for as_of in DATES:
        then, snapshots = hashes(
            tmp_path / f"then-{as_of}", censored(company, as_of, zone), sources, as_of, zone=zone
        )
        absurd, after = hashes(
            tmp_path / f"absurd-{as_of}", planted(company, as_of, zone), sources, as_of, zone=zone
        )
        for kind in ("metrics", "attributes"):
            a, b = (frame(getattr(s[0], kind)) for s in (snapshots, after))
            pd.testing.assert_frame_equal(a, b)
        assert absurd[as_of] == then[as_of] == full[as_of]


def test_the_planted_rows_are_read_once_their_time_has_come(company, tmp_path):
    as_of = DATES[1]
    after = as_of + timedelta(days=1)
    then, _ = hashes(tmp_path / "then", censored(company, as_of, "UTC"), SOURCES, after)
    changed = {**planted(company, as_of, "UTC"), "accounts": company["accounts"]}
    absurd, snapshots = hashes(tmp_path / "absurd", changed, SOURCES, after)
    assert then != absurd
    found = frame(snapshots[0].metrics)
    assert found["csat_mean"].max() > 10
    assert found["seat_growth"].max() > 1000


@pytest.mark.parametrize("variant", VARIANTS)
def test_several_dates_in_one_call_are_as_in_calls_of_their_own(company, tmp_path, variant):
    together, _ = hashes(tmp_path / "together", company, VARIANTS[variant], *DATES)
    for as_of in DATES:
        alone, _ = hashes(tmp_path / str(as_of), company, VARIANTS[variant], as_of)
        assert alone[as_of] == together[as_of]


def test_today_s_attributes_change_no_date_more_than_a_week_back(company, tmp_path):
    changed = company["accounts"].assign(
        company="renamed", csm="Somebody Else", lifecycle_stage="trial", plan="internal", arr=ABSURD
    )
    new = {**company, "accounts": changed}
    sources = tuple(
        replace(s, only="plan <> 'internal' OR arr < 5") if s.role is Role.ACCOUNTS else s
        for s in SOURCES
    )
    back = date(2026, 6, 23)  # 8 days before the day on which the table is read
    assert (
        hashes(tmp_path / "a", company, sources, back)[0]
        == (hashes(tmp_path / "b", new, sources, back)[0])
    )
    near = hashes(tmp_path / "c", company, SOURCES, date(2026, 6, 24))[1][0]
    assert frame(near.attributes)["owner"].notna().all()


def test_attributes_of_a_past_date_are_missing_with_a_finding_but_for_the_constant(
    company, tmp_path
):
    constant = tuple(
        replace(s, assume_constant=("industry",)) if s.role is Role.ACCOUNTS else s for s in SOURCES
    )
    spec = workspace(tmp_path, company, constant, currency="EUR")
    done = measured(spec, date(2026, 3, 1))
    found = frame(done.snapshots[0].attributes)
    assert found["industry"].notna().all()
    assert found[["owner", "stage", "contract_value", "country"]].isna().all(axis=None)
    assert found["seats"].notna().mean() > 0.8  # subscriptions say since when
    assert found["plan"].notna().mean() > 0.8
    (finding,) = [f for f in done.findings if f.code == "attributes-undated"]
    assert finding.evidence["days_back"] == 122


def test_an_end_that_lies_ahead_is_not_told(company, tmp_path):
    ended = company["accounts"]["cancelled_on"].dropna()
    as_of = min(ended) - timedelta(days=1)
    spec = workspace(tmp_path, company, SOURCES, currency="EUR")
    found = frame(measured(spec, as_of).snapshots[0].attributes)
    assert len(found) > 10
    assert found[["ended", "cancelled_on"]].isna().all(axis=None)


def test_seats_of_a_past_date_are_those_of_that_date(tmp_path):
    day = date(2026, 1, 10)
    tables = {
        "accounts": pd.DataFrame(
            {"account": ["a"], "created": [date(2025, 1, 1)], "seats": [99.0]}
        ),
        "subs": pd.DataFrame(
            {
                "account": ["a", "a"],
                "from": [date(2025, 1, 1), day],
                "to": [day, None],
                "seats": [4.0, 8.0],
            }
        ),
        "log": pd.DataFrame(
            {"account": ["a"] * 9, "user": list("abcdefghi"), "at": date(2026, 1, 1)}
        ),
    }
    sources = (
        source("accounts", Role.ACCOUNTS),
        source("subs", Role.SUBSCRIPTIONS),
        source("log", Role.EVENTS),
    )
    spec = workspace(tmp_path, tables, sources)
    snapshots = measured(spec, day - timedelta(days=1), day).snapshots
    found = [frame(s.metrics).loc["a", "seat_utilisation"] for s in snapshots]
    assert found == [100 * 9 / 4, 100 * 9 / 8]
    without = workspace(
        tmp_path / "without", {k: tables[k] for k in ("accounts", "log")}, (sources[0], sources[2])
    )
    then = frame(measured(without, day).snapshots[0].metrics)
    assert np.isnan(then.loc["a", "seat_utilisation"])  # 99 are today's
