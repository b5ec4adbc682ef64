"""The rows of one source as they are judged: those that its `only` keeps, also later ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.metrics.owners import with_account
from shoal.metrics.stage import HAPPENED, Stage
from shoal.metrics.staging import kept
from shoal.metrics.trees import named, tree
from shoal.records.opened import OpenedSource
from shoal.records.workspace import Role

_BEGINS: Mapping[Role, str] = {
    Role.ACCOUNTS: "created",
    Role.SUBSCRIPTIONS: "from",
    Role.CONTACTS: "from",
}
# Without a day these hold at any time; other rows are of no day then.
_ALWAYS = frozenset({Role.ACCOUNTS, Role.CONTACTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What all queries need to know.

    `now` is when the sources are read, in UTC without zone, and `today` the day it is in the
    workspace's zone; the stage's last date is the one that sources are judged as of.
    """

    stage: Stage
    now: datetime
    today: date

    @property
    def as_of(self) -> date:
        """The date that sources are judged as of."""
        return self.stage.last

    def fields(self, source: OpenedSource) -> Fields:
        """Return the reader of a source's fields; all columns count as known."""
        return replace(self.stage.fields(source), unknown=frozenset())


def time_field(source: OpenedSource) -> str | None:
    """Return the field that says when a row came to be or begins, None if there is none."""
    role = source.spec.role
    name = {**HAPPENED, **_BEGINS}[role]
    if role is Role.SURVEYS and name not in source.fields:
        name = "at"
    return name if name in source.fields else None


def is_log(source: OpenedSource) -> bool:
    """Whether rows happened at a time, rather than hold from one."""
    return source.spec.role in HAPPENED


def day_of(source: OpenedSource, fields: Fields) -> exp.Expr:
    """Return the day of a row, as metrics have it."""
    name = time_field(source)
    day = fields.day(name) if name is not None else exp.cast(exp.null(), "date")
    if source.spec.role is Role.SURVEYS and name == "sent":
        return exp.func("COALESCE", day, fields.day("at"))
    return day


def in_time(judging: Judging, source: OpenedSource, day: exp.Expr) -> exp.Expr:
    """Return whether a row is one of those that are read as of the date."""
    by = exp.LTE(this=day, expression=tree(f"date '{judging.as_of}'"))
    otherwise = exp.true() if source.spec.role in _ALWAYS else exp.false()
    return exp.func("COALESCE", exp.paren(by), otherwise)


def judged_rows(
    judging: Judging,
    source: OpenedSource,
    columns: Mapping[str, exp.Expr],
    *,
    with_owner: bool = False,
) -> exp.Select:
    """Return a SELECT of columns by name over the rows that the source's `only` keeps.

    Parameters
    ----------
    judging : Judging
    source : OpenedSource
    columns : mapping of str to Expr
        Trees over the source's table.
    with_owner : bool, default False
        Whether the table is joined through which rows find their account.
    """
    fields = judging.fields(source)
    select = exp.select(*(named(node, name) for name, node in columns.items()))
    select = select.from_(fields.rows())
    if with_owner:
        select = with_account(select, judging.stage, source, fields)
    if source.only is None:
        return select
    return select.where(kept(fields.holds(source.only), source.spec.role))


def is_blank(value: exp.Expr) -> exp.Expr:
    """Return whether a cell holds nothing but blanks."""
    text = exp.Trim(this=exp.cast(value, "text"))
    filled = exp.Nullif(this=text, expression=exp.Literal.string(""))
    return exp.paren(exp.Is(this=filled, expression=exp.null()))


def folded(name: exp.Expr) -> exp.Expr:
    """Return a name as it is when case and blanks do not count."""
    return exp.Lower(this=exp.Trim(this=name))
