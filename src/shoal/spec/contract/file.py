"""The keys at the top of the workspace file."""

from shoal.records.workspace import EngineKind
from shoal.spec.contract.metrics import METRICS
from shoal.spec.contract.segmentations import SEGMENTATION
from shoal.spec.contract.sources import SourcesShape
from shoal.spec.contract.words import CURRENCY, NAME, PATH, TEXT, URL, ZONE
from shoal.spec.groups import Key, Named, Record
from shoal.spec.shapes import Choice, Number, Text, Version

FORMAT_VERSION = 1

_LATER = (
    "ledger",
    "moves",
    "retrain",
    "watch",
    "forecast",
    "paths",
    "playbooks",
    "destinations",
    "schedule",
    "health",
    "live",
)

ENGINE = Record(
    keys={
        "kind": Key(shape=Choice(words=tuple(EngineKind)), says="What computes; duckdb."),
        "memory_limit": Key(
            shape=Text(
                pattern=r"[0-9]+(\.[0-9]+)? ?([kKMGT]i?B)", like="an amount of memory such as 4GB"
            ),
            says="The most memory that is used; what is more is spilled.",
        ),
        "spill": Key(shape=PATH, says="The folder that is spilled to, in the workspace."),
        "url": Key(
            shape=URL,
            says="postgres: ${env:WAREHOUSE_URL}; spark: spark://host:port or local[2].",
            nullable=True,
        ),
    }
)

WORKSPACE = Record(
    keys={
        "shoal": Key(
            shape=Version(number=FORMAT_VERSION), says="The version of this format.", required=True
        ),
        "name": Key(shape=TEXT, says="What reports call the workspace; else the folder's name."),
        "timezone": Key(shape=ZONE, says="Days and weeks are cut here; UTC."),
        "currency": Key(shape=CURRENCY, says="The currency that reports use."),
        "rates": Key(
            shape=Named(name=CURRENCY, of=Number(over=0.0), kind="currency"),
            says="What one unit of another currency is worth; without, amounts stay apart.",
        ),
        "sources": Key(
            shape=SourcesShape(), says="Tables by name, each with its role.", required=True
        ),
        "metrics": Key(shape=METRICS, says="What is measured."),
        "segmentations": Key(
            shape=Named(name=NAME, of=SEGMENTATION, kind="segmentation"),
            says="Ways to segment, by name.",
        ),
        "engine": Key(shape=ENGINE, says="What runs the queries."),
        "storage": Key(shape=PATH, says="The folder for snapshots and fits; .shoal."),
    },
    later=_LATER,
)
