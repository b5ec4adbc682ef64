"""A query for people: nothing in it that its answer does not need, each part once and by name."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlglot import exp
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from shoal.metrics.trees import column
from shoal.records.queries import Query

SOURCES = "sources"
# What tells that an event was delivered twice; it feeds each metric, whatever else is read.
_TELLS_REPEATS = frozenset({"id", "at"})


def narrowed(query: Query) -> Query:
    """Return a query with the same answer that reads only what the answer needs.

    Parameters
    ----------
    query : Query
        As `plan.snapshot_query` makes it: what is joined from the left adds columns and no rows.

    Returns
    -------
    Query
        Subqueries stand before it under their names, equal ones once; values are numbered as they
        come.

    Notes
    -----
    Rows with one id that differ in what is not needed become one here, and stay apart in a
    snapshot of all metrics; the audit counts them.
    """
    found = _narrowed(query.tree)
    holes = list(found.find_all(exp.Placeholder, bfs=False))
    numbered = {name: f"p{k}" for k, name in enumerate(dict.fromkeys(h.name for h in holes), 1)}
    for hole in holes:
        hole.set("this", numbered[hole.name])
    values = {new: query.parameters[old] for old, new in numbered.items()}
    return replace(query, tree=found, parameters=values)


def columns_read(query: Query, tables: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the columns that a query reads by table, of the tables that are asked for."""
    found: dict[str, set[str]] = {name: set() for name in tables}
    for read in query.tree.find_all(exp.Column):
        if read.table in found:
            found[read.table].add(read.name)
    return {name: tuple(sorted(columns)) for name, columns in found.items() if columns}


def spoken(query: Query, names: Mapping[str, str]) -> Query:
    """Return a query that calls tables as the workspace does: `names` by table; none runs so."""
    found = query.tree.copy()
    taken = {cte.alias for cte in found.ctes} | {a.name for a in found.find_all(exp.TableAlias)}
    for node in list(found.find_all(exp.Table)):
        if (name := names.get(node.name)) is not None:
            alias = node.name if name in taken else None
            node.replace(exp.table_(name, db=SOURCES, quoted=True, alias=alias))
    for read in list(found.find_all(exp.Column)):
        if (name := names.get(read.table)) is not None and name not in taken:
            read.replace(column(read.name, name))
    for cast in list(found.find_all(exp.Cast)):
        if isinstance(cast.this, exp.Placeholder):  # the engine casts it once more
            cast.replace(cast.this)
    for pair in list(found.find_all(exp.Paren)):
        if isinstance(pair.this, exp.Paren | exp.Column | exp.Literal | exp.Case | exp.Cast):
            pair.replace(pair.this)
    return replace(query, tree=found)


def _narrowed(tree: exp.Select) -> exp.Select:
    whole = eliminate_subqueries(tree.copy())
    ctes = {cte.alias: cte for cte in whole.ctes}
    single = {name for name, cte in ctes.items() if _has_one_row(cte.this)}
    needs: dict[str, set[str]] = {}
    _note(_selects(whole), set(), needs, single)
    for name, cte in reversed(ctes.items()):
        if name not in needs:
            cte.pop()
            continue
        selects = _selects(cte.this)
        for select in selects:
            _keep(select, needs[name])
        _note(selects, needs[name], needs, single)
    for node in whole.find_all(exp.Table):
        if node.alias == node.name:
            node.set("alias", None)
    return whole


def _selects(body: exp.Expr) -> list[exp.Select]:
    """Return the selects that a body puts below each other, without those inside them."""
    if isinstance(body, exp.SetOperation):
        return _selects(body.this) + _selects(body.expression)
    inner = body.unnest()
    return [inner] if isinstance(inner, exp.Select) else []


def _has_one_row(body: exp.Expr) -> bool:
    return (
        isinstance(body, exp.Select)
        and not body.args.get("group")
        and all(p.find(exp.AggFunc) for p in body.expressions)
    )


def _keep(select: exp.Select, needed: set[str]) -> None:
    """Leave out of a select the columns that nobody reads."""
    wanted = needed | _TELLS_REPEATS if select.args.get("distinct") else needed
    kept = [p for p in select.expressions if p.is_star or p.alias_or_name in wanted]
    select.set("expressions", kept or select.expressions[:1])


def _note(
    selects: Iterable[exp.Select],
    needed: set[str],
    needs: dict[str, set[str]],
    single: set[str],
) -> None:
    """Drop joins that add nothing, then note what is read from each table."""
    for select in selects:
        _drop_joins(select, single)
        columns = [c for part in _parts(select) for c in part.find_all(exp.Column)]
        names = {c.name for c in columns}
        names |= {u.name for j in select.args.get("joins") or () for u in j.args.get("using") or ()}
        if select.is_star:
            names |= needed
        for part in _parts(select):
            for read in part.find_all(exp.Table):
                needs.setdefault(read.name, set()).update(names)


def _parts(select: exp.Select) -> list[exp.Expr]:
    """Return a select's parts, without the queries that stand before it."""
    return [
        node
        for key, value in select.args.items()
        if key != "with_"
        for node in (value if isinstance(value, list) else [value])
        if isinstance(node, exp.Expr)
    ]


def _drop_joins(select: exp.Select, single: set[str]) -> None:
    for join in list(select.args.get("joins") or ()):
        others = [p for p in _parts(select) if p is not join]
        columns = [c for part in others for c in part.find_all(exp.Column)]
        adds_no_rows = join.side == "LEFT" or (join.kind == "CROSS" and join.this.name in single)
        is_read = any(c.table in {"", join.this.alias_or_name} for c in columns)
        if adds_no_rows and not is_read:
            join.pop()
