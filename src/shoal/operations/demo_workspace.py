"""The workspace file of the made-up company: an example with every line explained."""

from shoal.worlds.company.events import ACTORS, LOGIN
from shoal.worlds.company.features import FEATURES, INTEGRATIONS, RENAMED
from shoal.worlds.company.help import SEVERE
from shoal.worlds.company.mood import SCALE
from shoal.worlds.company.start import STEPS, VALUE_STEP


def workspace_text(name: str) -> str:
    """Return shoal.yml for the tables that `demo_files.write_tables` writes."""
    renamed = ", ".join(f"{old}: {new}" for old, new in RENAMED.items())
    actors = ", ".join(f"{who}: {_listed(values)}" for who, values in ACTORS.items())
    return f"""\
# A workspace of Shoal: where the data is, what is measured, which segments are made.
# shoal check   looks whether all of it can be read
# shoal measure writes a snapshot of every account, as of yesterday or --as-of a date
# shoal fit     finds the segments in a snapshot
shoal: 1
name: {name}
timezone: UTC
currency: EUR

sources:
  accounts:                             # one row an account, as it is today
    role: accounts
    path: data/accounts.csv
    id: account_id
    columns:
      name: company
      created: signup_date
      ended: cancelled_on
      owner: csm
      stage: lifecycle_stage
      contract_value: {{column: arr, currency: EUR}}
      renewal: renewal_date
    assume_constant: [name, industry, country]   # these may be used for past dates
  subscriptions:                        # seats and revenue, from when to when
    role: subscriptions
    path: data/subscriptions.parquet
    account: account_id
    from: start_date
    to: end_date
    columns: {{seats: seats, amount: mrr, plan: plan_tier}}
    amount_per: month
    currency: EUR
  contacts:                             # which user belongs to which account
    role: contacts
    path: data/contacts.csv
    account: account_id
    user: email
    from: valid_from
    to: valid_to
  product:                              # what users did
    role: events
    path: data/events/*.parquet
    account_via: {{source: contacts, on: user}}
    user: user_email
    at: occurred_at
    zone: UTC
    columns:
      name: event
      feature: feature
      minutes: duration_minutes
      id: event_id
      actor: actor_type
    actors: {{{actors}}}
    count: usage_count
    aliases: {{feature: {{{renamed}}}}}
    features: {_listed(FEATURES)}
    logins: [{LOGIN}]
    integrations: {_listed(INTEGRATIONS)}
  tickets:
    role: tickets
    path: data/tickets.csv
    account: account_id
    opened: opened_at
    resolved: resolved_at
    columns: {{severity: priority, satisfaction: csat}}
    severe: {_listed(SEVERE)}
  nps:
    role: surveys
    path: data/nps.jsonl
    account: account_id
    at: answered_at
    sent: sent_at
    kind: nps
    score: score
    scale: [{SCALE[0]}, {SCALE[1]}]
  onboarding:
    role: milestones
    path: data/onboarding.csv
    account: account_id
    at: reached_at
    name: milestone
    steps: {_listed(STEPS)}
    value_step: {VALUE_STEP}
  academy:
    role: engagement
    path: data/academy.jsonl
    account: account_id
    at: at
    kind_column: kind
  outcomes:
    role: outcomes
    path: data/outcomes.csv
    account: account_id
    at: at
    kind: kind
    amount: amount
    currency: EUR
  calls:                                # what the team did; never clustered
    role: touches
    path: data/calls.csv
    account: account_id
    at: at
    kind: kind

metrics:
  window_days: 90
  presets: standard                     # all that the sources allow
  own:
    reports_per_user:                   # a metric of your own, no program needed
      source: product
      aggregate: count
      where: "feature = 'report'"
      per: active_user
      better: more
      unit: reports per user

segmentations:
  customers:
    segments: auto                      # or a number, or [4, 7]
    smallest_share: 0.02
    youngest_days: 14                   # younger accounts are placed in Onboarding
    placements:
      Trial: "stage = 'trial'"
"""


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(names)}]"
