import pytest

from shoal.records.queries import QueryColumn, ValueType
from shoal.spec.bound_names import check_names

TEXT, NUMBER, TIME = ValueType.TEXT, ValueType.NUMBER, ValueType.TIME


def table(**columns):
    return tuple(QueryColumn(name=n, type=t) for n, t in columns.items())


ACCOUNTS = table(account=TEXT, name=TEXT, stage=TEXT, level=TEXT, seats=NUMBER)
SUBSCRIPTIONS = table(account=TEXT, sub_id=TEXT, start=TIME, plan=TEXT)
EVENTS = table(sub_id=TEXT, ts=TIME, event=TEXT, dur=NUMBER, mail=TEXT)

HEAD = """\
shoal: 1
sources:
  accounts: {role: accounts, path: a.csv, columns: {tier: level}}
  subs: {role: subscriptions, path: s.csv, from: start}
"""
LOG = (
    "  log: {{role: events, path: e.csv, at: ts, account_via: {{source: subs, on: sub_id}}"
    "{more}}}\n"
)


def codes(draft, text, *, metrics=frozenset(), **tables):
    found = draft(HEAD + text)
    assert [f.message for f in found.findings] == []
    columns = {"accounts": ACCOUNTS, "subs": SUBSCRIPTIONS, "log": EVENTS, **tables}
    columns = {k: v for k, v in columns.items() if v is not None}
    findings = check_names(found.spec, columns, places=found.places, metrics=metrics)
    return [(f.code, f.message.split(": ", 1)[1]) for f in findings]


def only_code(found):
    ((code, _),) = found
    return code


def test_what_is_there_is_no_finding(draft):
    assert codes(draft, LOG.format(more="")) == []


def test_a_column_that_is_not_there_is_told_at_its_line(draft):
    text = f"{HEAD}  t:\n    role: tickets\n    path: t.csv\n    account: acount\n    opened: o\n"
    found = draft(text)
    columns = {"t": table(account=TEXT, o=TIME)}
    (finding,) = check_names(found.spec, columns, places=found.places)
    assert (finding.code, finding.column) == ("missing-column", "acount")
    assert finding.evidence["line"] == 8
    assert "Did you mean account?" in finding.message


def test_a_field_is_found_by_its_own_name_or_missed(draft):
    no_time = table(account=TEXT, kind=TEXT)
    found = codes(draft, "  c: {role: touches, path: c.csv}\n", c=no_time)
    assert [c for c, _ in found] == ["missing-column"]
    assert "does not say which column is at" in found[0][1]
    assert codes(draft, "  c: {role: touches, path: c.csv}\n", c=table(account=TEXT, at=TIME)) == []


def test_lists_need_the_column_they_speak_of(draft):
    assert only_code(codes(draft, LOG.format(more=", logins: [x]"))) == "missing-column"
    assert codes(draft, LOG.format(more=", logins: [x], columns: {name: event}")) == []
    more = ", aliases: {feature: {a: b}}"
    assert only_code(codes(draft, LOG.format(more=more))) == "missing-column"


def test_the_kind_of_an_outcome_has_to_be_told(draft):
    text = "  o: {role: outcomes, path: o.csv}\n"
    assert only_code(codes(draft, text, o=table(account=TEXT, at=TIME))) == "missing-column"
    assert codes(draft, text, o=table(account=TEXT, at=TIME, kind=TEXT)) == []


def test_both_tables_need_the_column_that_joins_them(draft):
    other = table(account=TEXT, start=TIME, sub=TEXT)
    ((code, message),) = codes(draft, LOG.format(more=""), subs=other)
    assert code == "missing-column"
    assert "the table of subs has no column sub_id" in message
    here = table(sub=TEXT, ts=TIME)
    assert only_code(codes(draft, LOG.format(more=""), log=here)) == "missing-column"


@pytest.mark.parametrize(
    ("condition", "fits"),
    [("level = 'x'", True), ("tier = 'x'", False), ("lvel = 'x'", False), ("seats = 'x'", False)],
)
def test_only_speaks_of_the_tables_own_columns(draft, condition, fits):
    text = f'  more: {{role: contacts, path: c.csv, user: u, only: "{condition}"}}\n'
    columns = table(account=TEXT, u=TEXT, level=TEXT, seats=NUMBER)
    found = codes(draft, text, more=columns)
    assert [c for c, _ in found] == ([] if fits else ["invalid-condition"])


@pytest.mark.parametrize(
    ("where", "fits"),
    [
        ("name = 'x' AND minutes > 0", True),
        ("event = 'x' AND dur > 0", True),
        ("nmae = 'x'", False),
        ("minutes = 'x'", False),
    ],
)
def test_own_metrics_speak_of_fields_and_columns(draft, where, fits):
    log = LOG.format(more=", columns: {name: event, minutes: dur}")
    own = f'{{source: log, aggregate: sum, column: minutes, where: "{where}"}}'
    found = codes(draft, f"{log}metrics: {{own: {{m: {own}}}}}\n")
    assert [c for c, _ in found] == ([] if fits else ["invalid-condition"])


def test_the_column_of_an_own_metric_is_a_field_or_a_column(draft):
    text = LOG.format(more="") + "metrics: {own: {m: {source: log, aggregate: sum, column: drr}}}\n"
    ((code, message),) = codes(draft, text)
    assert code == "unknown-name"
    assert "Did you mean dur?" in message


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ("stage = 'trial' AND tier = 'a' AND level = 'a'", True),
        ("plan <> 'free' AND seats > 3", True),
        ("stag = 'trial'", False),
        ("seats = 'many'", False),
    ],
)
def test_account_rules_speak_of_accounts_and_their_subscriptions(draft, condition, fits):
    text = f'segmentations: {{c: {{accounts: "{condition}", placements: {{P: "{condition}"}}}}}}\n'
    found = codes(draft, text)
    assert [c for c, _ in found] == ([] if fits else ["invalid-condition"] * 2)


def test_what_cannot_be_known_is_not_judged(draft):
    text = 'segmentations: {c: {accounts: "anything = 1"}}\n'
    assert codes(draft, text, accounts=None) == []
    assert codes(draft, text, subs=None) == []


def test_names_of_metrics_are_held_against_presets_and_own_ones(draft):
    text = (
        "metrics: {presets: {standard: true, without: [logns]}, own: {m: {source: subs,"
        " aggregate: count}}}\nsegmentations: {c: {metrics: [logins, m, n], weights: {nps: 2}}}\n"
    )
    assert codes(draft, text) == []
    found = codes(draft, text, metrics=frozenset({"logins"}))
    assert [c for c, _ in found] == ["unknown-name"] * 3
    assert "Did you mean logins?" in found[0][1]


def test_attributes_that_stay_constant_are_attributes(draft):
    text = HEAD.replace("tier: level}", "tier: level}, assume_constant: [tier, level, stage, size]")
    found = draft(text)
    (finding,) = check_names(found.spec, {"accounts": ACCOUNTS}, places=found.places)
    assert finding.code == "unknown-name"
    assert "assume_constant is size" in finding.message
