"""Tickets, surveys, milestones and engagement to one row an account."""

from shoal.metrics.grains.grain import Grain
from shoal.metrics.grains.shape import Shape
from shoal.metrics.units import exact_sum


def tickets(shape: Shape) -> Grain:
    """Tickets to accounts. One that is resolved after the date is not resolved yet."""
    window = shape.window_days
    recent, before = f"age < {window}", f"age >= {window} and age < {2 * window}"
    resolved = f"{recent} and resolved_age >= 0 and hours >= 0"
    return Grain(
        name="help",
        source="tickets",
        by=("account",),
        columns={
            "tickets": f"count(case when {recent} then 1 end)",
            "tickets_before": f"count(case when {before} then 1 end)",
            "severe_tickets": f"count(case when {recent} and is_severe then 1 end)",
            "resolution_hours": f"quantile_cont(case when {resolved} then hours end, 0.5)",
            "ticket_satisfaction": exact_sum(
                "satisfaction", where=f"{recent} and resolved_age >= 0"
            ),
            "tickets_rated": f"count(case when {recent} and resolved_age >= 0"
            " then satisfaction end)",
        },
        undefined=frozenset({"resolution_hours"}),
    )


def surveys(shape: Shape) -> Grain:
    """Surveys to accounts. One that is answered after the date is not answered yet."""
    recent = f"age < {shape.window_days}"
    answered = "answered_age >= 0 and score is not null"
    return Grain(
        name="mood",
        source="surveys",
        by=("account",),
        columns={
            "surveys_sent": f"count(case when {recent} and is_asked then 1 end)",
            "surveys_answered": f"count(case when {recent} and is_asked and {answered} then 1 end)",
            "csat_sum": exact_sum("score", where=f"{recent} and {answered} and kind = 'csat'"),
            "csat_answers": f"count(case when {recent} and {answered} and kind = 'csat'"
            " then 1 end)",
        },
    )


def latest_nps(shape: Shape) -> Grain:
    """Take the last answer of each account; of several at one instant the lowest."""
    del shape
    return Grain(
        name="latest_nps",
        source="last_answers",
        by=("account",),
        columns={"nps": "min(score)"},
        undefined=frozenset({"nps"}),
    )


def milestones(shape: Shape) -> Grain:
    """Bring steps of onboarding to accounts, whenever they were reached."""
    del shape
    return Grain(
        name="start",
        source="steps",
        by=("account",),
        columns={
            "steps_reached": "count(*)",
            "last_step_age": "min(age)",
            "value_age": "max(case when is_value then age end)",
        },
        undefined=frozenset({"last_step_age", "value_age"}),
    )


def steps_seen(shape: Shape) -> Grain:
    """Count steps: how many different ones anybody reached that no source lists."""
    del shape
    unlisted = "count(distinct case when not is_listed then name end)"
    return Grain(name="steps_seen", source="steps", by=(), columns={"steps_unlisted": unlisted})


def engagement(shape: Shape) -> Grain:
    """Education, marketing and community to accounts."""
    recent = f"age < {shape.window_days}"
    return Grain(
        name="talk",
        source="engagement",
        by=("account",),
        columns={
            f"{kind}_events": f"count(case when {recent} and kind = '{kind}' then 1 end)"
            for kind in ("education", "marketing", "community")
        },
    )


def touches(shape: Shape) -> Grain:
    """Touches to accounts."""
    return Grain(
        name="touched",
        source="touches",
        by=("account",),
        columns={"touches": f"count(case when age < {shape.window_days} then 1 end)"},
    )


def outcomes(shape: Shape) -> Grain:
    """Outcomes to accounts."""
    recent = f"age < {shape.window_days}"
    return Grain(
        name="became",
        source="outcomes",
        by=("account",),
        columns={
            f"{kind}_events": f"count(case when {recent} and kind = '{kind}' then 1 end)"
            for kind in ("churned", "renewed", "expanded", "contracted")
        },
    )
