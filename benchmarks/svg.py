"""A page of SVG that stands by itself: shapes and words on a light sheet with an edge.

The sheet has a colour of its own, so that words are as easy to read on a dark page as on a light
one. Fonts are named by family and nothing is loaded.
"""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

INK, QUIET, FAINT = "#1f2933", "#52606d", "#d3dae1"
OURS, OTHERS, LIMIT = "#026653", "#5f778a", "#6f428b"
WIDTH = 760
PLAIN, SMALL = 14, 12.5
_TITLE = 17
_SHEET = "#ffffff"
_FONT = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

Point = tuple[float, float]


class Page:
    """What is drawn, in px from the upper left corner; drawn later lies above.

    >>> page = Page("One dot", "A dot in the middle.", height=80)
    >>> page.dot((40, 40), colour=INK)
    >>> page.text().startswith("<svg"), "<title id=" in page.text(), "<desc id=" in page.text()
    (True, True, True)
    """

    def __init__(self, title: str, description: str, *, height: float) -> None:
        self._root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {WIDTH} {_told(height)}",
                "width": str(WIDTH),
                "height": _told(height),
                "role": "img",
                "aria-labelledby": "title desc",
                "font-family": _FONT,
            },
        )
        ET.SubElement(self._root, "title", {"id": "title"}).text = title
        ET.SubElement(self._root, "desc", {"id": "desc"}).text = description
        sheet = {"x": 0.5, "y": 0.5, "width": WIDTH - 1, "height": height - 1, "rx": 8}
        self._add("rect", sheet, fill=_SHEET, stroke=FAINT)
        self.words(title, (24, 36), size=_TITLE, weight="600")

    def words(
        self,
        text: str,
        at: Point,
        *,
        size: float = PLAIN,
        colour: str = INK,
        anchor: str = "start",
        weight: str = "400",
    ) -> None:
        """Write a line whose base line stands at a point."""
        place = {"x": at[0], "y": at[1], "font-size": size}
        marks = {"text-anchor": anchor, "font-weight": weight}
        self._add("text", place, fill=colour, **marks).text = text

    def line(
        self, points: Sequence[Point], *, colour: str = FAINT, width: float = 1, dashes: str = ""
    ) -> None:
        """Draw a line through points."""
        marks = {"stroke-dasharray": dashes} if dashes else {}
        way = " ".join(f"{_told(x)},{_told(y)}" for x, y in points)
        line = self._add("polyline", {"stroke-width": width}, fill="none", stroke=colour, **marks)
        line.set("points", way)

    def dot(self, at: Point, *, colour: str, radius: float = 6, opacity: float = 1) -> None:
        """Draw a filled dot."""
        place = {"cx": at[0], "cy": at[1], "r": radius, "fill-opacity": opacity}
        self._add("circle", place, fill=colour)

    def text(self) -> str:
        """Return the file's text."""
        ET.indent(self._root, " ")
        return ET.tostring(self._root, encoding="unicode") + "\n"

    def _add(self, kind: str, numbers: Mapping[str, float], **marks: str) -> ET.Element:
        told = {name: _told(value) for name, value in numbers.items()}
        return ET.SubElement(self._root, kind, told | marks)


def _told(value: float) -> str:
    """Write a number with at most two decimals.

    >>> _told(3.0), _told(0.126)
    ('3', '0.13')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
