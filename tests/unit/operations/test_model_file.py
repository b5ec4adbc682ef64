import hashlib
import json
from dataclasses import replace

import pytest

from shoal.errors import FileAccess, ModelInvalid, ModelTooNew, NotAFile
from shoal.operations import model_file
from shoal.operations.model_file import model_text, read_model


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.json"


@pytest.fixture
def read(path):
    """Write text or bytes as a model file and read it."""

    def write_and_read(content):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_model(path)

    return write_and_read


def sealed(whole):
    """Return the file with the checksum that its content should have."""
    canonical = json.dumps(whole["model"], sort_keys=True, separators=(",", ":"))
    return json.dumps(whole | {"checksum": hashlib.sha256(canonical.encode()).hexdigest()})


def test_a_model_comes_back_as_it_was(model, read):
    loaded = read(model_text(model))
    for part in ("options", "metrics", "rule", "recommendation", "fingerprint", "as_of", "id_name"):
        assert getattr(loaded, part) == getattr(model, part), part
    assert [s.rule for s in loaded.segments] == [s.rule for s in model.segments]
    assert [s.metrics for s in loaded.segments] == [s.metrics for s in model.segments]


def test_what_nobody_knows_survives_the_file(model, read):
    shares = [o.share for s in model.segments for o in s.outcomes]
    assert any(share != share for share in shares)  # noqa: PLR0124  # NaN, what this is about
    assert model_text(read(model_text(model))) == model_text(model)


def test_the_file_says_what_it_is_and_holds_only_plain_values(model):
    whole = json.loads(model_text(model))
    assert list(whole) == ["format", "version", "checksum", "model"]
    assert whole["format"] == "shoal-segmentation"
    assert json.loads(sealed(whole)) == whole


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_file_that_was_cut_off_is_refused(model, read, share):
    text = model_text(model)
    with pytest.raises(ModelInvalid, match=r"model\.json"):
        read(text[: int(share * len(text))])


def test_a_file_that_was_edited_is_refused(model, read):
    whole = json.loads(model_text(model))
    whole["model"]["rule"]["prototypes"][0]["means"][0] += 0.5
    with pytest.raises(ModelInvalid, match="changed after it was written"):
        read(json.dumps(whole))


def test_layout_alone_is_no_edit(model, read):
    whole = json.loads(model_text(model))
    assert read(json.dumps(whole, indent=4, sort_keys=True)).rule == model.rule


def test_a_newer_version_is_told_from_a_broken_file(model, read):
    whole = json.loads(model_text(model)) | {"version": model_file.VERSION + 1}
    with pytest.raises(ModelTooNew, match=f"version {model_file.VERSION + 1} ") as told:
        read(json.dumps(whole))
    assert "Update Shoal" in told.value.suggestion


@pytest.mark.parametrize("version", [None, "1", 0, -1, 1.0, True])
def test_a_version_that_is_none_is_refused(model, read, version):
    with pytest.raises(ModelInvalid, match="version"):
        read(json.dumps(json.loads(model_text(model)) | {"version": version}))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00garbage",
        b"[]",
        b"7",
        b"{}",
        b'{"format": "something else"}',
        b'{"format": "shoal-segmentation", "version": 1}',
        b'{"format": "shoal-segmentation", "version": 1, "model": {}}',
        b'{"format": "shoal-segmentation", "version": 1, "model": {"a": NaN}}',
        b'{"format": "shoal-segmentation", "version": 1, "model": {"a": 1e999}}',
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda content: content[-24:].decode("latin-1"),
)
def test_what_is_no_model_is_refused(read, content):
    with pytest.raises(ModelInvalid):
        read(content)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nesting_is_refused_before_it_is_parsed(read, opening):
    with pytest.raises(ModelInvalid, match="nested too deeply"):
        read(opening * 100_000)


def test_a_very_large_file_is_not_even_read(model, read, monkeypatch):
    monkeypatch.setattr(model_file, "_MOST_BYTES", 1_000_000)
    with pytest.raises(ModelInvalid, match="larger than 1 MB"):
        read(model_text(model) + " " * 1_000_000)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("surprise",), 1),
        (("rule", "code"), "import os"),
        (("metrics", 0, "factor"), "one"),
        (("recommendation", "algorithm"), "magic"),
        (("as_of",), "soon"),
        (("segments",), None),
        (("segments", 0, "metrics", 0, "metric"), None),
    ],
    ids=str,
)
def test_content_that_does_not_follow_the_format_is_refused(model, read, place, value):
    whole = json.loads(model_text(model))
    *way, last = place
    part = whole["model"]
    for step in way:
        part = part[step]
    part[last] = value
    with pytest.raises(ModelInvalid):
        read(sealed(whole))


