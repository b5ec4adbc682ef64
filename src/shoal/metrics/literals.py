"""Values that stand in a statement themselves, for statements that people take along as text."""

from datetime import date
from decimal import Decimal

from sqlglot import exp

from shoal.metrics.bindings import Bound


class Literals:
    """Writes each value where it is used; SQLGlot escapes text as the dialect wants it.

    Examples
    --------
    >>> literals = Literals()
    >>> literals.bind("It's").sql(), literals.bind(14.0).sql(), literals.bind(True).sql()
    ("'It''s'", '1.4E+1', 'TRUE')
    """

    def bind(self, value: Bound) -> exp.Expr:
        """Return the tree of a value.

        A number has an exponent, which every dialect reads as a double and none as a decimal. A
        date is its first instant, since a column of dates may hold times.

        >>> from datetime import date
        >>> Literals().bind(date(2026, 6, 30)).sql()
        "CAST('2026-06-30' AS TIMESTAMP)"
        """
        if isinstance(value, bool):
            return exp.true() if value else exp.false()
        if isinstance(value, str):
            return exp.Literal.string(value)
        if isinstance(value, date):
            return exp.cast(exp.Literal.string(value.isoformat()), "timestamp")
        digits = f"{Decimal(repr(abs(float(value)))).normalize():E}"
        written = exp.Literal.number(digits)
        return exp.Neg(this=written) if value < 0 else written
