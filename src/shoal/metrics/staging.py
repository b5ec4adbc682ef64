"""Each source's rows in the form of its role: one SELECT a source, one relation a role.

Every relation has `account` and, where rows have a time, `day` in the workspace's zone. Nothing is
aggregated here, and nothing later than the last date that is measured comes through.
"""

from datetime import timedelta

from sqlglot import exp

from shoal.metrics.counted import events_in_row
from shoal.metrics.fields import Fields
from shoal.metrics.forms import TYPES, columns_of
from shoal.metrics.grains.shape import BITS, bits, feature_columns
from shoal.metrics.own_columns import own_columns, own_types
from shoal.metrics.owners import account_of, with_account
from shoal.metrics.stage import Stage
from shoal.metrics.trees import column, named, tree, union
from shoal.records.opened import OpenedSource
from shoal.records.queries import QueryColumn, ValueType
from shoal.records.workspace import Role


def staged(stage: Stage, role: Role) -> exp.Select | exp.Union | None:
    """Return the relation of a role, None where the workspace has no source of it."""
    sources = stage.of_role(role)
    return union([_staged_source(stage, source) for source in sources]) if sources else None


def staged_columns(stage: Stage, role: Role) -> tuple[QueryColumn, ...]:
    """Return the columns of a role's relation with their types, without an event's id."""
    types = {"account": ValueType.TEXT, **TYPES[role]}
    if role is Role.EVENTS:
        types |= dict.fromkeys(feature_columns(len(stage.features)), ValueType.WHOLE)
    types |= own_types(stage.own, role)
    return tuple(QueryColumn(name=name, type=kind) for name, kind in types.items())


def kept(condition: exp.Expr, role: Role) -> exp.Expr:
    """Keep an account whose condition cannot be told; other rows need it to hold."""
    if role is not Role.ACCOUNTS:
        return exp.paren(condition)
    return exp.func("COALESCE", exp.paren(condition), exp.true())


def _staged_source(stage: Stage, source: OpenedSource) -> exp.Select:
    fields = stage.fields(source)
    role = source.spec.role
    select = exp.select(
        named(_account(source, fields), "account"),
        *(named(node, name) for name, node in columns_of(stage, source, fields).items()),
        *own_columns(stage, source, fields),
    ).from_(fields.rows())
    select = with_account(select, stage, source, fields)
    if role is Role.EVENTS and fields.has("feature") and stage.features:
        select = _with_features(select, stage, fields)
    if source.spec.only is not None and source.only is not None:
        select = select.where(kept(fields.holds(source.only), role))
    if role is not Role.EVENTS:
        return select
    select = select.where(_before_end(stage, fields))
    if fields.has("count"):  # a row that stands for no event is none
        select = select.where(exp.GT(this=events_in_row(fields), expression=tree("0.0")))
    if not any("id" in s.fields for s in stage.of_role(role)):
        return select
    # The same event delivered twice is one event; of those without an id, one at the same instant.
    has_id = fields.has("id")
    at = exp.Case().when(
        exp.Is(this=fields.text("id"), expression=exp.null()), fields.instant("at")
    )
    nothing = exp.cast(exp.null(), "timestamp")
    select = select.select(named(fields.text("id"), "id"), named(at if has_id else nothing, "at"))
    return select.distinct() if has_id else select


def _account(source: OpenedSource, fields: Fields) -> exp.Expr:
    if source.spec.role is Role.EVENTS and source.spec.via is None:
        return fields.label("account")
    return account_of(source, fields)


def _with_features(select: exp.Select, stage: Stage, fields: Fields) -> exp.Select:
    """Join the bit of each row's feature, so that nothing has to be shifted row by row."""
    sets = feature_columns(len(stage.features))
    rows = []
    # A list is a promise: of a source that has one, no other value is a feature.
    has_list = bool(fields.source.spec.values.get("features"))
    for slot, name in enumerate(stage.features):
        if has_list and name not in stage.listed_features:
            continue
        numbers = [
            bits(slot % BITS, slot % BITS + 1) * (k == slot // BITS) for k in range(len(sets))
        ]
        whole = [exp.cast(exp.Literal.number(n), "bigint") for n in numbers]
        rows.append(exp.Tuple(expressions=[fields.bindings.bind(name), *whole]))
    alias = exp.TableAlias(
        this=exp.to_identifier("features", quoted=True),
        columns=[exp.to_identifier(name, quoted=True) for name in ("feature", *sets)],
    )
    same = exp.EQ(this=fields.label("feature"), expression=column("feature", "features"))
    return select.join(exp.Values(expressions=rows, alias=alias), on=same, join_type="left")


def _before_end(stage: Stage, fields: Fields) -> exp.Expr:
    """Return whether an event happened in time, in the form that files can skip rows by."""
    if fields.source.type_of(fields.source.fields["at"]) is ValueType.DATE:
        return exp.LTE(this=fields.day("at"), expression=tree(f"date '{stage.last}'"))
    if fields.is_local("at"):  # as it is stored, it need not go through the changes of clocks
        midnight = tree(f"timestamp '{stage.last + timedelta(days=1)} 00:00:00'")
        return exp.LT(this=fields.raw("at"), expression=midnight)
    end = tree(f"timestamp '{stage.end:%Y-%m-%d %H:%M:%S}'")
    return exp.LT(this=fields.instant("at"), expression=end)
