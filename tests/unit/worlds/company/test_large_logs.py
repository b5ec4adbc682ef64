"""The log that measurements of speed read: `benchmarks/logs.py`, run as a person runs it."""

import subprocess
import sys
from itertools import pairwise

import duckdb
import pytest

EVENTS, ACCOUNTS, DAYS = 2_200_000, 16_000, 120


@pytest.fixture(scope="module", params=["bursty", "sparse"])
def written(request, root, tmp_path_factory):
    return request.param, write(root, tmp_path_factory.mktemp(request.param), request.param)


def write(root, folder, shape, *, events=EVENTS, accounts=ACCOUNTS, days=DAYS):
    options = {"--events": events, "--accounts": accounts, "--days": days, "--shape": shape}
    words = [str(w) for pair in options.items() for w in pair]
    command = [sys.executable, str(root / "benchmarks" / "logs.py"), str(folder), *words]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def ask(folder, query):
    text = query.replace("EVENTS", f"read_parquet('{folder}/events/*.parquet', filename = true)")
    for name in ("accounts", "contacts", "subscriptions"):
        text = text.replace(name.upper(), f"read_parquet('{folder}/{name}.parquet')")
    return duckdb.execute(text).fetchall()


def test_there_are_as_many_events_as_asked_for_in_several_files_in_the_order_of_time(written):
    _, folder = written
    assert ask(folder, "SELECT count(*) FROM EVENTS")[0][0] == pytest.approx(EVENTS, rel=0.02)
    files = ask(
        folder,
        """SELECT min(occurred_at), max(occurred_at), count(*) FROM EVENTS
        GROUP BY filename ORDER BY filename""",
    )
    assert len(files) in {2, 3}
    assert all(before[1] < after[0] for before, after in pairwise(files))
    assert max(n for _, _, n in files) < 1_300_000


def test_the_shape_is_that_of_a_users_day(written):
    shape, folder = written
    mean, most = ask(
        folder,
        """SELECT avg(n), max(n) FROM (SELECT count(*) AS n FROM EVENTS
        GROUP BY user_id, occurred_at::DATE)""",
    )[0]
    assert mean == pytest.approx({"bursty": 13, "sparse": 1}[shape], rel=0.02)
    assert (most == 1) == (shape == "sparse")


def test_events_belong_to_accounts_while_they_are_there(written):
    _, folder = written
    strangers, early, late, spread = ask(
        folder,
        """SELECT count(*) FILTER (a.account_id IS NULL), count(*) FILTER (occurred_at < created),
            count(*) FILTER (occurred_at >= ended), max(occurred_at)::DATE - min(occurred_at)::DATE
        FROM EVENTS LEFT JOIN ACCOUNTS AS a USING (account_id)""",
    )[0]
    assert (strangers, early, late) == (0, 0, 0)
    assert spread == DAYS - 1


def test_users_are_heavy_tailed_and_features_skewed(written):
    _, folder = written
    typical, high, most = ask(
        folder,
        """SELECT median(n), quantile_cont(n, 0.99), max(n)
        FROM (SELECT count(*) AS n FROM CONTACTS GROUP BY account_id)""",
    )[0]
    assert typical == 1
    assert high > 15
    assert most > 100
    counts = [n for (n,) in ask(folder, "SELECT count(*) FROM EVENTS GROUP BY feature")]
    assert len(counts) == 41  # forty features, and logins without one
    assert max(counts) > 20 * min(counts)


def test_the_last_subscription_has_the_seats_of_today(written):
    _, folder = written
    differing = ask(
        folder,
        """SELECT count(*) FROM ACCOUNTS AS a JOIN SUBSCRIPTIONS AS s USING (account_id)
        WHERE s.end_date IS NOT DISTINCT FROM a.ended AND a.seats <> s.seats""",
    )
    assert differing == [(0,)]


def test_the_same_options_write_the_same_rows_and_leave_nothing_from_before(root, tmp_path):
    asked = {"events": 40_000, "accounts": 300, "days": 30}
    one = write(root, tmp_path / "one", "bursty", **asked)
    (tmp_path / "two" / "events").mkdir(parents=True)
    (tmp_path / "two" / "events" / "events-00009.parquet").write_bytes(b"old")
    two = write(root, tmp_path / "two", "bursty", **asked)
    rows = "SELECT * EXCLUDE (filename) FROM EVENTS"
    assert ask(one, rows) == ask(two, rows)
    assert {f.name for f in one.iterdir()} == {f.name for f in two.iterdir()}


def test_more_events_than_users_can_make_are_refused(root, tmp_path):
    with pytest.raises(subprocess.CalledProcessError) as refused:
        write(root, tmp_path, "sparse", events=10_000_000, accounts=10, days=10)
    assert refused.value.returncode == 2
    assert b"too many" in refused.value.stderr
