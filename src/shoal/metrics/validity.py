"""Until when a row holds, whichever way its source writes ends."""

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.records.workspace import Ends


def first_day_without(fields: Fields) -> exp.Expr:
    """Return the first day on which a row holds no more; NULL where it still does.

    Where ends are inclusive the row holds on its last day too, so that it is the day after.
    """
    day = fields.day("to")
    if fields.source.spec.ends is Ends.EXCLUSIVE or not fields.has("to"):
        return day
    return exp.DateAdd(this=day, expression=exp.Literal.number(1), unit=exp.var("DAY"))
