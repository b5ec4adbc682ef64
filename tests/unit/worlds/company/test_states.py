"""The states show in the logs: metrics by plain SQL, nothing of Shoal between."""

import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from shoal.worlds.company.start import STEPS

STATES = (
    *("Champions", "Self-Sufficient Power Users", "Expansion Ready", "Steady"),
    *("Struggling Adopters", "Silent Churners", "At Risk"),
)


@pytest.fixture(scope="module")
def measured(query):
    """Return a few metrics of the last 90 days, one row an account."""
    return query(
        """WITH seats AS (
            SELECT account_id, seats FROM subscriptions WHERE end_date IS NULL),
        used AS (
            SELECT account_id,
                count(DISTINCT (user_email, ago // 7)) FILTER (p AND ago < 91) / 13.0 AS active,
                min(ago) FILTER (p) AS silent,
                100.0 * sum(usage_count) FILTER (p AND ago < 90)
                    / sum(usage_count) FILTER (p AND ago BETWEEN 90 AND 179) - 100 AS trend,
                count(DISTINCT feature) FILTER (ago < 90) AS features,
                sum(usage_count) FILTER (actor_type = 'api' AND ago < 90) AS calls
            FROM (SELECT *, actor_type IN ('web', 'mobile') AS p FROM log) GROUP BY ALL),
        asked AS (
            SELECT account_id, count(*) AS tickets FROM tickets
            WHERE opened_at >= DATE '2026-04-02' GROUP BY ALL),
        told AS (
            SELECT account_id, avg(score) AS score, count(score) / count(*) AS answered
            FROM surveys WHERE sent_at >= DATE '2026-04-02' GROUP BY ALL),
        began AS (SELECT account_id, count(*) AS steps FROM milestones GROUP BY ALL)
        SELECT truth, coalesce(active, 0) / seats AS active_rate, coalesce(silent, 90) AS silent,
            trend, features, coalesce(calls, 0) / seats AS calls,
            coalesce(tickets, 0) / seats AS tickets, score, answered, coalesce(steps, 0) AS steps
        FROM accounts JOIN seats USING (account_id) LEFT JOIN used USING (account_id)
        LEFT JOIN asked USING (account_id) LEFT JOIN told USING (account_id)
        LEFT JOIN began USING (account_id) ORDER BY account_id"""
    )


@pytest.fixture(scope="module")
def use(measured):
    """Return the middle account of every group."""
    return measured.groupby("truth").median()


@pytest.fixture(scope="module")
def care(query):
    """Return tickets, answers and steps by state."""
    tickets = query(
        """SELECT truth, count(*) / sum(count(*)) OVER () AS share,
            median(epoch(resolved_at - opened_at)) / 3600 AS hours,
            avg((priority IN ('high', 'urgent'))::INT) AS severe, avg(csat) AS csat
        FROM tickets JOIN accounts USING (account_id)
        WHERE opened_at >= DATE '2026-04-02' GROUP BY truth"""
    ).set_index("truth")
    surveys = query(
        """SELECT truth, avg(score) AS score, avg((score IS NOT NULL)::INT) AS answered
        FROM surveys JOIN accounts USING (account_id)
        WHERE sent_at >= DATE '2026-04-02' GROUP BY truth"""
    ).set_index("truth")
    return tickets.join(surveys)


def order(values):
    return [state for state in values.sort_values(ascending=False).index if state in STATES]


def test_champions_use_most_and_silent_churners_least(use):
    ranked = order(use.active_rate)
    assert ranked[0] == "Champions"
    assert ranked[-1] == "Silent Churners"
    assert order(use.features)[:3] == [
        *("Champions", "Self-Sufficient Power Users", "Expansion Ready"),
    ]
    assert order(use.calls)[0] == "Self-Sufficient Power Users"


def test_plain_k_means_of_ranked_metrics_finds_the_states(measured):
    known = measured[measured.truth.isin(STATES)]
    ranks = known.drop(columns="truth").rank(pct=True).fillna(0.5)
    found = KMeans(len(STATES), n_init=10, random_state=0).fit_predict(ranks / ranks.std())
    assert len(known) > 240
    # Nine metrics, blunted to ranks, with the accounts between two states among them.
    assert adjusted_rand_score(known.truth, found) > 0.6


def test_silence_and_trends_are_clear_to_the_eye(use):
    assert use.silent["Silent Churners"] > 21
    assert use.silent[list(STATES[:5])].max() <= 3
    assert use.trend["At Risk"] < -35
    assert use.trend["Expansion Ready"] > 40
    assert abs(use.trend["Steady"]) < 20
    assert abs(use.trend["Self-Sufficient Power Users"]) < 20


def test_struggling_accounts_ask_most_and_those_at_risk_wait_longest(care):
    assert order(care.share)[0] == "Struggling Adopters"
    assert order(care.hours)[:2] == ["At Risk", "Struggling Adopters"]
    assert order(care.severe)[0] == "At Risk"
    assert set(order(care.csat)[:3]) > {"Champions"}
    assert care.share["Self-Sufficient Power Users"] < 0.03


def test_moods_differ_and_the_silent_do_not_answer(care):
    assert order(care.score)[0] == "Champions"
    assert order(care.score)[-1] == "At Risk"
    assert order(care.answered)[-1] == "Silent Churners"


def test_about_half_of_the_surveys_are_unanswered(frames):
    surveys = frames["surveys"]
    assert surveys.score.isna().mean() == pytest.approx(0.5, abs=0.06)
    assert (surveys.score.isna() == surveys.answered_at.isna()).all()
    assert surveys.score.dropna().isin(range(11)).all()
    assert (surveys.answered_at.dropna() > surveys.sent_at[surveys.score.notna()]).all()


def test_struggling_accounts_stop_half_way_through_onboarding(query):
    steps = query(
        """SELECT truth, count(milestone) / count(DISTINCT account_id) AS n
        FROM accounts LEFT JOIN milestones USING (account_id) GROUP BY truth"""
    ).set_index("truth")
    assert steps.n["Struggling Adopters"] < 2.4
    assert 3.5 < steps.n["Champions"] <= len(STEPS)
