"""Whether what DuckDB takes for a time is written with its year first; else it would guess."""

from collections.abc import Sequence

from sqlglot import exp

from shoal.engines.duckdb.trees import Probe, quoted

SAMPLED_ROWS = 200_000

# A clock with am or pm, of which DuckDB would drop that, is none that can be left to it either.
_YEAR_FIRST = "^ *[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[ T].*[^Mm ])? *$"


def is_time(own: str) -> bool:
    """Whether a type of DuckDB's is a day or a time of a day."""
    return own == "DATE" or own.startswith("TIMESTAMP")


def written_otherwise(source: exp.Expr, names: Sequence[str], probe: Probe) -> frozenset[str]:
    """Return the columns that hold times in which the day, or the month, may stand first.

    DuckDB takes 03/04/2025 for the third of April and 03/04/25 for a day of the year 3.

    Parameters
    ----------
    source
        Reads these columns as text.
    names
        Columns that DuckDB takes for times.
    probe
        Reads the first 200,000 rows.
    """
    if not names:
        return frozenset()
    columns = [exp.column(name, quoted=True) for name in names]
    first = exp.select(*columns).from_(source).limit(SAMPLED_ROWS)
    others = [
        exp.CountIf(this=exp.not_(exp.RegexpLike(this=c.copy(), expression=quoted(_YEAR_FIRST))))
        for c in columns
    ]
    found = probe.first_row(exp.select(*others).from_(first.subquery("first_rows")))
    return frozenset(name for name, count in zip(names, found, strict=True) if count)
