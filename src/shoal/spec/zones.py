"""Time zones by their names."""

from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from shoal.errors import near_matches
from shoal.spec.groups import Given
from shoal.spec.nodes import cut
from shoal.spec.notes import Notes

_CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def check_zone(given: Given, key: str, notes: Notes, *, what: str) -> None:
    """Note a time zone that does not exist."""
    zone = given.text(key)
    if zone is None or zone in _zones():
        return
    notes.note(
        given.where(key),
        f"{what} is {cut(zone)}; there is no such time zone.{_near(zone)}",
        code="unknown-name",
        suggestion="Zones are called as Europe/Berlin is; UTC is one too.",
    )


def _near(zone: str) -> str:
    """Name what was probably meant; a city alone is enough."""
    city = zone.replace(" ", "_").rpartition("/")[2].casefold()
    close = get_close_matches(city, _cities(), n=1, cutoff=0.8)
    return f" Did you mean {_cities()[close[0]]}?" if close else near_matches(zone, _zones())


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _cities() -> dict[str, str]:
    """Return zones by their last part; of two that share it, the one of a continent."""
    ordered = sorted(_zones(), key=lambda z: (not z.startswith(_CONTINENTS), z), reverse=True)
    return {zone.rpartition("/")[2].casefold(): zone for zone in ordered}
