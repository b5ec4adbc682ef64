import pytest

from shoal.records.workspace import Ends, Money, Role, Via
from shoal.records.writing import DateOrder, DecimalSign, Encoding, Writing


def source(draft, text, name=None, **environment):
    head = "shoal: 1\nsources:\n  accounts: a.csv\n"
    found = draft(head + text, **environment)
    assert [f.message for f in found.findings] == []
    return next(s for s in found.spec.sources if s.name != "accounts" or name == "accounts")


def codes(draft, text):
    return [f.code for f in draft("shoal: 1\nsources:\n  accounts: a.csv\n" + text).findings]


def test_a_path_alone_is_a_source_if_its_name_is_a_role(draft):
    found = source(draft, "", name="accounts")
    assert (found.role, dict(found.columns)) == (Role.ACCOUNTS, {})
    assert codes(draft, "  kunden: k.csv\n") == ["missing-key"]


CALLS = "  calls:\n    role: touches\n    path: calls.csv\n    account: id\n    at: at\n"


@pytest.mark.parametrize(
    ("word", "order"),
    [
        ("day.month.year", DateOrder.DAY_FIRST),
        ("day/month/year", DateOrder.DAY_FIRST),
        ("Month-Day-Year", DateOrder.MONTH_FIRST),
        ("year-month-day", DateOrder.YEAR_FIRST),
    ],
)
def test_dates_are_an_order_with_any_sign(draft, word, order):
    found = source(draft, f"{CALLS}    dates: {word}\n")
    assert found.writing == Writing(dates=order)


def test_decimals_and_letters_are_said_beside_them(draft):
    found = source(draft, f"{CALLS}    decimal: comma\n    encoding: latin-1\n")
    assert found.writing == Writing(decimal=DecimalSign.COMMA, encoding=Encoding.LATIN)


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("dates: day.month.yaer", "day.month.year"),
        ("dates: dd.mm.yyyy", "day.month.year"),
        ("dates: TT.MM.JJJJ", "day.month.year"),
        ("dates: mm/dd/yyyy", "month/day/year"),
        ("decimal: coma", "comma"),
        ("encoding: cp1252", "windows-1252"),
        ("encoding: ansi", "windows-1252"),
        ("encoding: utf8", "utf-8"),
        ("encoding: ISO-8859-1", "latin-1"),
    ],
)
def test_what_was_meant_is_named(draft, line, near):
    (finding,) = draft(f"shoal: 1\nsources:\n  accounts: a.csv\n{CALLS}    {line}\n").findings
    assert finding.code == "wrong-value"
    assert f"Did you mean {near}?" in finding.message


@pytest.mark.parametrize("where", ["path: calls.xlsx", "url: sqlite:///x.db\n    table: calls"])
def test_what_is_no_text_has_no_encoding(draft, where):
    calls = CALLS.replace("path: calls.csv", where)
    assert codes(draft, f"{calls}    encoding: latin-1\n") == ["conflicting-keys"]


def test_the_id_of_accounts_is_their_account(draft):
    text = (
        "shoal: 1\nsources:\n  a:\n    role: accounts\n    path: a.csv\n    id: kd_nr\n"
        "    columns:\n      contract_value: {column: arr, currency: EUR}\n      tier: level\n"
        "      name: firma\n    assume_constant: [industry]\n"
    )
    (found,) = draft(text).spec.sources
    assert dict(found.columns) == {
        "account": "kd_nr",
        "name": "firma",
        "contract_value": "arr",
        "tier": "level",
    }
    assert found.money == Money(currency="EUR")
    assert found.assume_constant == ("industry",)


def test_keys_and_columns_of_an_event_become_its_fields(draft):
    found = source(
        draft,
        """\
  product:
    role: events
    path: e/*.parquet
    account_via: {source: accounts, on: mail}
    user: mail
    at: ts
    zone: UTC
    count: n
    columns: {name: event, minutes: dur, actor: client}
    actors: {person: [web, mobile], api: [api]}
    aliases: {name: {old: new}}
    logins: [login]
    features: [no, 007]
    integrations: [slack]
""",
    )
    assert dict(found.columns) == {
        "user": "mail",
        "at": "ts",
        "name": "event",
        "minutes": "dur",
        "actor": "client",
        "count": "n",
    }
    assert found.via == Via(source="accounts", on="mail")
    assert found.zone == "UTC"
    assert dict(found.actors) == {"person": ("web", "mobile"), "api": ("api",)}
    assert {k: dict(v) for k, v in found.aliases.items()} == {"name": {"old": "new"}}
    assert dict(found.values) == {
        "logins": ("login",),
        "features": ("no", "007"),
        "integrations": ("slack",),
    }


