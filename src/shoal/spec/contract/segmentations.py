"""The keys of a segmentation."""

from shoal.records.evidence import Algorithm
from shoal.spec.contract.metrics import MOST_DAYS
from shoal.spec.contract.words import CONDITION, METRIC_NAME, TEXT
from shoal.spec.groups import Either, Key, Listed, Named, Record
from shoal.spec.shapes import Choice, Number, Whole, WordOr

# The same bounds hold for the options of the main job.
_COUNT = Whole(low=2, high=50)
_SHARE = Number(low=0.0, high=1.0)

SEGMENTATION = Record(
    keys={
        "accounts": Key(
            shape=CONDITION, says="Which accounts; else all that count at the date.", nullable=True
        ),
        "metrics": Key(
            shape=Either(
                scalar=Choice(words=("standard",)), items=Listed(of=METRIC_NAME, fewest=1)
            ),
            says="standard: all that are behaviour; or a list of names.",
        ),
        "weights": Key(
            shape=Named(name=METRIC_NAME, of=Number(over=0.0, high=100.0), kind="metric"),
            says="How much metrics count; the others 1.",
        ),
        "segments": Key(
            shape=Either(
                scalar=WordOr(word="auto", other=_COUNT),
                items=Listed(of=_COUNT, fewest=2, most=2, distinct=False),
            ),
            says="auto, a number, or [low, high].",
        ),
        "algorithm": Key(
            shape=Choice(words=("auto", *Algorithm)), says="auto: the evidence decides."
        ),
        "smallest_share": Key(shape=_SHARE, says="No segment is smaller."),
        "largest_share": Key(shape=_SHARE, says="None is larger, if the evidence allows."),
        "youngest_days": Key(
            shape=Whole(low=0, high=MOST_DAYS),
            says="Younger accounts are placed in Onboarding; 14.",
        ),
        "placements": Key(
            shape=Named(name=TEXT, of=CONDITION, kind="segment"),
            says="Segments that rules make before anything is clustered: name: condition.",
        ),
        "unusual_share": Key(
            shape=_SHARE, says="The share of ordinary accounts that may be listed as unusual."
        ),
    }
)
