"""The keys of metrics: presets, and those that a team declares itself."""

from shoal.records.meanings import Better, Kind
from shoal.records.workspace import Aggregation, Per, WhenNothing
from shoal.spec.contract.words import COLUMN, CONDITION, METRIC_NAME, NAME, TEXT
from shoal.spec.groups import Either, Key, Listed, Named, Record
from shoal.spec.shapes import Choice, Whole, YesNo

MOST_DAYS = 3_660
KINDS = (Kind.BEHAVIOUR, Kind.OUTCOME, Kind.FACT, Kind.TOUCH)

_WINDOW = Whole(low=1, high=MOST_DAYS)
_NAMES = Listed(of=METRIC_NAME, fewest=1)

_PRESETS = Either(
    scalar=Choice(words=("standard",)),
    items=Listed(of=METRIC_NAME),
    entries=Record(
        keys={
            "standard": Key(shape=YesNo(), says="true: all that the sources allow."),
            "without": Key(shape=_NAMES, says="Presets that are left out."),
        }
    ),
)

OWN_METRIC = Record(
    keys={
        "source": Key(shape=NAME, says="The source whose rows are read.", required=True),
        "aggregate": Key(
            shape=Choice(words=tuple(Aggregation)),
            says="How the rows of an account become one number.",
            required=True,
        ),
        "column": Key(
            shape=COLUMN,
            says="What is added up, counted apart and so on: a field of the role or a column.",
            nullable=True,
        ),
        "where": Key(shape=CONDITION, says="Which rows count.", nullable=True),
        "per": Key(shape=Choice(words=tuple(Per)), says="What it is divided by.", nullable=True),
        "window_days": Key(shape=_WINDOW, says="Days that end with the date; else as for all."),
        "trend": Key(
            shape=YesNo(), says="true: the change against the window before, in per cent."
        ),
        "better": Key(
            shape=Choice(words=tuple(b.name.lower() for b in Better)),
            says="What is good for the customer; neither.",
        ),
        "kind": Key(shape=Choice(words=KINDS), says="Only behaviour is clustered."),
        "unit": Key(shape=TEXT, says="What people call the unit."),
        "missing": Key(
            shape=Choice(words=tuple(WhenNothing)),
            says="What an account without any row has: zero (for count, sum and distinct unless"
            " said), unknown or undefined (for all others).",
        ),
    }
)

METRICS = Record(
    keys={
        "window_days": Key(shape=_WINDOW, says="Days that end with the date; 90."),
        "presets": Key(
            shape=_PRESETS,
            says="standard: all that the sources allow; a list of names, [] for none; or"
            " {standard: true, without: [..]}.",
        ),
        "own": Key(
            shape=Named(name=METRIC_NAME, of=OWN_METRIC, kind="metric"),
            says="Metrics of your own, by name.",
        ),
    }
)
