"""Pictures of the documents: they are there, can be read, load nothing, and say what tables say."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+\.svg)\)")
TABLE = re.compile(r"(?:^\|.*\|\n)+", re.MULTILINE)
SVG = "{http://www.w3.org/2000/svg}"
PICTURES = sorted((Path(__file__).resolve().parents[2] / "docs" / "pictures").glob("*"))


def test_every_linked_picture_is_there_and_described(root):
    shown = linked(root)
    assert shown
    assert [path for path, words in shown if not path.is_file() or len(words) < 20] == []


def test_no_picture_is_lost(root):
    assert set(PICTURES) == {path for path, _ in linked(root)}


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_well_formed_and_tells_what_it_shows(path):
    page = opened(path)
    assert page.tag == f"{SVG}svg"
    assert page.get("role") == "img"
    named = {e.get("id"): (e.text or "").strip() for e in (page[0], page[1])}
    assert [page[0].tag, page[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert page.get("aria-labelledby", "").split() == list(named)
    assert all(named.values())


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_loads_nothing_and_runs_nothing(path):
    elements = list(opened(path).iter())
    allowed = {"svg", "title", "desc", "rect", "text", "polyline", "circle"}
    assert {e.tag.removeprefix(SVG) for e in elements} <= allowed
    values = [value for e in elements for value in e.attrib.values()]
    assert [value for value in values if "url(" in value or "//" in value] == []
    assert [name for e in elements for name in e.attrib if name.startswith("on")] == []


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_words_are_easy_to_read_on_the_sheet_that_is_drawn_below_them(path):
    page = opened(path)
    sheet = page.find(f"{SVG}rect")
    assert float(sheet.get("width")) + 1 == float(page.get("width"))
    inks = {e.get("fill") for e in page.iter(f"{SVG}text")}
    assert [ink for ink in inks if contrast(ink, sheet.get("fill")) < 4.5] == []


def test_the_picture_of_agreement_says_what_the_table_says(root):
    description = opened(root / "docs" / "pictures" / "agreement.svg")[1].text
    means = columns(root, "quality.md", "mean", "momentum")["mean"]
    labels = ("plain recipe", "plain recipe after log, 4 to 8", "grid, best cell (by truth)")
    told = re.findall(r" (0\.\d{3})\b", description)
    assert told == [means[w] for w in (*labels, "**Shoal**", "forest that knows the answer")]


def test_the_short_table_repeats_the_long_ones(root):
    short = columns(root, "choosing.md", "agreement", "groups")
    long = columns(root, "quality.md", "mean", "momentum")
    long |= columns(root, "quality.md", "groups", "seconds")
    names = {"agreement": "mean", "groups": "groups", "off by": "off by"}
    names["small groups found"] = "small"
    assert short.keys() == names.keys()
    for here, there in names.items():
        assert short[here]
        assert short[here].items() <= long[there].items()


def linked(root):
    """Return every linked picture of every page, with the words that stand for it."""
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return [
        ((page.parent / path).resolve(), words)
        for page in pages
        for words, path in PICTURE.findall(page.read_text("utf-8"))
    ]


def columns(root, page, *names):
    """Return each column, by the first cell of its rows, of the table that has these columns."""
    for text in TABLE.findall((root / "docs" / page).read_text("utf-8")):
        head, _, *rows = ([c.strip() for c in line[1:-1].split("|")] for line in text.splitlines())
        if set(names) <= set(head):
            return {name: {row[0]: row[i] for row in rows} for i, name in enumerate(head) if i}
    raise AssertionError(names)


def opened(path):
    """Return the outermost element of a picture."""
    return ET.parse(path).getroot()  # noqa: S314  # the project's own file


def contrast(one, other):
    """Return the contrast of two colours by WCAG 2: 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    """Return the relative luminance of #rrggbb."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