@pytest.mark.parametrize("part", ["metrics", "segments", "preparation", "means", "segment"])
def test_parts_that_do_not_fit_together_are_refused(model, read, part):
    rule, first = model.rule, model.rule.prototypes[0]
    shorter = replace(rule.preparation, metrics=rule.preparation.metrics[1:])
    changed = {
        "metrics": lambda: replace(model, metrics=model.metrics[1:]),
        "segments": lambda: replace(model, segments=model.segments[1:]),
        "preparation": lambda: replace(model, rule=replace(rule, preparation=shorter)),
        "means": lambda: with_first(model, replace(first, means=first.means[1:])),
        "segment": lambda: with_first(model, replace(first, segment="s99")),
    }
    with pytest.raises(ModelInvalid, match="do not fit together"):
        read(model_text(changed[part]()))


def with_first(model, prototype):
    prototypes = (prototype, *model.rule.prototypes[1:])
    return replace(model, rule=replace(model.rule, prototypes=prototypes))


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("prototypes", 0, "spreads", 0), 0.0, "a prototype of"),
        (("prototypes", 0, "spreads", 0), -1.0, "a prototype of"),
        (("prototypes", 0, "pile_shares", 0), 1.0, "a prototype of"),
        (("prototypes", 0, "pile_shares", 0), -0.1, "a prototype of"),
        (("prototypes", 0, "radius"), 0.0, "a prototype of"),
        (("preparation", "metrics", 0, "reference"), 0.0, "the preparation of"),
        (("preparation", "metrics", 0, "spread"), 0.0, "the preparation of"),
        (("preparation", "metrics", 0, "clip"), -4.0, "the preparation of"),
        (("preparation", "metrics", 0, "weight"), 0.0, "the preparation of"),
        (("loading",), [1.0, 0.0, 0.0], "loadings"),
        (("loading",), [0.0, -1.5, 0.0], "loadings"),
        (("calibration",), [[1.0, 0.5], [0.5, 0.9]], "calibration"),
        (("calibration",), [[0.5, 0.9], [1.0, 0.5]], "calibration"),
        (("calibration",), [[0.5, 0.5], [1.0, 1.5]], "calibration"),
        (("calibration",), [[0.5, -0.5], [1.0, 0.5]], "calibration"),
    ],
    ids=str,
)
def test_numbers_that_no_fit_gives_are_refused(model, read, place, value, told):
    whole = json.loads(model_text(model))
    *way, last = place
    part = whole["model"]["rule"]
    for step in way:
        part = part[step]
    part[last] = value
    with pytest.raises(ModelInvalid, match=told):
        read(sealed(whole))


@pytest.mark.parametrize("number", [10**400, -(10**400)], ids=["huge", "huge below 0"])
@pytest.mark.parametrize(
    "place", [("prototypes", 0, "means", 0), ("prototypes", 0, "log_weight"), ("unusual_below",)]
)
def test_a_number_too_large_to_reckon_with_is_refused(model, read, place, number):
    whole = json.loads(model_text(model))
    *way, last = place
    part = whole["model"]["rule"]
    for step in way:
        part = part[step]
    part[last] = number
    with pytest.raises(ModelInvalid):
        read(sealed(whole))


@pytest.mark.parametrize("part", ["key", "name"])
def test_two_segments_of_one_key_or_name_are_refused(model, read, part):
    first, second, *others = model.segments
    twin = replace(second, **{part: getattr(first, part)})
    if part == "key":  # else the prototypes of the second would belong to nobody
        others, twin = [second, *others], replace(first, name="Another")
    with pytest.raises(ModelInvalid, match="the same key or name"):
        read(model_text(replace(model, segments=(first, twin, *others))))


@pytest.mark.parametrize("empty", ["segments", "prototypes"])
def test_a_model_without_segments_is_refused(model, read, empty):
    without = replace(model, segments=())
    if empty == "prototypes":
        without = replace(model, rule=replace(model.rule, prototypes=()))
    with pytest.raises(ModelInvalid, match="has no segments"):
        read(model_text(without))


@pytest.mark.parametrize("there", ["nothing", "folder"])
def test_a_path_without_a_file_is_a_mistake_of_usage(path, there):
    if there == "folder":
        path.mkdir()
    with pytest.raises(NotAFile, match="is not a file"):
        read_model(path)


def test_a_file_that_may_not_be_read_is_told(path, model, monkeypatch):
    def refuse(_self):
        raise PermissionError(13, "Permission denied")

    path.write_text(model_text(model))
    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(FileAccess, match="Permission denied"):
        read_model(path)
