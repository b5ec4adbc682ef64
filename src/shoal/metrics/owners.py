"""How rows find their account through another source: one account a row, as of the row's day.

What is known of a key is cut into spans of days; in each span one account has it. So no row is ever
doubled, and a row that begins after the last date that is measured says nothing about what was
before it.
"""

from sqlglot import exp

from shoal.metrics.fields import Fields
from shoal.metrics.stage import HAPPENED, Stage
from shoal.metrics.trees import column, named, tree, union
from shoal.metrics.validity import first_day_without
from shoal.records.opened import OpenedSource
from shoal.records.workspace import Role

_EVER, _FOR_EVER = "date '1900-01-01'", "date '2999-12-31'"


def account_of(source: OpenedSource, fields: Fields) -> exp.Expr:
    """Return the account of a row, which may have to be joined by `with_account`."""
    return column("account", "owners") if source.spec.via is not None else fields.text("account")


def with_account(
    select: exp.Select, stage: Stage, source: OpenedSource, fields: Fields
) -> exp.Select:
    """Join the table through which rows find their account."""
    via = source.spec.via
    if via is None:
        return select
    owner = next(s for s in stage.sources if s.name == via.source)
    own_key, owner_key = via_keys(source, owner)
    owners = _owners(stage, owner, owner_key)
    day = happened(source, fields)
    same = exp.and_(
        exp.EQ(this=fields.key(own_key), expression=column("key", "owners")),
        exp.LTE(this=column("begins", "owners"), expression=day),
        exp.LT(this=day.copy(), expression=column("until", "owners")),
    )
    return select.join(owners.subquery("owners"), on=same, join_type="left")


def via_keys(source: OpenedSource, owner: OpenedSource) -> tuple[str, str]:
    """Return the field or column of a source, and of its owner, that have to be the same."""
    on = source.spec.via.on if source.spec.via is not None else "account"
    name = "key" if owner.spec.role is Role.SUBSCRIPTIONS else "user"
    own = on if on in source.fields or _has(source, on) else name
    return own, on if on in owner.fields or _has(owner, on) else name


def happened(source: OpenedSource, fields: Fields) -> exp.Expr:
    """Return the day on which a row came to be."""
    day = fields.day(HAPPENED[source.spec.role])
    if source.spec.role is not Role.SURVEYS:
        return day
    # A survey without a day of sending counts as sent when it was answered.
    answered = fields.day("at")
    return exp.func("COALESCE", day, answered) if fields.has("sent") else answered


def _owners(stage: Stage, owner: OpenedSource, key: str) -> exp.Select:
    """Return spans of days, `begins` to before `until`, in which a key is one account's.

    Of several accounts on a day, known ones go first, then the one that began last; of those that
    began on one day, the first in the alphabet.
    """
    theirs = stage.fields(owner)
    rows = _rows(stage, owner, theirs, key).subquery("claims")
    if not theirs.has("from") and not theirs.has("to"):
        whole = exp.select(
            column("key"),
            named(tree('coalesce(min("known"), min("account"))'), "account"),
            named(tree('min("begins")'), "begins"),
            named(tree('max("ends")'), "until"),
        )
        return whole.from_(rows).group_by(column("key"))
    spans = _spans(rows)
    place = tree(
        'row_number() over (partition by "spans"."key", "spans"."begins"'
        ' order by case when "claims"."known" is null then 1 else 0 end,'
        ' "claims"."begins" desc, "claims"."account")'
    )
    claimed = (
        exp.select(
            column("key", "spans"),
            column("begins", "spans"),
            column("until", "spans"),
            column("account", "claims"),
            named(place, "place"),
        )
        .from_(spans.subquery("spans"))
        .join(
            rows.copy(),
            on=tree(
                '"claims"."key" = "spans"."key" and "claims"."begins" <= "spans"."begins"'
                ' and "claims"."ends" > "spans"."begins"'
            ),
        )
        .where(tree('"spans"."until" is not null'))
    )
    return (
        exp.select(column("key"), column("account"), column("begins"), column("until"))
        .from_(claimed.subquery("claimed"))
        .where(tree('"place" = 1'))
    )


def _spans(rows: exp.Subquery) -> exp.Select:
    """Cut the days of each key wherever a claim begins or ends."""
    edges = union(
        [
            exp.select(column("key"), named(column(name), "edge")).from_(rows.copy())
            for name in ("begins", "ends")
        ]
    )
    following = tree('lead("edge") over (partition by "key" order by "edge")')
    return exp.select(
        column("key"), named(column("edge"), "begins"), named(following, "until")
    ).from_(
        exp.select(column("key"), column("edge"))
        .distinct()
        .from_(edges.subquery("all_edges"))
        .subquery("edges")
    )


def _rows(stage: Stage, owner: OpenedSource, theirs: Fields, key: str) -> exp.Select:
    """Return who claims a key from when to when, as far as that was known at the last date.

    `known` is the account once more, missing where the accounts have none of that name.
    """
    account = theirs.text("account")
    same = exp.EQ(this=column("account", "known"), expression=account.copy())
    select = (
        exp.select(
            named(theirs.key(key), "key"),
            named(account, "account"),
            named(column("account", "known"), "known"),
            named(_begins(owner, theirs, key), "begins"),
            named(_ends(owner, theirs), "ends"),
        )
        .from_(theirs.rows())
        .join(_known_accounts(stage).subquery("known"), on=same, join_type="left")
        .where(_is_said(theirs.key(key)), _is_said(account.copy()))
    )
    if owner.only is not None:
        select = select.where(exp.paren(theirs.holds(owner.only)))
    if theirs.has("from"):
        begun = exp.LTE(this=_from(theirs), expression=tree(f"date '{stage.last}'"))
        select = select.where(begun)
    return select


def _known_accounts(stage: Stage) -> exp.Select:
    """Return the ids of accounts: one that nobody knows has a key only if no other claims it."""
    (accounts,) = stage.of_role(Role.ACCOUNTS)
    fields = stage.fields(accounts)
    return exp.select(named(fields.text("account"), "account")).distinct().from_(fields.rows())


def _is_said(node: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=node, expression=exp.null()))


def _from(theirs: Fields) -> exp.Expr:
    return exp.func("COALESCE", theirs.day("from"), tree(_EVER))


def _begins(owner: OpenedSource, theirs: Fields, key: str) -> exp.Expr:
    if not theirs.has("from"):
        return tree(_EVER)
    if owner.spec.role is not Role.SUBSCRIPTIONS:
        return _from(theirs)
    # The name of a subscription is its account's also before it began and after it ended.
    first = exp.Window(this=exp.Min(this=_from(theirs)), partition_by=[theirs.key(key)])
    is_first = exp.EQ(this=_from(theirs), expression=first)
    return exp.Case().when(is_first, tree(_EVER)).else_(_from(theirs))


def _ends(owner: OpenedSource, theirs: Fields) -> exp.Expr:
    if owner.spec.role is Role.SUBSCRIPTIONS:
        return tree(_FOR_EVER)
    return exp.func("COALESCE", first_day_without(theirs), tree(_FOR_EVER))


def _has(source: OpenedSource, name: str) -> bool:
    return any(found.name == name for found in source.columns)
