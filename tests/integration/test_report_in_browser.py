"""The report in a real browser: nothing runs, nothing is loaded, the first screen is one screen."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pytest

from shoal.records.evidence import Natural
from shoal.records.studies import Study
from shoal.reports.page import render_report

pytestmark = pytest.mark.browser

SCRIPT = "document.body.dataset.ran=1"
HOSTILE = f'<img src=x onerror="{SCRIPT}"><script>{SCRIPT}</script>'
TEN = (
    "At Risk", "Silent Churners", "Dormant", "Support-Heavy", "Struggling Adopters", "Onboarding",
    "Casual", "Expansion Ready", "Self-Sufficient Power Users", "Champions",
)  # fmt: skip
STATES = {
    "plain": {},
    "soft borders": {"natural": Natural.WEAK, "unusual": 4},
    "slices": {"natural": Natural.NONE, "named": False},
    "ten segments": {"archetypes": TEN},
    "no renewals": {"renewals": False},
    "long names": {"long_names": True},
    "no archetypes, money, renewals or owners": {
        "named": False, "money": None, "renewals": False, "owners": False,
    },
}  # fmt: skip
FRAME = """<!doctype html><body>
<iframe scrolling="no" width="{width}" height="900" srcdoc="{page}"></iframe>
<script>
addEventListener("load", () => {{
  const inner = document.querySelector("iframe").contentDocument;
  const box = inner.getElementById("glance").getBoundingClientRect();
  document.body.dataset.bottom = Math.ceil(box.bottom);
  document.body.dataset.wide = inner.documentElement.scrollWidth;
}});
</script></body>"""


@pytest.fixture(scope="module")
def build_study(root: Path) -> Callable[..., Study]:
    spec = importlib.util.spec_from_file_location(
        "made_up_studies", root / "tests" / "unit" / "reports" / "conftest.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build


@pytest.fixture
def browse(tmp_path: Path) -> Callable[..., tuple[str, list[str]]]:
    """Return a function that opens a page and gives the document and what the console said."""

    def open_page(html: str) -> tuple[str, list[str]]:
        page = tmp_path / "page.html"
        page.write_text(html, encoding="utf-8")
        command = [
            shutil.which("chromium"),
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-sync",
            "--hide-scrollbars",
            "--enable-logging=stderr",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=1400,1000",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            "--dump-dom",
            page.as_uri(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]

    return open_page


def hostile(study: Study) -> Study:
    """Put markup into every text that comes from a table."""
    n = len(study.accounts.ids)
    context = tuple(
        replace(c, label=HOSTILE, values=np.array([HOSTILE] * n, dtype=object))
        if c.values.dtype == object
        else replace(c, label=HOSTILE)
        for c in study.accounts.context
    )
    metrics = tuple(replace(m, label=HOSTILE, unit=HOSTILE) for m in study.accounts.metrics)
    accounts = replace(study.accounts, context=context, metrics=metrics)
    segments = tuple(replace(s, name=f"{HOSTILE} {s.key}") for s in study.segments)
    return replace(study, name=HOSTILE, accounts=accounts, segments=segments)


def has_run(document: str) -> bool:
    return bool(re.search(r"<body[^>]*data-ran", document))


def test_the_browser_would_run_what_is_not_escaped(browse):
    document, _ = browse(f"<!doctype html><body>{HOSTILE}</body>")

    assert has_run(document)


@pytest.mark.parametrize("natural", list(Natural))
def test_markup_in_a_table_does_not_run(natural, browse, build_study):
    page = render_report(hostile(build_study(natural=natural)))

    document, console = browse(page)

    assert "Shoal" in document
    assert not has_run(document)
    assert console == []


def test_the_page_wears_its_style_under_its_own_policy(browse, build_study):
    _, console = browse(render_report(build_study()))

    assert console == []  # a style sheet that the policy refuses is an error there


@pytest.mark.parametrize("state", sorted(set(STATES) - {"long names"}))
def test_first_screen_is_one_screen(state, browse, build_study):
    document, _ = browse(framed(render_report(build_study(**STATES[state])), width=1280))

    assert number(document, "bottom") < 900


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [390, 700, 961])
def test_nothing_reaches_beyond_a_narrow_screen(state, width, browse, build_study):
    document, _ = browse(framed(render_report(build_study(**STATES[state])), width=width))

    assert number(document, "wide") <= width


def framed(html: str, *, width: int) -> str:
    """Put the page into a frame of a width that a window cannot have, and measure it there."""
    without = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    return FRAME.format(width=width, page=escape(without, quote=True))


def number(document: str, name: str) -> int:
    return int(re.search(rf'<body[^>]*data-{name}="(\d+)"', document).group(1))
