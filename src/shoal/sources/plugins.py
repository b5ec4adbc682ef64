"""Functions that installed packages offer as sources, by the name under which they registered.

A package says in its own pyproject.toml which function gives which source:

    [project.entry-points."shoal.sources"]
    crm = "acme_crm.tables:contacts"

Which functions there are is decided by who installs packages. A workspace can only have a source of
that name; it cannot name code.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points

from shoal.errors import SourceFailed

GROUP = "shoal.sources"


def installed_functions() -> Mapping[str, Callable[[], object]]:
    """Return the functions that installed packages offer, by name; none is loaded yet.

    Of two packages that offer the same name, the first in the alphabet of values is taken.
    """
    offered = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    found: dict[str, Callable[[], object]] = {}
    for point in offered:
        found.setdefault(point.name, _loading(point))
    return found


def _loading(point: EntryPoint) -> Callable[[], object]:
    def call() -> object:
        return _loaded(point)()

    return call


def _loaded(point: EntryPoint) -> Callable[[], object]:
    try:
        function: Callable[[], object] = point.load()
    except Exception as error:  # what is loaded is code of another, and may raise anything
        raise SourceFailed(
            f"The installed source {point.name} ({point.value}) cannot be loaded:"
            f" {type(error).__name__}.",
            suggestion="Install its package again, or give the function in Python.",
        ) from error
    return function
