"""The whole page, in every state."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from shoal.records.evidence import Natural
from shoal.records.meanings import Better
from shoal.reports.page import render_report

TEN = (
    "At Risk", "Silent Churners", "Dormant", "Support-Heavy", "Struggling Adopters", "Onboarding",
    "Casual", "Expansion Ready", "Self-Sufficient Power Users", "Champions",
)  # fmt: skip
STATES = {
    "plain": {},
    "weak": {"natural": Natural.WEAK, "unusual": 6},
    "no groups": {"natural": Natural.NONE, "named": False},
    "one segment": {"archetypes": ("Champions",)},
    "ten segments": {"archetypes": TEN},
    "no archetype, money, renewal, owner or name": {
        "named": False, "money": None, "renewals": False, "owners": False, "names": False,
    },
    "no ids": {"ids": False, "names": False},
    "mixed currencies": {"money": "mixed"},
    "no currency": {"money": ""},
    "long names": {"long_names": True},
    "outcomes": {"outcomes": True},
}  # fmt: skip
STATISTICS = (
    "silhouette", "cluster", "median", "p-value", "z-score", "standard deviation", "rand index",
    "k-means", "inertia", "centroid", "quantile", "percentile", "confidence", "coefficient",
    "principal component", "variance",
)  # fmt: skip
VOID = {"meta", "br", "link", "img", "input", "hr"}


class Outline(HTMLParser):
    """Checks that tags close in order, and keeps what the tests ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.nested_svg = 0
        self.charts = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "svg" and "svg" not in self.open:
            self.charts.append(dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)


def outline(html: str) -> Outline:
    parsed = Outline()
    parsed.feed(html)
    assert not parsed.open
    return parsed


def words(html: str) -> str:
    return " ".join(" ".join(outline(html).text).split())


def glance(html: str) -> str:
    start = html.index('<section id="glance"')
    return words(html[start : html.index("</section>", start) + len("</section>")])


@pytest.mark.parametrize("state", STATES)
def test_page_is_well_formed_and_runs_nothing(state, build_study):
    html = render_report(build_study(**STATES[state]))

    page = outline(html)

    names = {name for _, attributes in page.tags for name in attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {
        tag for tag, _ in page.tags
    }
    targets = [a["href"] for _, a in page.tags if "href" in a]
    assert targets
    assert all(target.startswith("#") for target in targets)
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert "nan" not in [w.strip("%.,()").casefold() for w in words(html).split()]
    assert "None" not in re.sub(r"None (\(this report\) )?Slices", "", words(html))


@pytest.mark.parametrize("state", STATES)
def test_every_link_leads_somewhere(state, build_study):
    page = outline(render_report(build_study(**STATES[state])))

    ids = [a["id"] for _, a in page.tags if "id" in a]

    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for _, a in page.tags if "href" in a} <= set(ids)


@pytest.mark.parametrize("state", STATES)
def test_charts_stretch_and_say_what_they_show(state, build_study):
    html = render_report(build_study(**STATES[state]))

    charts = outline(html).charts

    assert charts
    for chart in charts:
        assert "viewbox" not in chart
        assert chart.get("role") == "img" or chart.get("aria-hidden") == "true"
    pictures = re.findall(
        r'<svg[^>]*role="img"[^>]*>\s*<title>[^<]+</title>\s*<desc>[^<]+</desc>', html
    )
    assert len(pictures) == sum(chart.get("role") == "img" for chart in charts)


@pytest.mark.parametrize("state", STATES)
def test_first_screen_names_no_statistic(state, build_study):
    text = glance(render_report(build_study(**STATES[state]))).casefold()

    assert [name for name in STATISTICS if name in text] == []


@pytest.mark.parametrize("state", STATES)
def test_every_segment_has_its_persona_size_and_place(state, build_study):
    study = build_study(**STATES[state])

    html = render_report(study)

    text = words(html)
    for segment in study.segments:
        assert segment.name in text
        assert segment.persona in text
        count = int((study.assignment.segment == int(segment.key[1:]) - 1).sum())
        assert f"{count} accounts" in text


def test_policy_allows_the_one_style_sheet_and_nothing_else(build_study):
    html = render_report(build_study())

    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert html.count("<style") == 1
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html.replace("&#39;", "'")


