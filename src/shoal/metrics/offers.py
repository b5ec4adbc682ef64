"""What sources allow to be measured, by name, so that a preset can say what it needs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from shoal.records.opened import OpenedSource
from shoal.records.workspace import Role

_Test = Callable[[OpenedSource], bool]


def _field(name: str) -> _Test:
    return lambda source: name in source.fields


def _list(name: str) -> _Test:
    return lambda source: bool(source.spec.values.get(name))


def _kind(name: str) -> _Test:
    """Whether a source may have rows of a kind: it says so, or a column tells."""
    return lambda source: (
        source.spec.kind == name or (source.spec.kind is None and "kind" in source.fields)
    )


def _any(_source: OpenedSource) -> bool:
    return True


# name: (role, what a source of it must have, in words that end "needs ...")
OFFERS: Final[Mapping[str, tuple[Role, _Test, str]]] = {
    "events": (Role.EVENTS, _any, "a source of events"),
    "users": (Role.EVENTS, _field("user"), "events with a user"),
    "features": (Role.EVENTS, _field("feature"), "events with a feature"),
    "minutes": (Role.EVENTS, _field("minutes"), "events with minutes"),
    "integrations": (
        Role.EVENTS,
        lambda s: "feature" in s.fields and bool(s.spec.values.get("integrations")),
        "events with a feature, and a list of integrations",
    ),
    "people": (
        Role.EVENTS,
        lambda s: "actor" in s.fields and bool(s.spec.actors.get("person")),
        "events with an actor, and actors that lists people",
    ),
    "api": (
        Role.EVENTS,
        lambda s: "actor" in s.fields and bool(s.spec.actors.get("api")),
        "events with an actor, and actors that lists api",
    ),
    "tickets": (Role.TICKETS, _any, "a source of tickets"),
    "resolved": (Role.TICKETS, _field("resolved"), "tickets with resolved"),
    "severe": (
        Role.TICKETS,
        lambda s: "severity" in s.fields and bool(s.spec.values.get("severe")),
        "tickets with a severity, and a list of severe ones",
    ),
    "nps": (Role.SURVEYS, _kind("nps"), "surveys of kind nps"),
    "sent": (Role.SURVEYS, _field("sent"), "surveys with sent"),
    "milestones": (Role.MILESTONES, _any, "a source of milestones"),
    "value_step": (
        Role.MILESTONES,
        lambda s: s.spec.value_step is not None,
        "milestones with a value_step",
    ),
    "education": (Role.ENGAGEMENT, _kind("education"), "engagement of kind education"),
    "marketing": (Role.ENGAGEMENT, _kind("marketing"), "engagement of kind marketing"),
    "community": (Role.ENGAGEMENT, _kind("community"), "engagement of kind community"),
    "subscribed_seats": (Role.SUBSCRIPTIONS, _field("seats"), "subscriptions with seats"),
    "revenue": (Role.SUBSCRIPTIONS, _field("amount"), "subscriptions with an amount"),
}


def offered(sources: Iterable[OpenedSource]) -> frozenset[str]:
    """Return the names of all that the sources allow."""
    given = tuple(sources)
    found = {
        name
        for name, (role, test, _) in OFFERS.items()
        if any(source.spec.role is role and test(source) for source in given)
    }
    if _has_seats(given):
        found.add("seats")
    if _has_csat(given):
        found.add("csat")
    return frozenset(found)


def in_words(need: str) -> str:
    """Return what a need asks for.

    >>> in_words("resolved")
    'tickets with resolved'
    """
    more = {
        "seats": "seats of subscriptions or of accounts",
        "csat": "surveys of kind csat, or tickets with resolved and satisfaction",
    }
    return more[need] if need in more else OFFERS[need][2]


def _has_seats(sources: tuple[OpenedSource, ...]) -> bool:
    roles = (Role.SUBSCRIPTIONS, Role.ACCOUNTS)
    return any(s.spec.role in roles and "seats" in s.fields for s in sources)


def _has_csat(sources: tuple[OpenedSource, ...]) -> bool:
    return any(
        (s.spec.role is Role.SURVEYS and _kind("csat")(s))
        or (s.spec.role is Role.TICKETS and {"satisfaction", "resolved"} <= set(s.fields))
        for s in sources
    )
