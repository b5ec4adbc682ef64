import pytest

from shoal.spec.nodes import Entries, Items, Scalar
from shoal.spec.notes import Notes
from shoal.spec.yaml_nodes import MOST_ALIASES, MOST_BYTES, MOST_LEVELS, MOST_NODES, read_yaml


def read(content):
    notes = Notes()
    data = content if isinstance(content, bytes) else content.encode()
    return read_yaml(data, file="shoal.yml", notes=notes), notes.findings


def plain(node):
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(n) for n in node.items]
    return {e.key.text: plain(e.value) for e in node.entries}


def test_scalars_stay_as_they_are_written():
    node, findings = read("a: [no, 12:30, 007, 1e3, ~, 'x', 2026-06-30]")
    assert findings == ()
    assert plain(node) == {"a": ["no", "12:30", "007", "1e3", "~", "x", "2026-06-30"]}


def test_every_node_knows_its_place_counted_from_one():
    node, _ = read("a:\n  b: [1,\n    2]\n")
    inner = node.by_key()["a"].value.by_key()["b"]
    assert (inner.key.place.line, inner.key.place.column) == (2, 3)
    last = inner.value.items[1].place
    assert (last.file, last.line, last.column) == ("shoal.yml", 3, 5)


def test_quotes_are_remembered_so_that_an_empty_text_is_not_nothing():
    node, _ = read("a: ''\nb:\nc: \"null\"\nd: null")
    nothing = {e.key.text: e.value.is_nothing for e in node.entries}
    assert nothing == {"a": False, "b": True, "c": False, "d": True}


def test_an_alias_stands_for_what_it_names():
    node, findings = read("a: &x {b: 1}\nc: *x\n")
    assert findings == ()
    assert plain(node) == {"a": {"b": "1"}, "c": {"b": "1"}}


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    assert plain(read(b"\xef\xbb\xbfa: 1")[0]) == {"a": "1"}


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n"])
def test_a_file_without_anything_is_nothing(content):
    assert read(content) == (None, ())


def test_every_key_that_stands_twice_is_told_with_both_lines():
    node, findings = read("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert [f.code for f in findings] == ["duplicate-key"] * 2
    assert "shoal.yml:2:11: The key c stands here a second time; first in line 2" in (
        findings[0].message
    )
    assert "shoal.yml:3:1:" in findings[1].message
    assert "first in line 1" in findings[1].message
    assert plain(node)["a"] == "1"


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!local", "!!binary"]
)
def test_a_tag_is_refused(tag):
    _, findings = read(f"a: {tag} 'x'")
    assert [f.code for f in findings] == ["workspace-tag"]
    assert "shoal.yml:1:4:" in findings[0].message


def test_text_may_be_tagged_as_text():
    node, findings = read("a: !!str 12")
    assert findings == ()
    assert node.by_key()["a"].value.quoted


def bomb(levels):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for k in range(1, levels):
        names = ", ".join([f"*a{k - 1}"] * 9)
        lines.append(f"a{k}: &a{k} [{names}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a: " + b"x" * MOST_BYTES, "bytes"),
        ("[" * (MOST_LEVELS + 1), "levels"),
        ("[" * 100_000, "levels"),
        ("a: &x 1\nb: [" + "*x, " * (MOST_ALIASES + 1) + "]", "aliases"),
        (bomb(5), f"{MOST_NODES:,}"),
        ("a: [" + "1, " * MOST_NODES + "]", f"{MOST_NODES:,}"),
    ],
)
def test_what_is_beyond_the_limits_is_refused(content, told):
    node, findings = read(content)
    assert node is None
    assert [f.code for f in findings] == ["workspace-limits"]
    assert told in findings[0].message


def test_what_is_just_within_the_limits_is_read():
    assert read("[" * MOST_LEVELS + "]" * MOST_LEVELS)[1] == ()
    node, findings = read("a: &x 1\nb: [" + ", ".join(["*x"] * MOST_ALIASES) + "]")
    assert findings == ()
    assert len(plain(node)["b"]) == MOST_ALIASES


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a: b: c", "1:5"),
        ("a:\n\t- b", "2:1"),
        ("a: 1\nb: 'x\nc: 2\n", "2:4"),
        ("a: [1, 2\n", "2:1"),
        ("b: *nobody", "1:4"),
        ("&a [*a]", "1:5"),
        ("a: 1\n---\nb: 2", "2:1"),
        ("? [1]\n: 2", "1:3"),
        (b"a: 1\nb: \xff", "2:1"),
        (b"a: \x00", "1:1"),
        (b"a: \x07", "1:1"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_place(content, place):
    _, findings = read(content)
    assert [f.code for f in findings] == ["workspace-syntax"]
    assert findings[0].message.startswith(f"shoal.yml:{place}: ")


def test_long_words_are_cut_in_messages():
    _, findings = read(f"{'k' * 500}: 1\n{'k' * 500}: 2")
    assert len(findings[0].message) < 200


def test_nodes_are_the_three_kinds():
    node, _ = read("a: [1]")
    assert isinstance(node, Entries)
    assert isinstance(node.entries[0].value, Items)
