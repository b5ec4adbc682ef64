"""A small workspace of forty accounts and a month of events."""

FILE = """\
shoal: 1
name: small
sources:
  accounts:
    role: accounts
    path: accounts.csv
    id: account_id
    columns: {created: since}
  product:
    role: events
    path: events.csv
    account: account_id
    user: user
    at: at
metrics:
  own:
    clicks:
      source: product
      aggregate: count
      where: "name = 'click'"
      per: seat
      better: more
      unit: clicks
segmentations:
  all: {}
  paying: {accounts: "plan <> 'free'"}
  nobody: {accounts: "plan = 'gold'"}
  odd: {metrics: [seat_growth]}
"""


def write_small_workspace(folder):
    accounts = ["account_id,since,plan,seats"]
    events = ["account_id,user,at,name"]
    for i in range(40):
        accounts.append(f"{i:03},2025-01-{i % 28 + 1:02},{'free' if i % 4 == 0 else 'pro'},{5 + i}")
        for day in range(1, 31, 1 + i % 5):
            for user in range(1 + i % 3):
                name = "click" if (i + day) % 2 else "view"
                events.append(f"{i:03},u{user}@{i},2026-06-{day:02} 0{user}:15:00,{name}")
    (folder / "accounts.csv").write_text("\n".join(accounts) + "\n")
    (folder / "events.csv").write_text("\n".join(events) + "\n")
    (folder / "shoal.yml").write_text(FILE)
