"""From metrics to one query: what is needed is picked, grain by grain, and nothing else.

A metric is a formula over columns of an account. Each column belongs to one grain, which makes it
from the columns of the grain or relation below. The plan walks down from the formulas, so the log
is read once, at the grain of account, user and period, for all metrics together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlglot import exp

from shoal.metrics.derived import derived
from shoal.metrics.grains import care, terms, use
from shoal.metrics.grains.grain import Grain
from shoal.metrics.grains.periods import periods
from shoal.metrics.grains.shape import Shape
from shoal.metrics.held import Held
from shoal.metrics.own import own_grains, period_columns, user_columns
from shoal.metrics.relations import reads, relations, staged_name
from shoal.metrics.sharing import PEOPLE, is_weighted
from shoal.metrics.stage import Stage
from shoal.metrics.staging import staged, staged_columns
from shoal.metrics.trees import column, named, names_in, table, tree
from shoal.records.definitions import MetricDefinition
from shoal.records.judged import Crowded
from shoal.records.queries import Query, QueryColumn, ValueType
from shoal.records.workspace import Role

# What is told of the time an account had stands beside it once and not in every formula: engines
# plan a query of half the length in half the time.
_AGES = "ages"
_OF_AGE = ("lived_days", "logged_days", "exposed", "exposed_weeks", "whole_weeks")
BASE = ("age_days", "seats_declared")

# Their rows tell more as time goes by, so that what is held for all dates tells too much.
_BY_DATE = frozenset({Role.ACCOUNTS, Role.SUBSCRIPTIONS, Role.TICKETS, Role.SURVEYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is measured, and how wide its aggregations are.

    `n_features` is None where features ever seen by the date are on offer besides those that are
    listed. `n_steps` are listed; where it `has_other_steps`, those ever seen are on offer too.
    `crowded` columns of features have too many values for it.
    """

    stage: Stage
    metrics: tuple[MetricDefinition, ...]
    shape: Shape
    has_logins: bool = False
    n_features: int | None = None
    n_steps: int = 0
    has_other_steps: bool = True
    crowded: Crowded | None = None


def snapshot_query(
    plan: Plan, as_of: date, *, held: frozenset[Role] = frozenset(), log: Held = Held.ROWS
) -> Query:
    """Return the query that measures all metrics of all accounts as of a date.

    Parameters
    ----------
    plan : Plan
    as_of : date
        The last day that is read.
    held : frozenset of Role
        Roles whose staged rows the engine holds under `relations.staged_name`. Accounts,
        subscriptions, tickets and surveys are read again all the same: what they say of a date is
        not what they say of a later one.
    log : Held
        The form in which events are held, if they are.

    Returns
    -------
    Query
        `account_id`, `as_of`, then the metrics by name; one row an account, in the order of ids.
    """
    return _Planner(plan, as_of, held, log).query()


def staged_query(stage: Stage, role: Role) -> Query | None:
    """Return the staged rows of a role as a query of their own; None without a source of it."""
    rows = staged(stage, role)
    if rows is None:
        return None
    columns = staged_columns(stage, role)
    select = exp.select(*(column(c.name) for c in columns)).from_(rows.subquery("rows"))
    return Query(tree=select, columns=columns, parameters=dict(stage.bindings.values))


