"""report.html: one file that opens offline, runs nothing and prints."""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from shoal.records.meanings import ContextRole
from shoal.records.preparation import Scale
from shoal.records.studies import Study
from shoal.reports import candidates, renewals
from shoal.reports.account_map import AccountPicture, draw_map
from shoal.reports.candidates import SmallPicture, silhouette_picture
from shoal.reports.cards import Card, segment_cards
from shoal.reports.days import long_date
from shoal.reports.evidence import Evidence, gather_evidence
from shoal.reports.glance import Glance, first_screen
from shoal.reports.headline import count_accounts
from shoal.reports.heat import HeatMap, shade_metrics
from shoal.reports.palette import colour_rules
from shoal.reports.reading import Reading, read_study
from shoal.reports.scales import prepared_by_name
from shoal.wording import format_count, join_words, lower_first, quantity_words, upper_first

_STYLESHEETS = ("tokens.css", "parts.css", "charts.css", "narrow.css", "print.css")
_NUMBERED_FROM = 7
_SLICE_MAP_HEIGHT = 410
_MAP_HEIGHT = 430


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All parts of the report, ready to be placed."""

    title: str
    name: str
    subtitle: str
    sliced: bool
    numbered: bool
    noun: str
    n_groups: int
    groups_title: str
    strips_lead: str
    compared: bool
    glance: Glance
    cards: tuple[Card, ...]
    heat: HeatMap | None
    map: AccountPicture
    how_we_know: SmallPicture | None
    evidence: Evidence
    footer: str


def render_report(study: Study) -> str:
    """Write a study as one HTML page.

    Parameters
    ----------
    study : Study

    Returns
    -------
    str
        A complete document. It holds no script and no `style` attribute, loads nothing, and its
        content security policy allows the one style sheet in it and nothing else.

    Notes
    -----
    The same study gives the same text. Everything that comes from the table is escaped.
    """
    reading = read_study(study)
    page = _lay_out(reading)
    style = _stylesheet() + colour_rules(reading.colours)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    sizes = {"renewals": (renewals.TOP, renewals.HEIGHT), "small": candidates.HEIGHT}
    template = _environment().get_template("page.html")
    return template.render(page=page, style=style, digest=digest, sizes=sizes)


def _lay_out(reading: Reading) -> Page:
    study = reading.study
    glance = first_screen(reading)
    height = _SLICE_MAP_HEIGHT if reading.sliced else _MAP_HEIGHT
    return Page(
        title=f"{study.name}: customer {reading.noun}s",
        name=study.name,
        subtitle=f"customer {reading.noun}s · {long_date(study.as_of)}",
        sliced=reading.sliced,
        numbered=reading.sliced or len(reading.groups) >= _NUMBERED_FROM,
        noun=reading.noun,
        n_groups=len(reading.groups),
        groups_title=_groups_title(reading),
        strips_lead=_strips_lead(reading),
        compared=len(reading.groups) > 1,
        glance=glance,
        cards=segment_cards(reading),
        heat=shade_metrics(reading),
        map=draw_map(reading, attention=glance.attention, height=height),
        how_we_know=silhouette_picture(reading) if reading.sliced else None,
        evidence=gather_evidence(reading),
        footer=_footer(reading),
    )


def _groups_title(reading: Reading) -> str:
    count = len(reading.groups)
    if count == 1:
        return "One segment"
    order = "most urgent first" if any(g.segment.archetype for g in reading.groups) else ""
    if reading.sliced:
        order = "from left to right on the map"
    elif not order and reading.worst() is not None:
        order = "the worst first"
    title = f"{upper_first(quantity_words(count))} {reading.noun}s"
    return f"{title}, {order}" if order else title


def _strips_lead(reading: Reading) -> str:
    others = " Open dot: the typical account everywhere else." if len(reading.groups) > 1 else ""
    scales = {p.scale for p in prepared_by_name(reading.study).values()}
    stretched = " Long tails are drawn closer together." if scales - {Scale.IDENTITY} else ""
    return (
        f"Filled dot: the typical account here.{others} "
        f"The line runs over 90 of 100 accounts.{stretched}"
    )


def _footer(reading: Reading) -> str:
    study = reading.study
    labels = [c.label for c in study.accounts.context if c.role is not ContextRole.NAME]
    labels += [o.label for o in study.accounts.outcomes]
    shown = [lower_first(label) for label in dict.fromkeys(labels)]
    count = len(reading.metrics)
    made = (
        f"Made by Shoal {study.version} from {count_accounts(reading.n_accounts)} and "
        f"{format_count(count)} metric{'' if count == 1 else 's'}. "
        "This file loads nothing from the network."
    )
    if not shown:
        return made
    verb = ("is", "was") if len(shown) == 1 else ("are", "were")
    return (
        f"{made} {upper_first(join_words(shown))} {verb[0]} context and {verb[1]} not used to "
        f"form {reading.noun}s."
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("shoal.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def _stylesheet() -> str:
    environment = _environment()
    loader = environment.loader
    if loader is None:  # pragma: no cover - the environment above always has one
        return ""
    sheets = (loader.get_source(environment, name)[0] for name in _STYLESHEETS)
    return "".join(line.strip() for sheet in sheets for line in sheet.splitlines())
