"""What a source says beside its columns: lists of values, kinds, money."""

from collections.abc import Callable, Mapping

from shoal.records.roles import KIND_WORDS
from shoal.records.samples import ColumnSample
from shoal.records.workspace import Role
from shoal.spec.guessing.guess import SourceGuess
from shoal.spec.guessing.lines import Setting
from shoal.spec.guessing.values import (
    actor_values,
    integration_values,
    kind_of_name,
    kind_of_scale,
    kind_values,
    login_values,
    severe_values,
    survey_scale,
)
from shoal.spec.guessing.words import plain
from shoal.spec.guessing.writings import writing_settings

MOST_LISTED = 40

_CURRENCY_WORDS = {"usd": "USD", "eur": "EUR", "euro": "EUR", "gbp": "GBP", "chf": "CHF"}
_CURRENCY_COLUMNS = ("currency", "currency_code", "waehrung")
_YEARLY = ("arr", "annual", "year", "jahr", "acv")
_MONTHLY = ("mrr", "month", "monthly")
_SECONDS = ("sec", "secs", "second", "seconds", "sekunden", "sek", "ms", "millis")
_HOURS = ("hour", "hours", "hrs", "stunden")
_DURATION = ("duration", "time", "dauer", "usage", "session", "nutzung")


def settings_of(source: SourceGuess) -> tuple[Setting, ...]:
    """Return the settings of a source beside its columns, in the order they are written."""
    makers: Mapping[Role, tuple[Callable[[SourceGuess], list[Setting]], ...]] = {
        Role.ACCOUNTS: (_constant,),
        Role.SUBSCRIPTIONS: (_amounts,),
        Role.EVENTS: (_events,),
        Role.TICKETS: (_severe, _rated),
        Role.SURVEYS: (_survey,),
        Role.MILESTONES: (_steps,),
        Role.ENGAGEMENT: (_kind,),
        Role.OUTCOMES: (_kind, _amounts),
    }
    told = (s for make in makers.get(source.role, ()) for s in make(source))
    return (*writing_settings(source), *told)


def currency_of(source: SourceGuess, field: str) -> Setting:
    """Return the currency of a field's amounts, as a comment where nothing tells it."""
    column = source.fields[field]
    named = next((c for c in source.table.columns if plain(c.name) in _CURRENCY_COLUMNS), None)
    if named is not None:
        return Setting(key="currency_column", value=named.name)
    words = plain(column).split("_")
    found = next((_CURRENCY_WORDS[w] for w in words if w in _CURRENCY_WORDS), None)
    if found is not None:
        return Setting(key="currency", value=found, comment="as the column's name says")
    return Setting(
        key="currency",
        value="EUR",
        off=True,
        comment="nothing says which",
        look=f"{source.name}: say the currency of {column}.",
    )


def _of(source: SourceGuess, field: str) -> ColumnSample | None:
    return source.table.column(source.fields[field]) if field in source.fields else None


def _constant(source: SourceGuess) -> list[Setting]:
    fields = tuple(f for f in ("industry", "country") if f in source.fields)
    if not fields:
        return []
    return [
        Setting(
            key="assume_constant",
            value=fields,
            off=True,
            comment="if they hold for past dates too: the table has them as of today",
        )
    ]


def _amounts(source: SourceGuess) -> list[Setting]:
    if "amount" not in source.fields:
        return []
    found = [currency_of(source, "amount")]
    if source.role is Role.SUBSCRIPTIONS:
        found.insert(0, _period(source))
    return found


def _period(source: SourceGuess) -> Setting:
    """Return what an amount is for, by the column's name; a month where it does not tell."""
    column = source.fields["amount"]
    words = set(plain(column).split("_"))
    if words & set(_YEARLY):
        return Setting(key="amount_per", value="year", comment="as the column's name says")
    if words & set(_MONTHLY) or "monat" in plain(column):
        return Setting(key="amount_per", value="month", comment="as the column's name says")
    return Setting(
        key="amount_per",
        value="month",
        comment="month or year",
        look=f"{source.name}: is {column} an amount for a month?",
    )


def _events(source: SourceGuess) -> list[Setting]:
    found = [*_actors(source), *_lists(source)]
    if "minutes" not in source.fields:
        found += _durations(source)
    return found


def _actors(source: SourceGuess) -> list[Setting]:
    actor = _of(source, "actor")
    if actor is None:
        return []
    known = actor_values(actor)
    if not known:
        return [
            Setting(
                key="actors",
                value={"person": actor.values[:MOST_LISTED] or ("web",)},
                off=True,
                comment="who acted: person, api or agent",
                look=f"{source.name}: say which values of {actor.name} are people.",
            )
        ]
    return [Setting(key="actors", value=known, comment="who acted, by values of actor")]


