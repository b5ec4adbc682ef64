from datetime import date

import pandas as pd
from reckoning.small_log import AS_OF, ago
from reckoning.workspaces import frame, measured, source, workspace

from shoal.records.workspace import Money, Role


def attributes(folder, accounts, subscriptions=None, *, columns=None, money=None, **said):
    tables = {"accounts": accounts}
    sources = [
        source(
            "accounts",
            Role.ACCOUNTS,
            columns={"account": "id", **(columns or {})},
            money=money or Money(),
        )
    ]
    if subscriptions is not None:
        tables["subs"] = subscriptions
        sources.append(source("subs", Role.SUBSCRIPTIONS, columns={"account": "id"}))
    spec = workspace(folder, tables, tuple(sources), **said)
    return frame(measured(spec, AS_OF).snapshots[0].attributes)


def test_every_field_and_every_column_is_there(tmp_path):
    accounts = pd.DataFrame(
        {
            "id": ["b", "a"],
            "created": [ago(10), None],
            "csm": ["Ada", "Bo"],
            "is key": [True, False],
            "score": [1, 2],
        }
    )
    found = attributes(tmp_path, accounts, columns={"owner": "csm"})
    assert found.index.tolist() == ["a", "b"]
    assert found.columns.tolist() == [
        *("age_days", "created", "csm", "id", "is key", "owner", "score")
    ]
    assert found["owner"].tolist() == ["Bo", "Ada"]
    assert found.loc["b", "age_days"] == 10
    assert found["is key"].astype(int).tolist() == [0, 1]


def test_a_field_goes_before_a_column_of_the_same_name_in_other_letters(tmp_path):
    accounts = pd.DataFrame(
        {
            "id": ["a"],
            "Name": ["a person"],
            "Company": ["a company"],
            "SEATS": [3.0],
            "Seats": [9.0],
        }
    )
    found = attributes(tmp_path, accounts, columns={"name": "Company", "seats": "SEATS"})
    assert found.loc["a", "name"] == "a company"
    assert found.loc["a", "seats"] == 3
    assert [c for c in found.columns if c.casefold() in {"name", "seats"}] == ["name", "seats"]


def test_subscriptions_go_before_what_accounts_say(tmp_path):
    accounts = pd.DataFrame({"id": ["a", "b"], "seats": [5.0, 6.0], "plan": ["Old", "Old"]})
    subscriptions = pd.DataFrame(
        [
            ("a", ago(90), ago(1), 50.0, 10.0, "Ended"),
            ("a", ago(60), None, 7.0, 10.5, "First"),
            ("a", ago(30), None, 1.0, 2.0, "Second"),
            ("a", ago(-1), None, 99.0, 99.0, "Later"),
        ],
        columns=["id", "from", "to", "seats", "amount", "plan"],
    )
    found = attributes(tmp_path, accounts, subscriptions)
    assert found["seats"].to_dict() == {"a": 8, "b": 6}
    assert found["plan"].to_dict() == {"a": "Second", "b": "Old"}
    assert found.loc["a", "amount"] == 12.5


def test_contract_value_is_in_the_currency_of_the_workspace(tmp_path):
    accounts = pd.DataFrame(
        {"id": ["a", "b", "c"], "value": [100.0, 100.0, 100.0], "cur": ["EUR", "USD", "XXX"]}
    )
    found = attributes(
        tmp_path,
        accounts,
        columns={"contract_value": "value"},
        money=Money(column="cur"),
        currency="EUR",
        rates={"USD": 0.5},
    )
    assert found["contract_value"].fillna(-1).to_dict() == {"a": 100, "b": 50, "c": -1}


def test_of_two_rows_of_an_account_each_attribute_is_the_smallest(tmp_path):
    accounts = pd.DataFrame(
        {"id": ["a", "a"], "owner": ["Bo", "Ada"], "renewal": [date(2027, 1, 1), date(2026, 12, 1)]}
    )
    found = attributes(tmp_path, accounts)
    assert found.loc["a", "owner"] == "Ada"
    assert pd.Timestamp(found.loc["a", "renewal"]).date() == date(2026, 12, 1)
