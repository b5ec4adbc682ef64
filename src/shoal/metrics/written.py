"""Text of a table as a time or a number, by trees that mean the same on every engine.

A text is held against one whole pattern, and only what fits is put into the one form that all
engines cast alike. What does not fit is missing: no engine gets to guess.
"""

from sqlglot import exp

from shoal.records.writing import DateOrder, DecimalSign, Writing

_DAY = "(0?[1-9]|[12][0-9]|3[01])"
_MONTH = "(0?[1-9]|1[0-2])"
_YEAR = "([1-9][0-9]{3})"
_PART = "[./-]"
# No other blank than this is in what engines write; a Mac puts a narrow one before pm.
_BLANKS = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]?"
_SECONDS = "(?::[0-5][0-9](?:[.][0-9]{1,6})?)?"
_OFFSET = "(Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
# Of billionths of a second the last three digits are left out.
_FRACTION = "(?:([.][0-9]{1,6})[0-9]{0,3})?"
_CLOCK = (
    f"(?:(?:,? |T)((?:[01]?[0-9]|2[0-3]):[0-5][0-9])(?:(:[0-5][0-9]){_FRACTION})? ?{_OFFSET}?)?"
)
_HALF_CLOCK = f",? ((?:0?[1-9]|1[0-2]):[0-5][0-9]{_SECONDS}){_BLANKS}[AaPp][Mm]"
_ENDS_IN_OFFSET = f":[0-9.]+ ?{_OFFSET}$"
_NIGHT = f" 12:[0-9:.]+{_BLANKS}[Aa][Mm]$"
_AFTERNOON = f" (0?[1-9]|1[01]):[0-9:.]+{_BLANKS}[Pp][Mm]$"
_HALF_DAY = "43200.0"  # seconds
_GROUPS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
_MONEY = "$€£¥"
_EXPONENT = "([eE][+-]?[0-9]+)?"
_ORDERS = {
    DateOrder.YEAR_FIRST: ((_YEAR, _MONTH, _DAY), r"\1-\2-\3"),
    DateOrder.DAY_FIRST: ((_DAY, _MONTH, _YEAR), r"\3-\2-\1"),
    DateOrder.MONTH_FIRST: ((_MONTH, _DAY, _YEAR), r"\3-\1-\2"),
}


def read_text(text: exp.Expr, wanted: str, writing: Writing) -> exp.Expr:
    """Return a text as a SQL type; missing where it is none in the way it should be written.

    Parameters
    ----------
    text : Expr
    wanted : str
        `timestamp` (as clocks show it, whatever offset the text ends with), `timestamptz` (missing
        where the text ends with none), `date`, `double`, or a type that has one way to be written.
    writing : Writing
        Which way that is.
    """
    if wanted == "timestamptz":
        return _instant(_bare(text), writing)
    if wanted == "timestamp":
        return _time(_bare(text), writing)
    if wanted == "date":
        return exp.cast(_time(_bare(text), writing), "date")
    if wanted == "double" and writing.decimal is not None:
        return _cast(_number(exp.Trim(this=text.copy()), writing.decimal), wanted)
    return _cast(text, wanted)


def _bare(text: exp.Expr) -> exp.Expr:
    signs = [exp.Literal.string(sign) for sign in (" UTC", "Z")]
    return exp.Trim(this=exp.func("REPLACE", text.copy(), *signs))


def _instant(bare: exp.Expr, writing: Writing) -> exp.Expr:
    told = _in_order(bare, writing, _CLOCK, r" \4\5\6\7")
    # Spark reads an offset behind seconds alone.
    value = _cast(_replaced(told, "( [0-9]+:[0-9]+)([Z+-])", r"\1:00\2"), "timestamptz")
    return exp.paren(exp.Case().when(_fits(bare, _ENDS_IN_OFFSET), value))


def _time(bare: exp.Expr, writing: Writing) -> exp.Expr:
    plain = _cast(_in_order(bare, writing, _CLOCK, r" \4\5\6"), "timestamp")
    by_half_days = exp.Case().when(_fits(bare, "[Mm]$"), _half_day_time(bare, writing))
    return exp.paren(by_half_days.else_(plain))


def _half_day_time(bare: exp.Expr, writing: Writing) -> exp.Expr:
    """Read 2:05 PM as 2:05 and move it by half a day; 12:05 is the first hour of its half."""
    clock = _cast(_in_order(bare, writing, _HALF_CLOCK, r" \4"), "timestamp")
    seconds = (
        exp.Case()
        .when(_fits(bare, _NIGHT), exp.Literal.number(f"-{_HALF_DAY}"))
        .when(_fits(bare, _AFTERNOON), exp.Literal.number(_HALF_DAY))
        .else_(exp.Literal.number("0.0"))
    )
    return exp.TimestampAdd(this=clock, expression=exp.paren(seconds), unit=exp.var("SECOND"))


def _in_order(bare: exp.Expr, writing: Writing, clock: str, written: str) -> exp.Expr:
    """Return a time as 2025-12-31 and what `written` makes of its clock."""
    case = exp.Case()
    for order in dict.fromkeys((writing.dates or DateOrder.YEAR_FIRST, DateOrder.YEAR_FIRST)):
        parts, begin = _ORDERS[order]
        pattern = f"^{_PART.join(parts)}{clock}$"
        found = _replaced(bare, pattern, begin + written)
        case = case.when(_fits(bare, pattern), exp.Trim(this=found))
    return exp.paren(case)


def _number(bare: exp.Expr, sign: DecimalSign) -> exp.Expr:
    """Take signs of money and of thousands away and write a point before decimals."""
    decimal, other = (",", ".") if sign is DecimalSign.COMMA else (".", ",")
    group = f"[{other}{_GROUPS}]"
    whole = f"([0-9]{{1,3}}({group}[0-9]{{3}})+|[0-9]+)"
    number = f"({whole}([{decimal}][0-9]*)?|[{decimal}][0-9]+){_EXPONENT}"
    pattern = f"^[+-]?([{_MONEY}] ?)?{number}( ?[{_MONEY}])?$"
    plain = exp.Translate(
        this=bare.copy(),
        from_=exp.Literal.string(f"{decimal}{other}{_GROUPS}{_MONEY}"),
        to=exp.Literal.string("."),
    )
    return exp.paren(exp.Case().when(_fits(bare, pattern), plain))


def _fits(text: exp.Expr, pattern: str) -> exp.Expr:
    return exp.RegexpLike(this=text.copy(), expression=exp.Literal.string(pattern))


def _replaced(text: exp.Expr, pattern: str, by: str) -> exp.Expr:
    signs = {"expression": pattern, "replacement": by}
    literals = {name: exp.Literal.string(sign) for name, sign in signs.items()}
    return exp.RegexpReplace(this=text.copy(), **literals)


def _cast(text: exp.Expr, wanted: str) -> exp.Expr:
    return exp.TryCast(this=text.copy(), to=exp.DataType.build(wanted), safe=True)