def _lists(source: SourceGuess) -> list[Setting]:
    found = []
    name, feature = _of(source, "name"), _of(source, "feature")
    logins = login_values(name) if name is not None else ()
    if logins:
        found.append(Setting(key="logins", value=logins, comment="values of name"))
    if feature is not None and feature.values:
        found.append(
            Setting(
                key="features",
                value=tuple(sorted(feature.values[:MOST_LISTED])),
                off=True,
                comment="what is on offer; else all that was ever seen counts",
            )
        )
        joined = integration_values(feature)
        if joined:
            found.append(
                Setting(key="integrations", value=joined, comment="features that sound so")
            )
    return found


def _durations(source: SourceGuess) -> list[Setting]:
    """Say where a length of use is there in another unit than minutes."""
    for column in source.table.columns:
        words = plain(column.name).split("_")
        units = [u for u in (_SECONDS, _HOURS) if set(words) & set(u)]
        if units and set(words) & set(_DURATION):
            unit = "seconds" if units[0] is _SECONDS else "hours"
            return [
                Setting(
                    key="",
                    value="",
                    comment=f"{column.name} seems to be in {unit}; minutes are needed",
                    look=f"{source.name}: {column.name} seems to be in {unit}; add a column of"
                    " minutes if time of use is to be measured.",
                )
            ]
    return []


def _severe(source: SourceGuess) -> list[Setting]:
    severity = _of(source, "severity")
    if severity is None:
        return []
    severe = severe_values(severity)
    others = ", ".join(v for v in severity.values[:8] if v not in severe)
    if severe:
        comment = f"the others: {others}" if others else ""
        return [Setting(key="severe", value=severe, comment=comment)]
    return [
        Setting(
            key="severe",
            value=severity.values[:8] or ("high",),
            off=True,
            comment="keep those that are severe",
            look=f"{source.name}: say which values of {severity.name} are severe.",
        )
    ]


def _rated(source: SourceGuess) -> list[Setting]:
    rating = _of(source, "satisfaction")
    if rating is None or rating.high is None:
        return []
    seen = f"of {rating.name}; answers go from {rating.low:g} to {rating.high:g}"
    return [Setting(key="scale", value=survey_scale("csat", rating), comment=seen)]


def _survey(source: SourceGuess) -> list[Setting]:
    score = _of(source, "score")
    kinds = _kind_column(source)
    if kinds or score is None:
        return kinds
    kind = kind_of_name(source.table.name, [score.name], Role.SURVEYS)
    found = kind or kind_of_scale(score)
    low, high = survey_scale(found, score)
    seen = "" if score.low is None else f"answers go from {score.low:g} to {score.high:g}"
    return [
        Setting(
            key="kind",
            value=found,
            comment="nps, csat or ces",
            look="" if kind else f"{source.name}: is this survey {found}? Its answers look so.",
        ),
        Setting(key="scale", value=(low, high), comment=seen),
    ]


def _steps(source: SourceGuess) -> list[Setting]:
    name = _of(source, "name")
    if name is None or not name.values:
        return []
    steps = name.values[:MOST_LISTED]
    return [
        Setting(
            key="steps",
            value=steps,
            comment="by how many reached them",
            look=f"{source.name}: put the steps into their order.",
        ),
        Setting(
            key="value_step",
            value=steps[-1],
            off=True,
            comment="the step with which a customer has got what it came for",
        ),
    ]


def _kind(source: SourceGuess) -> list[Setting]:
    found = _kind_column(source)
    if found:
        return found
    kind = kind_of_name(source.table.name, source.fields.values(), source.role)
    words = ", ".join(KIND_WORDS[source.role])
    usual = kind or KIND_WORDS[source.role][0]
    return [
        Setting(
            key="kind",
            value=usual,
            comment=f"of all rows: one of {words}",
            look=f"{source.name}: are all rows {usual}?",
        )
    ]


def _kind_column(source: SourceGuess) -> list[Setting]:
    column = _of(source, "kind")
    if column is None:
        return []
    meant = kind_values(column, source.role)
    if not meant:
        return []
    found = [Setting(key="kind_column", value=column.name)]
    if any(value != word for value, word in meant.items()):
        found.append(Setting(key="kind", value=meant, comment="value: what it means"))
    strange = [v for v in column.values if v not in meant]
    if strange:
        told = ", ".join(strange[:5])
        found[0] = Setting(
            key="kind_column",
            value=column.name,
            comment=f"not known: {told}",
            look=f"{source.name}: say what these values of {column.name} mean: {told}.",
        )
    return found
