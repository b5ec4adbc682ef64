import pytest

from shoal.records.workspace import Place
from shoal.spec.groups import Either, Key, Listed, Named, Record
from shoal.spec.nodes import Entries, Entry, Items, Scalar
from shoal.spec.notes import Notes
from shoal.spec.shapes import Choice, Number, Text, Version, Whole, WordOr, YesNo

HERE = Place(file="f", line=1)


def scalar(text, *, quoted=False):
    return Scalar(text=text, quoted=quoted, place=HERE)


def read(shape, node):
    notes = Notes()
    value = shape.read(node, notes, what="key")
    return value, [f.code for f in notes.findings]


@pytest.mark.parametrize("text", ["no", "12:30", "007", "1e3", "true", "2026-06-30"])
def test_text_is_what_is_written(text):
    assert read(Text(), scalar(text)) == (text, [])


@pytest.mark.parametrize(("text", "value"), [("5", 5.0), ("-0.5", -0.5), ("1e3", 1000.0)])
def test_a_number_is_written_plainly(text, value):
    assert read(Number(), scalar(text)) == (value, [])


@pytest.mark.parametrize("text", ["1_000", "1,5", "12:30", "0x1F", "nan", ".inf", "five", "1e999"])
def test_what_yaml_alone_takes_for_a_number_is_none(text):
    assert read(Number(), scalar(text)) == (None, ["wrong-value"])


def test_a_number_in_quotes_is_told_to_lose_them():
    notes = Notes()
    Whole(low=1, high=9).read(scalar("5", quoted=True), notes, what="key")
    assert notes.findings[0].suggestion == "Take the quotes away: 5."


@pytest.mark.parametrize(("text", "fits"), [("2", True), ("50", True), ("1", False), ("51", False)])
def test_bounds_of_whole_numbers_are_included(text, fits):
    value, codes = read(Whole(low=2, high=50), scalar(text))
    assert (value is not None) == fits == (codes == [])


def test_over_is_not_included():
    assert read(Number(over=0.0), scalar("0"))[1] == ["wrong-value"]
    assert read(Number(over=0.0), scalar("0.001"))[1] == []


@pytest.mark.parametrize("text", ["yes", "no", "on", "True", "1"])
def test_only_true_and_false_are_yes_and_no(text):
    assert read(YesNo(), scalar(text)) == (None, ["wrong-value"])


def test_true_and_false_are_read():
    assert [read(YesNo(), scalar(t))[0] for t in ("true", "false")] == [True, False]


def test_a_choice_names_what_was_probably_meant():
    notes = Notes()
    Choice(words=("month", "year")).read(scalar("mnth"), notes, what="key")
    assert "Did you mean month?" in notes.findings[0].message


@pytest.mark.parametrize(
    "shape", [Text(), Number(), Choice(words=("a",)), YesNo(), Listed(of=Text())]
)
def test_nothing_is_no_fault_by_itself(shape):
    assert read(shape, scalar("")) == (None, [])
    assert read(shape, scalar("null")) == (None, [])


def test_a_reference_stands_only_where_it_may():
    assert read(Text(), scalar("${env:X}")) == (None, ["misplaced-reference"])
    assert read(Text(references=True), scalar("${env:X}")) == ("${env:X}", [])


def test_what_may_be_a_secret_is_not_shown():
    notes = Notes()
    Text(references=True, pattern="x").read(scalar("hunter2"), notes, what="url")
    assert "hunter2" not in repr(notes.findings)


def test_the_version_is_one_number():
    assert read(Version(number=1), scalar("1")) == (1, [])
    assert read(Version(number=1), scalar("2"))[1] == ["wrong-value"]
    assert read(Version(number=1), scalar("1", quoted=True))[1] == ["wrong-value"]


def test_a_word_stands_in_place_of_a_number():
    shape = WordOr(word="auto", other=Whole(low=2, high=5))
    assert read(shape, scalar("auto")) == ("auto", [])
    assert read(shape, scalar("3")) == (3, [])
    assert read(shape, scalar("atuo"))[1] == ["wrong-value"]


def test_a_list_counts_and_refuses_repeats():
    pair = Listed(of=Whole(low=0, high=9), fewest=2, most=2)
    assert read(pair, Items(items=(scalar("1"), scalar("2")), place=HERE)) == ((1, 2), [])
    assert read(pair, Items(items=(scalar("1"),), place=HERE))[1] == ["wrong-value"]
    assert read(pair, Items(items=(scalar("1"), scalar("1")), place=HERE))[1] == ["wrong-value"]


def entries(**values):
    made = tuple(Entry(key=scalar(k), value=scalar(v)) for k, v in values.items())
    return Entries(entries=made, place=HERE)


def test_a_record_refuses_unknown_keys_and_misses_required_ones():
    record = Record(keys={"path": Key(shape=Text(), says="A path.", required=True)})
    assert read(record, entries(paht="x"))[1] == ["unknown-key", "missing-key"]
    assert read(record, entries(path=""))[1] == ["wrong-value"]
    given, codes = read(record, entries(path="x"))
    assert (given.text("path"), codes) == ("x", [])


def test_a_record_tells_keys_of_later_versions():
    notes = Notes()
    Record(keys={}, later=("moves",)).read(entries(moves="1"), notes, what="")
    assert "later version" in notes.findings[0].message


def test_names_of_ones_own_need_a_value():
    named = Named(name=Text(pattern="[a-z]+"), of=Whole(low=0, high=9))
    given, codes = read(named, entries(a="1", B="2", c=""))
    assert codes == ["wrong-value", "wrong-value"]
    assert given.whole("a") == 1


def test_the_kind_of_node_tells_the_shape():
    either = Either(scalar=Text(), items=Listed(of=Text()))
    assert read(either, scalar("x")) == ("x", [])
    assert read(either, Items(items=(scalar("x"),), place=HERE)) == (("x",), [])
    assert read(either, entries(a="1"))[1] == ["wrong-value"]
