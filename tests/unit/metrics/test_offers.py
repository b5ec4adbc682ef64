import pytest
from reckoning.workspaces import source

from shoal.metrics.offers import OFFERS, in_words, offered
from shoal.metrics.presets.catalogue import PRESETS
from shoal.records.opened import OpenedSource
from shoal.records.workspace import Role


def opened(role, *fields, **said):
    return OpenedSource(
        spec=source("s", role, **said), table="t", columns=(), fields={f: f for f in fields}
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (opened(Role.EVENTS, "at"), {"events"}),
        (opened(Role.EVENTS, "at", "user", "minutes"), {"events", "users", "minutes"}),
        (opened(Role.EVENTS, "feature"), {"events", "features"}),
        (
            opened(Role.EVENTS, "feature", values={"integrations": ("x",)}),
            {"events", "features", "integrations"},
        ),
        (opened(Role.EVENTS, "actor"), {"events"}),
        (
            opened(Role.EVENTS, "actor", actors={"person": ("w",), "api": ("a",)}),
            {"events", "people", "api"},
        ),
        (opened(Role.TICKETS, "opened", "satisfaction"), {"tickets"}),
        (opened(Role.TICKETS, "resolved", "satisfaction"), {"tickets", "resolved", "csat"}),
        (opened(Role.TICKETS, "severity", values={"severe": ("x",)}), {"tickets", "severe"}),
        (opened(Role.SURVEYS, "score"), set()),
        (opened(Role.SURVEYS, "score", kind="nps"), {"nps"}),
        (opened(Role.SURVEYS, "score", "kind", "sent"), {"nps", "csat", "sent"}),
        (opened(Role.MILESTONES, "name"), {"milestones"}),
        (opened(Role.ENGAGEMENT, "at", kind="education"), {"education"}),
        (opened(Role.ACCOUNTS, "seats"), {"seats"}),
        (opened(Role.SUBSCRIPTIONS, "seats"), {"seats", "subscribed_seats"}),
        (opened(Role.SUBSCRIPTIONS, "amount"), {"revenue"}),
    ],
)
def test_what_a_source_has_is_what_it_offers(given, expected):
    assert offered([given]) == expected


def test_every_need_of_a_preset_can_be_met_and_is_told_in_words():
    needs = {need for preset in PRESETS.values() for need in preset.needs}
    assert needs <= {*OFFERS, "seats", "csat"}
    assert all(in_words(need) for need in needs)