def test_the_kind_of_a_survey_is_a_word_a_column_or_a_mapping(draft):
    head = "  nps:\n    role: surveys\n    path: n.csv\n    score: s\n    at: d\n"
    word = source(draft, f"{head}    kind: nps\n    scale: [0, 10]\n")
    assert (word.kind, dict(word.kinds), word.scale) == ("nps", {}, (0.0, 10.0))
    column = source(draft, f"{head}    kind_column: k\n")
    assert (column.kind, column.columns["kind"]) == (None, "k")
    mapping = source(draft, f"{head}    kind_column: k\n    kind: {{Umfrage: nps}}\n")
    assert (mapping.columns["kind"], dict(mapping.kinds)) == ("k", {"Umfrage": "nps"})
    assert codes(draft, f"{head}    kind: survey_type\n") == ["wrong-value"]
    assert codes(draft, f"{head}    kind: nps\n    kind_column: k\n") == ["conflicting-keys"]


def test_the_kind_of_an_outcome_may_name_its_column(draft):
    head = "  o:\n    role: outcomes\n    path: o.csv\n    at: d\n    currency: EUR\n"
    assert source(draft, f"{head}    kind: churned\n").kind == "churned"
    column = source(draft, f"{head}    kind: what\n")
    assert (column.kind, column.columns["kind"]) == (None, "what")
    mapped = source(draft, f"{head}    kind: {{lost: churned, won: renewed}}\n")
    assert dict(mapped.kinds) == {"lost": "churned", "won": "renewed"}
    assert mapped.money == Money(currency="EUR")
    assert codes(draft, f"{head}    kind: {{lost: chruned}}\n") == ["wrong-value"]


def test_the_kind_of_a_touch_is_a_column(draft):
    head = "  calls:\n    role: touches\n    path: c.csv\n    at: d\n"
    assert source(draft, f"{head}    kind: art\n").columns["kind"] == "art"


@pytest.mark.parametrize("role", ["subscriptions", "contacts"])
def test_ends_are_first_days_without_unless_said(draft, role):
    head = f"  s:\n    role: {role}\n    path: s.csv\n    from: start\n    user: u\n    to: stop\n"
    head = head.replace("    user: u\n", "") if role == "subscriptions" else head
    assert source(draft, head).ends is Ends.EXCLUSIVE
    assert source(draft, f"{head}    ends: inclusive\n").ends is Ends.INCLUSIVE
    assert codes(draft, f"{head}    ends: inklusive\n") == ["wrong-value"]


def test_subscriptions_say_what_an_amount_is_for(draft):
    head = "  subs:\n    role: subscriptions\n    path: s.csv\n    from: start\n"
    assert source(draft, head).amount_per == "month"
    yearly = source(draft, f"{head}    amount_per: year\n    currency_column: cur\n")
    assert (yearly.amount_per, yearly.money) == ("year", Money(column="cur"))
    assert codes(draft, f"{head}    currency: EUR\n    currency_column: c\n") == [
        "conflicting-keys"
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("account: a\n    account_via: {source: accounts, on: x}", "conflicting-keys"),
        ("zone: Europe/Berln", "unknown-name"),
        ('only: "plan ="', "invalid-condition"),
        ("account_via: {source: acounts, on: x}", "unknown-name"),
        ("account_via: {source: t, on: x}", "conflicting-keys"),
        ("account_via: {source: accounts, on: user}", "conflicting-keys"),
        ("account_via: {source: accounts}", "missing-key"),
        ("columns: {opened: x}", "unknown-key"),
        ("severe: high", "wrong-value"),
        ("severe: []", "wrong-value"),
        ("steps: [a]", "unknown-key"),
    ],
)
def test_what_does_not_go_is_told(draft, lines, code):
    text = f"  t:\n    role: tickets\n    path: t.csv\n    opened: o\n    {lines}\n"
    assert codes(draft, text) == [code]


def test_the_step_with_the_value_is_one_of_the_steps(draft):
    head = "  m:\n    role: milestones\n    path: m.csv\n    at: d\n    name: n\n"
    good = source(draft, f"{head}    steps: [a, b]\n    value_step: b\n")
    assert (good.values["steps"], good.value_step) == (("a", "b"), "b")
    assert codes(draft, f"{head}    steps: [a, b]\n    value_step: c\n") == ["unknown-name"]


def test_a_scale_goes_from_low_to_high(draft):
    head = "  n:\n    role: surveys\n    path: n.csv\n    at: d\n    score: s\n    kind: nps\n"
    assert codes(draft, f"{head}    scale: [10, 0]\n") == ["wrong-value"]


def test_an_attribute_that_looks_like_a_misspelt_field_is_a_warning(draft):
    keys = "role: accounts, path: a.csv, columns: {indusrty: x}"
    found = draft(f"shoal: 1\nsources:\n  a: {{{keys}}}\n")
    assert [(f.code, f.severity.value) for f in found.findings] == [("misspelt-field", "warning")]
    assert found.valid
    assert found.spec.sources[0].columns["indusrty"] == "x"
