"""A statement built of stages, each of which names what the next ones read."""

from collections.abc import Mapping

from sqlglot import exp

from shoal.segments.assignment.sql.dialects import SqlDialect


class Stages:
    """Common table expressions, each of them all columns of the one before and some more."""

    def __init__(self, source: exp.Table, *, dialect: SqlDialect) -> None:
        self._last: exp.Table = source
        self._ctes: list[exp.CTE] = []
        self._dialect = dialect

    def start(self, name: str, columns: Mapping[str, exp.Expr]) -> None:
        """Read columns of the source; the other columns stay behind."""
        self._stage(name, [exp.alias_(e, c, copy=False) for c, e in columns.items()])

    def add(self, name: str, columns: Mapping[str, exp.Expr]) -> None:
        """Add columns; a stage without any is left out."""
        if columns:
            made = [exp.alias_(e, c, copy=False) for c, e in columns.items()]
            self._stage(name, [exp.Star(), *made])

    def finish(self, columns: Mapping[str, exp.Expr]) -> exp.Select:
        """Return the statement, whose columns have exactly these names."""
        made = [exp.alias_(e, c, quoted=True, copy=False) for c, e in columns.items()]
        statement = exp.select(*made, copy=False).from_(self._last, copy=False)
        statement.set("with_", exp.With(expressions=self._ctes))
        return statement

    def _stage(self, name: str, columns: list[exp.Expr]) -> None:
        query = exp.select(*columns, copy=False).from_(self._last, copy=False)
        if self._dialect.merges_stages:
            query = query.offset(0, copy=False)
        alias = exp.TableAlias(this=exp.to_identifier(name))
        self._ctes.append(exp.CTE(this=query, alias=alias))
        self._last = exp.to_table(name)
