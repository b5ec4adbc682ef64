"""The workspace that `benchmarks/measure.py` measures, beside the log that `logs.py` writes."""

from pathlib import Path

FEATURES = tuple(f"feature_{k:02d}" for k in range(1, 41))

_TEXT = """\
shoal: 1
name: measured
timezone: UTC
sources:
  accounts:
    role: accounts
    path: accounts.parquet
    id: account_id
  subscriptions:
    role: subscriptions
    path: subscriptions.parquet
    account: account_id
    from: start_date
    to: end_date
    columns: {{seats: seats, amount: mrr}}
    amount_per: month
  events:
    role: events
    path: events/*.parquet
    account: account_id
    user: user_id
    at: occurred_at
    columns: {{name: event, feature: feature, minutes: minutes, actor: actor}}
    actors: {{person: [web, mobile], api: [api], agent: [mcp]}}
    features: [{features}]
    logins: [login]
    integrations: [feature_03, feature_07, feature_11]
  tickets:
    role: tickets
    path: tickets.parquet
    account: account_id
    opened: opened_at
    resolved: resolved_at
    columns: {{severity: priority, satisfaction: csat}}
    severe: [high, urgent]
  surveys:
    role: surveys
    path: surveys.parquet
    account: account_id
    at: answered_at
    sent: sent_at
    kind: nps
    score: score
    scale: [0, 10]
  milestones:
    role: milestones
    path: milestones.parquet
    account: account_id
    at: reached_at
    name: milestone
    steps: [invited_team, connected_data, first_report, went_live]
    value_step: first_report
  engagement:
    role: engagement
    path: engagement.parquet
    account: account_id
    at: at
    kind_column: kind
engine: {{{engine}}}
"""


def write_workspace(folder: Path, *, engine: str) -> Path:
    """Write the shoal.yml of a folder in which `logs.py` has written its tables; return it.

    `engine` is what the file says of the engine, such as "kind: duckdb, memory_limit: 1GB".
    """
    path = folder / "shoal.yml"
    text = _TEXT.format(features=", ".join(FEATURES), engine=engine)
    path.write_text(text, encoding="utf-8")
    return path
