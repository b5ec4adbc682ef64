"""A tiny rule, and how it is written."""

from dataclasses import replace

import pytest
from sqlglot import exp

from shoal.records.accounts import Metric
from shoal.records.preparation import Preparation, PreparedMetric, Scale
from shoal.records.scoring import Prototype, ScoringRule
from shoal.records.segments import Segment
from shoal.records.tables import ColumnType
from shoal.segments.assignment.sql.cells import cell
from shoal.segments.assignment.sql.dialects import SqlDialect
from shoal.segments.assignment.sql.formulas import number, text
from shoal.segments.assignment.sql.placements import SqlPlacement
from shoal.segments.assignment.sql.statement import assignment_query

METRICS = (
    Metric(name="logins", column="Logins", label="Logins", low=0.0),
    Metric(name="users_per_seat", column="users", label="Users per seat", per="seats"),
)
TINY = ScoringRule(
    preparation=Preparation(
        name="tiny",
        metrics=(
            PreparedMetric(
                metric="logins",
                scale=Scale.LOG,
                reference=4.0,
                centre=1.0,
                spread=0.5,
                pile=0.0,
            ),
            PreparedMetric(
                metric="users_per_seat",
                scale=Scale.IDENTITY,
                reference=0.5,
                centre=1.0,
                spread=0.25,
            ),
        ),
    ),
    prototypes=(
        Prototype(
            segment="s1",
            log_weight=-0.5,
            means=(1.0, 0.5),
            spreads=(1.0, 1.0),
            pile_shares=(0.25, 0.0),
        ),
        Prototype(
            segment="s2",
            log_weight=-1.0,
            means=(-1.0, -0.5),
            spreads=(0.5, 1.0),
            pile_shares=(0.5, 0.0),
        ),
    ),
    unusual_below=-8.0,
)


@pytest.fixture
def tiny():
    return TINY


@pytest.fixture
def tiny_metrics():
    return METRICS


@pytest.fixture
def placements():
    """Return a function that makes two placements: age_days < 14, then stage = 'trial'."""

    def made(dialect=SqlDialect.DUCKDB):
        age = cell("age_days", ColumnType.NUMBER, dialect=dialect)
        stage = cell("stage", ColumnType.TEXT, dialect=dialect)
        return (
            SqlPlacement(key="p-onboarding", condition=exp.LT(this=age, expression=number(14.0))),
            SqlPlacement(key="p-trial", condition=exp.EQ(this=stage, expression=text("trial"))),
        )

    return made


@pytest.fixture
def write():
    """Return a function that writes a rule as text."""

    def written(
        rule=TINY,
        *,
        dialect=SqlDialect.DUCKDB,
        metrics=METRICS,
        table="accounts",
        id_name="account_id",
        name="It's",
        **how,
    ):
        segment = Segment(key="s1", name=name, size=1, share=0.5, persona="", metrics=())
        others = {"s2": "Other", "p-onboarding": "Onboarding", "p-trial": "Trial"}
        segments = (segment, *(replace(segment, key=k, name=n) for k, n in others.items()))
        query = assignment_query(
            rule,
            metrics=metrics,
            segments=segments,
            id_name=id_name,
            table=exp.to_table(table),
            dialect=dialect,
            **how,
        )
        return query.sql(dialect=dialect.value, pretty=True) + "\n"

    return written
