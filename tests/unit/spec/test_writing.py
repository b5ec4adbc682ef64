from dataclasses import replace

import yaml
from hypothesis import given
from hypothesis import strategies as st

from shoal.records.queries import ValueType
from shoal.records.samples import ColumnSample, TableSample
from shoal.records.workspace import Role, Via
from shoal.spec.guessing.guess import Guess, SourceGuess, Unplaced
from shoal.spec.guessing.roles import Likely
from shoal.spec.nodes import Items, Scalar
from shoal.spec.notes import Notes
from shoal.spec.writing import workspace_text
from shoal.spec.yaml_nodes import read_yaml

NAMES = st.text(min_size=1, max_size=20)


def column(name, *values):
    return ColumnSample(
        name=name, type=ValueType.TEXT, n_filled=9, n_distinct=9, values=tuple(values)
    )


def guess(*, account="account_id", severity="priority", values=("high",), unused=()):
    table = TableSample(
        name="tickets",
        path="data/tickets.csv",
        outside=False,
        n_rows=9,
        columns=(column(account), column("o"), column(severity, *values), column("more")),
    )
    fields = {"account": account, "opened": "o", "severity": severity}
    source = SourceGuess(name="tickets", table=table, role=Role.TICKETS, fields=fields)
    return Guess(sources=(source,), unused=dict(unused))


def plain(node):
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(n) for n in node.items]
    return {e.key.text: plain(e.value) for e in node.entries}


def read(text):
    notes = Notes()
    node = read_yaml(text.encode(), file="f", notes=notes)
    assert notes.findings == ()
    return plain(node)


def test_what_is_guessed_is_what_is_read():
    read_back = read(workspace_text(guess(), name="acme").text)
    assert read_back["name"] == "acme"
    assert read_back["sources"]["tickets"] == {
        "role": "tickets",
        "path": "data/tickets.csv",
        "account": "account_id",
        "opened": "o",
        "columns": {"severity": "priority"},
        "severe": ["high"],
    }


@given(account=NAMES, severity=NAMES, value=NAMES, why=st.text(max_size=30))
def test_any_name_and_any_value_survives_the_file(account, severity, value, why):
    if len({account, severity, "o", "more"}) < 4:
        return
    made = guess(account=account, severity=severity, values=("High", value), unused={"x.csv": why})
    found = read(workspace_text(made, name=value).text)
    assert found["name"] == value
    assert found["sources"]["tickets"]["account"] == account
    assert found["sources"]["tickets"]["columns"] == {"severity": severity}
    assert "High" in found["sources"]["tickets"]["severe"]


@given(account=NAMES, severity=NAMES, near=st.booleans())
def test_a_table_without_a_role_stays_a_comment_whatever_its_columns_are_called(
    account, severity, near
):
    made = guess()
    table = guess(account=account, severity=severity).sources[0].table
    nearest = Likely(role=Role.TICKETS, score=1.0, fields={"opened": "o"}, lacking=("account",))
    lost = Unplaced(
        name="lost", table=replace(table, path="x.csv"), nearest=(nearest,) if near else ()
    )
    whole = replace(made, unused={"x.csv": "No role fits."}, unplaced=(lost,))
    assert read(workspace_text(whole, name="n").text) == read(workspace_text(made, name="n").text)


def test_other_readers_of_yaml_read_the_same():
    text = workspace_text(guess(account="no", severity="1:30", values=("yes",)), name="on").text
    found = yaml.safe_load(text)
    assert found["name"] == "on"
    assert found["sources"]["tickets"]["account"] == "no"
    assert found["sources"]["tickets"]["columns"] == {"severity": "1:30"}


def test_what_is_not_used_is_said():
    text = workspace_text(guess(unused={"data/weather.csv": "No role fits."}), name="acme").text
    assert "    # not used: more\n" in text
    assert "  # data/weather.csv is not used. No role fits.\n" in text


def test_a_way_to_the_account_is_written():
    (source,) = guess().sources
    fields = {k: v for k, v in source.fields.items() if k != "account"}
    through = SourceGuess(
        name="tickets",
        table=source.table,
        role=Role.TICKETS,
        fields=fields,
        via=Via(source="subs", on="more"),
    )
    found = read(workspace_text(Guess(sources=(through,)), name="acme").text)
    assert found["sources"]["tickets"]["account_via"] == {"source": "subs", "on": "more"}