class _Planner:
    def __init__(self, plan: Plan, as_of: date, held: frozenset[Role], log: Held) -> None:
        self._plan, self._as_of, self._held = plan, as_of, held - _BY_DATE
        self._log = log if Role.EVENTS in self._held else Held.ROWS
        owned = plan.stage.own
        self._grains = {g.name: g for g in _grains(plan, self._log)}
        self._grain_of = {name: g.name for g in self._grains.values() for name in g.columns}
        self._derived = derived(
            plan.shape,
            has_logins=plan.has_logins,
            features=plan.n_features,
            steps=plan.n_steps,
            has_other_steps=plan.has_other_steps,
        ) | {"seats": _seats(plan.stage)}
        self._relations = relations(as_of, owned)
        self._needed: dict[str, set[str]] = {}
        self._sources: set[str] = set()

    def query(self) -> Query:
        formulas = {m.name: self._expanded(tree(m.formula)) for m in self._plan.metrics}
        for formula in formulas.values():
            self._need(names_in(formula))
        self._need({"first_day_age", "log_age"})
        names = sorted(formulas)
        select = exp.select(
            named(column("account", "accounts"), "account_id"),
            named(tree(f"date '{self._as_of}'"), "as_of"),
            # Each copy of trees of thousands of nodes would cost more than the rest of planning.
            *(exp.alias_(self._read(formulas[n]), n, quoted=True, copy=False) for n in names),
        ).from_(table("accounts"))
        self._with_grains(select, set(self._needed))
        same = exp.EQ(this=column("account", _AGES), expression=column("account", "accounts"))
        select.join(table(_AGES), on=same, join_type="left", copy=False)
        select.order_by(column("account", "accounts"), copy=False)
        for name, cte in self._ctes().items():
            select.with_(exp.to_identifier(name, quoted=True), as_=cte, copy=False)
        return Query(
            tree=select,
            columns=(
                QueryColumn(name="account_id", type=ValueType.TEXT),
                QueryColumn(name="as_of", type=ValueType.DATE),
                *(QueryColumn(name=name, type=ValueType.NUMBER) for name in names),
            ),
            parameters=dict(self._plan.stage.bindings.values),
        )

    def _expanded(self, formula: exp.Expr, *, apart: tuple[str, ...] = _OF_AGE) -> exp.Expr:
        """Replace derived columns by their formulas, but for those `apart`; the window by days."""
        whole = exp.paren(formula)
        for hole in list(whole.find_all(exp.Placeholder)):
            hole.replace(exp.Literal.number(float(self._plan.shape.window_days)))
        for found in list(whole.find_all(exp.Column)):
            if found.name in self._derived and found.name not in apart:
                inner = self._expanded(tree(self._derived[found.name]), apart=apart)
                found.replace(inner)
        return whole

    def _need(self, names: set[str]) -> None:
        for name in names - {*BASE, *_OF_AGE}:
            grain = self._grains[self._grain_of[name]]
            if not self._is_there(grain.source):
                continue
            known = self._needed.setdefault(grain.name, set())
            if name in known:
                continue
            known.add(name)
            if grain.source in self._grains:
                keys = {*self._grains[grain.source].by, "account", "who"}
                self._need(names_in(tree(grain.columns[name])) - keys)
            else:
                self._sources.add(grain.source)

    def _is_there(self, source: str) -> bool:
        """Whether the workspace has a source of what a grain is made from in the end."""
        while source in self._grains:
            source = self._grains[source].source
        roots = reads(source, self._plan.stage.own)
        return all(
            bool(self._plan.stage.of_role(r)) if isinstance(r, Role) else self._is_there(r)
            for r in roots
        )

    def _used_grains(self) -> list[Grain]:
        return [g for g in self._grains.values() if g.name in self._needed]

    def _read(self, formula: exp.Expr) -> exp.Expr:
        """Point columns to their grain, with what they are for an account without rows."""
        for found in list(formula.find_all(exp.Column)):
            if found.name in BASE:
                found.replace(column(found.name, "accounts"))
                continue
            if found.name in _OF_AGE:
                found.replace(column(found.name, _AGES))
                continue
            grain = self._grains[self._grain_of[found.name]]
            found.replace(self._read_from(grain, found.name))
        return formula

    def _read_from(self, grain: Grain, name: str) -> exp.Expr:
        zero = exp.Literal.number(0)
        if grain.name not in self._needed:
            return exp.cast(exp.null(), "double") if name in grain.undefined else zero
        read = column(name, grain.name)
        return read if name in grain.undefined else exp.func("COALESCE", read, zero)

    def _ctes(self) -> dict[str, exp.Expr]:
        found: dict[str, exp.Expr] = {}
        self._add_relation("accounts", found)
        for source in sorted(self._sources):
            self._add_relation(source, found)
        for grain in self._used_grains():
            made = _aggregated(grain, self._needed[grain.name])
            found[grain.name] = _with_people(made) if grain.by == ("number",) else made
        found[_AGES] = self._ages()
        return found

    def _ages(self) -> exp.Select:
        """Return what is told of the time an account had, once for all formulas that read it."""
        select = exp.select(column("account", "accounts")).from_(table("accounts"))
        for name in _OF_AGE:
            formula = self._read(self._expanded(tree(self._derived[name]), apart=()))
            select = select.select(named(formula, name))
        return self._with_grains(select, {"use", "seen"} & set(self._needed))

    def _with_grains(self, select: exp.Select, names: set[str]) -> exp.Select:
        for grain in self._used_grains():
            if grain.name not in names:
                continue
            if grain.by == ("account",):
                same = exp.EQ(
                    this=column("account", grain.name), expression=column("account", "accounts")
                )
                select.join(table(grain.name), on=same, join_type="left", copy=False)
            elif not grain.by:
                select.join(table(grain.name), join_type="cross", copy=False)
        return select

    def _add_relation(self, name: str, found: dict[str, exp.Expr]) -> None:
        if name in found:
            return
        for below in reads(name, self._plan.stage.own):
            if isinstance(below, Role):
                self._add_staged(below, found)
            else:
                self._add_relation(below, found)
        found[name] = self._relations[name]()

    def _add_staged(self, role: Role, found: dict[str, exp.Expr]) -> None:
        rows = staged(self._plan.stage, role)
        if role not in self._held and rows is not None:
            found[staged_name(role)] = rows


