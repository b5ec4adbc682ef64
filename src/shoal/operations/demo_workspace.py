"""The workspace file of the made-up company: an example with every line explained."""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from shoal.worlds.company.events import ACTORS, LOGIN
from shoal.worlds.company.features import FEATURES, INTEGRATIONS, RENAMED
from shoal.worlds.company.help import RATINGS, SEVERE
from shoal.worlds.company.mood import SCALE
from shoal.worlds.company.start import STEPS, VALUE_STEP

_TEXT = Path(__file__).with_suffix(".yml")


def workspace_text(name: str) -> str:
    """Return shoal.yml for the tables that `demo_files.write_tables` writes."""
    return Template(_TEXT.read_text(encoding="utf-8")).substitute(
        name=name,
        actors=", ".join(f"{who}: {_listed(values)}" for who, values in ACTORS.items()),
        renamed=", ".join(f"{old}: {new}" for old, new in RENAMED.items()),
        features=_listed(FEATURES),
        login=LOGIN,
        integrations=_listed(INTEGRATIONS),
        severe=_listed(SEVERE),
        least=RATINGS[0],
        most=RATINGS[1],
        low=SCALE[0],
        high=SCALE[1],
        steps=_listed(STEPS),
        value_step=VALUE_STEP,
    )


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"