def test_names_with_markup_are_shown_not_run(build_study):
    hostile = '<img src=x onerror="document.title=1">{{ 7*7 }}</style><script>1</script>'
    study = build_study(title=hostile)
    names = study.accounts.context[0]
    values = np.array([f"{hostile}{i}" for i in range(len(study.accounts.ids))], dtype=object)
    metrics = tuple(replace(m, label=f"{hostile} {m.label}") for m in study.accounts.metrics)
    segments = tuple(
        replace(s, name=f"{hostile} {s.name}", persona=hostile) for s in study.segments
    )
    accounts = replace(
        study.accounts,
        metrics=metrics,
        context=(replace(names, values=values), *study.accounts.context[1:]),
    )

    html = render_report(replace(study, accounts=accounts, segments=segments))

    tags = {tag for tag, _ in outline(html).tags}
    assert not {"img", "script"} & tags
    assert hostile in words(html)
    assert html.count("<style") == 1


def test_same_study_gives_same_page(build_study):
    assert render_report(build_study()) == render_report(build_study())


def test_slices_are_called_slices_and_claim_no_urgency(build_study):
    html = render_report(build_study(natural=Natural.NONE, named=False))

    text = words(html)
    assert "These six slices are a convenience." in text
    assert "need someone" not in text
    assert "to look at" not in text
    assert "urgent" not in text
    assert "How the groups nest" not in text
    assert " are High measure" not in text  # no precision of rules
    assert not re.search(r"\bsegments?\b", glance(html))


def test_soft_borders_are_said_beside_the_headline_and_drawn_hollow(build_study):
    study = build_study(natural=Natural.WEAK, unusual=5)

    html = render_report(study)

    near = (study.assignment.confidence < 0.6) & ~study.assignment.unusual
    soft = re.findall(r'<g class="k\d+ soft">(.*?)</g>', html)
    odd = re.findall(r'<g class="k\d+ odd">(.*?)</g>', html)
    assert "soft borders" in glance(html)
    assert sum(group.count("<circle") for group in soft) == near.sum()
    assert sum(group.count("<circle") for group in odd) == 5
    assert "5 accounts fit nowhere well; counted with the nearest segment" in glance(html)


def test_size_is_said_on_the_first_screen_when_segments_follow_it(build_study, size_finding):
    without = glance(render_report(build_study()))
    told = glance(render_report(build_study(findings=(size_finding,))))

    assert "Size plays a part" not in without
    assert "Size plays a part" in told


def test_nothing_is_said_of_what_the_table_lacks(build_study):
    study = build_study(money=None, renewals=False, owners=False)

    text = words(render_report(study))

    assert "renew" not in text.casefold()
    assert "worth" not in text
    assert "$" not in text
    assert "owner" not in text.casefold()
    assert "unknown" not in text.casefold()


def test_large_tables_stay_small_pages(build_study):
    study = build_study(scale=20.0, outcomes=True)

    html = render_report(study)

    assert len(study.accounts.ids) == 10_000
    assert len(html.encode()) < 600_000
    assert "1,500 of the accounts are drawn" in html
    assert html.count('r="3.1"') == 1500


def test_forty_metrics_show_the_twelve_that_separate_most_first(build_study, unknown_metric):
    metrics = tuple(unknown_metric(i, better=Better.MORE) for i in range(40))

    html = render_report(build_study(metrics=metrics))

    first, rest = re.split(r"The other 28 metrics", html[html.index('id="compare"') :], maxsplit=1)
    assert first.count('<th scope="row">') == 12
    assert rest[: rest.index("</section>")].count('<th scope="row">') == 28


def test_two_metrics_are_drawn_in_their_own_units(build_study):
    study = build_study(metrics=build_study().accounts.metrics[2:4])

    text = words(render_report(study))

    assert "both axes are in the metrics' own units" in text
    assert "the axes have no unit" not in text


def test_footer_counts_and_names_what_was_not_used(build_study):
    text = words(render_report(build_study()))

    assert "Made by Shoal 0.1.0 from 500 accounts and 9 metrics." in text
    assert (
        "Owner, contract value, renewal date and industry are context and were not used to form "
        "segments." in text
    )