def _grains(plan: Plan, log: Held) -> Sequence[Grain]:
    shape, owned = plan.shape, plan.stage.own
    weighted = is_weighted(plan.stage)
    by_period, users = periods(shape, log, is_weighted=weighted), use.users(shape, log)
    return (
        replace(by_period, columns={**by_period.columns, **period_columns(owned)}),
        replace(users, columns={**users.columns, **user_columns(owned)}),
        use.use(shape),
        use.seen(shape),
        terms.terms(shape),
        care.tickets(shape),
        care.surveys(shape),
        care.latest_nps(shape),
        care.milestones(shape),
        care.steps_seen(shape),
        care.engagement(shape),
        care.touches(shape),
        care.outcomes(shape),
        *own_grains(owned),
    )


def _aggregated(grain: Grain, needed: set[str]) -> exp.Select:
    made = {key: tree(formula) for key, formula in grain.keys.items()}
    formulas = {key: made.get(key, column(key)) for key in grain.by}
    keys = [named(node, key) if key in made else node for key, node in formulas.items()]
    picked = [named(tree(grain.columns[name]), name) for name in grain.columns if name in needed]
    select = exp.select(*keys, *picked).from_(table(grain.source))
    if grain.where is not None:
        select = select.where(tree(grain.where))
    return select.group_by(*(node.copy() for node in formulas.values())) if keys else select


def _with_people(numbered: exp.Select) -> exp.Select:
    """Put account and user back in the place of the user's number."""
    rows = exp.select(exp.Star()).from_(numbered.subquery("numbered", copy=False))
    return rows.join(table(PEOPLE), using=["number"])


def _seats(stage: Stage) -> str:
    """Return the seats at the date: those subscribed, else those the accounts say; never zero."""
    subscribed = any("seats" in s.fields for s in stage.of_role(Role.SUBSCRIPTIONS))
    declared = any("seats" in s.fields for s in stage.of_role(Role.ACCOUNTS))
    parts = ["seats_subscribed"] * subscribed + ["seats_declared"] * declared
    if not parts:
        return "cast(null as double)"
    value = f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0]
    return f"(case when {value} > 0 then {value} end)"


def in_order(metrics: Mapping[str, MetricDefinition]) -> tuple[MetricDefinition, ...]:
    """Return definitions by name."""
    return tuple(metrics[name] for name in sorted(metrics))
