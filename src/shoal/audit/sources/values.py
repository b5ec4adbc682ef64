"""Values that are not in a declared list, and declared values that never occur."""

from collections.abc import Iterator
from typing import Final

from shoal.audit.checks.wording import listed
from shoal.audit.sources.telling import about, most_often, of_rows, ranked, shown
from shoal.records.findings import Finding, Severity
from shoal.records.judged import JudgedSource, JudgedValues, ListName
from shoal.wording import format_count

# Other values mean something: list, what happens to rows with them, how bad it is.
_CLOSED: Final = {
    ListName.FEATURES: ("are not in features", "they count as no feature", Severity.NOTE),
    ListName.STEPS: ("are not among steps", "they count as no step", Severity.WARNING),
    ListName.KINDS: ("are of no known kind", "no metric counts them", Severity.WARNING),
    ListName.ACTORS: ("have an actor that is not in actors", "nobody is told", Severity.NOTE),
}
# A declared value that nobody ever used may be a slip of the pen.
_EXPECTED: Final = frozenset(ListName) - {ListName.KINDS}


def odd_values(source: JudgedSource) -> Iterator[Finding]:
    """Find values that a list lacks, and values of a list that no row has."""
    for values in source.values:
        if values.name in _CLOSED and (values.other_rows or _lacks_kind(values)):
            yield _not_listed(source, values)
        if values.name in _EXPECTED and values.absent:
            yield _never_seen(source, values)


def _lacks_kind(values: JudgedValues) -> bool:
    return values.name is ListName.KINDS and values.empty_rows > 0


def _not_listed(source: JudgedSource, values: JudgedValues) -> Finding:
    said, then, severity = _CLOSED[values.name]
    top = [(shown(one.value), one.rows) for one in values.others]
    rows = values.other_rows + (values.empty_rows if _lacks_kind(values) else 0)
    if _lacks_kind(values):
        top = sorted([*top, ("empty", values.empty_rows)], key=lambda one: -one[1])
    return about(
        source,
        code="values-not-listed",
        severity=severity,
        message=f"{of_rows(rows, source.rows_in_time)} {said}; {then}. Most often:"
        f" {most_often(top)}.",
        column=values.column,
        evidence={
            "rows": rows,
            "of": source.rows_in_time,
            "values": values.n_others,
            **ranked(top),
        },
        suggestion=_mend(values),
    )


def _mend(values: JudgedValues) -> str:
    if values.name is ListName.KINDS:
        return "Say under kinds which of the known words they mean."
    return f"Add them to {values.name.value}, rename them with aliases, or leave them."


def _never_seen(source: JudgedSource, values: JudgedValues) -> Finding:
    absent = [shown(value) for value in values.absent]
    everything = not values.declared
    said = "none of its values occurs" if everything else "some of its values never occur"
    return about(
        source,
        code="values-never-seen",
        severity=Severity.WARNING if everything else Severity.NOTE,
        message=f"{values.name.value} lists {format_count(len(absent) + len(values.declared))}"
        f" values of {values.column}, and {said}: {listed(absent)}.",
        column=values.column,
        evidence={"values": len(absent)},
        suggestion="Look how they are written in the table: letters are compared exactly.",
    )
