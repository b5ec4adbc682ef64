"""Every preset reckoned from its definition, one account at a time, with rows and sets.

This is the independent calculation that the compiler is held against: it knows no SQL, no bits and
no shared grains. An `Account` holds what was known of one account by the date.
"""

import math
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from statistics import median

NAN = math.nan
YEAR, MONTH, QUARTER = 364, 28, 91


@dataclass(frozen=True)
class Event:
    age: int
    user: str | None = None
    n: float = 1.0
    minutes: float = NAN
    feature: str | None = None
    is_login: bool = False
    actor: str | None = None  # person, api, agent


@dataclass(frozen=True)
class Ticket:
    age: int
    resolved_by_date: bool = False
    hours: float = NAN
    severe: bool = False
    satisfaction: float = NAN


@dataclass(frozen=True)
class Survey:
    age: int  # since it was sent
    kind: str | None
    asked: bool = True  # the source says when it was sent
    answered_at: object = None  # an instant by the date
    score: float = NAN


@dataclass(frozen=True)
class Term:
    """A subscription; ages of its first day, and of the first day without it."""

    begins_age: int
    ends_age: int | None = None
    seats: float = NAN
    amount: float = NAN  # a year


@dataclass
class Offer:
    """What is on offer, or None where that is what any account had used or reached by the date."""

    features: set
    integrations: set = field(default_factory=set)
    steps: set = field(default_factory=set)
    value_step: str | None = None
    lists_logins: bool = True
    log_age: int = 100_000  # of the first event of anybody


@dataclass
class Account:
    as_of: date
    offer: Offer
    window: int = 90
    age: int | None = None  # days since creation
    seats: float = NAN  # zero seats are none
    events: list[Event] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    steps: dict[str, int] = field(default_factory=dict)  # the age of the first time
    engagement: list[tuple[str, int]] = field(default_factory=list)  # kind, age
    terms: list[Term] = field(default_factory=list)

    @property
    def lived(self):
        """Days since the account began: was created, or was first active."""
        if self.age is None:
            return 100_000
        return max([self.age, *(e.age for e in self.events)])

    @property
    def logged(self):
        """Days back to which it is known what the account did."""
        return min(self.lived, self.offer.log_age)

    @property
    def days(self):
        """Days of the window that the account had."""
        return min(self.window, self.lived + 1)

    @property
    def recent(self):
        return [e for e in self.events if e.age < self.window]

    @property
    def weeks(self):
        """The whole weeks of the window that it had, as sets of users; one at least."""
        n = max(1, min(max(1, self.window // 7), self.days // 7))
        return [self.users(7 * k, 7 * k + 7) for k in range(n)]

    def users(self, low, high):
        return {e.user for e in self.events if low <= e.age < high and e.user}

    def volume(self, low, high):
        return sum(e.n for e in self.events if low <= e.age < high)


def change(account, now, before, *, days, by_the_day=True, known=None):
    """Return the change in per cent; young accounts by the day, of the days they had before."""
    had = min(days, (account.lived if known is None else known) + 1 - days)
    if math.isnan(now) or math.isnan(before) or before <= 0 or had < min(14, days):
        return NAN
    share = now * had / (before * days) if by_the_day else now / before
    return min(500.0, 100.0 * (share - 1.0))


def ratio(above, below):
    return NAN if math.isnan(below) or below == 0 else above / below


def mean_of(numbers):
    return sum(numbers) / len(numbers) if numbers else NAN


def weekly_active_users(a):
    return mean_of([len(week) for week in a.weeks])


def weekly_active_rate(a):
    return ratio(100.0 * weekly_active_users(a), a.seats)


def stickiness(a):
    monthly = a.users(0, MONTH)
    days = min(MONTH, a.lived + 1)
    daily = sum(len(a.users(k, k + 1)) for k in range(MONTH)) / days
    return 100.0 * daily / len(monthly) if monthly else 0.0


def seat_utilisation(a):
    return ratio(100.0 * len(a.users(0, a.window)), a.seats)


def _per_user_week(a, amount):
    users = len(a.users(0, a.window))
    return amount / (users * a.days / 7.0) if users else 0.0


def _user_days(a):
    return len({(e.user, e.age) for e in a.recent if e.user})


def logins_per_user_week(a):
    listed = sum(e.n for e in a.recent if e.is_login)
    return _per_user_week(a, listed if a.offer.lists_logins else _user_days(a))


def active_days_per_user_week(a):
    return _per_user_week(a, _user_days(a))


def days_since_last_activity(a):
    if a.events:
        return min(e.age for e in a.events)
    return NAN if a.age is None else a.age


def _features(events):
    return {e.feature for e in events if e.feature}


def feature_adoption(a):
    return ratio(100.0 * len(_features(a.recent) & a.offer.features), len(a.offer.features))


def feature_velocity(a):
    before = _features([e for e in a.events if e.age >= a.window])
    return len((_features(a.recent) & a.offer.features) - before) * 91.0 / a.days


def minutes_per_user_week(a):
    return _per_user_week(a, sum(e.minutes for e in a.recent if not math.isnan(e.minutes)))


def integrations_in_use(a):
    return len(_features(a.recent) & a.offer.integrations)


def api_calls_per_seat(a):
    calls = sum(e.n for e in a.recent if e.actor == "api")
    return ratio(calls * a.window / a.days, a.seats)


def usage_trend_28(a):
    return change(a, a.volume(0, 28), a.volume(28, 56), days=28, known=a.logged)


def usage_trend_90(a):
    w = a.window
    return change(a, a.volume(0, w), a.volume(w, 2 * w), days=w, known=a.logged)


def usage_trend_year(a):
    then = a.volume(YEAR, YEAR + a.window)
    had = min(a.window, a.logged + 1 - YEAR)
    if then <= 0 or had < min(14, a.window):
        return NAN
    return min(500.0, 100.0 * (a.volume(0, a.window) * had / (then * a.window) - 1.0))


def active_against_peak(a):
    ends = range(0, YEAR + 1, 28)
    blocks = [
        sum(len(a.users(week, week + 7)) for week in range(low, high, 7))
        for low, high in pairwise(ends)
    ]
    return ratio(100.0 * blocks[0], max(blocks))


def _by_user(events):
    found = {}
    for e in events:
        if e.user:
            found[e.user] = found.get(e.user, 0.0) + e.n
    return found


def top_user_share(a):
    return ratio(100.0 * max(_by_user(a.recent).values(), default=0.0), a.volume(0, a.window))


def key_user_silent_days(a):
    volumes = _by_user([e for e in a.events if e.age < YEAR])
    if not volumes:
        return NAN
    last = {user: min(e.age for e in a.events if e.user == user) for user in volumes}
    most = max(volumes.values())
    return min(last[user] for user, n in volumes.items() if n == most)


def few_users(a):
    return mean_of([float(len(week) < 3) for week in a.weeks])


def people_share(a):
    told = [e for e in a.recent if e.actor]
    by_people = sum(e.n for e in told if e.actor == "person")
    return ratio(100.0 * by_people, sum(e.n for e in told))


def _opened(a, low, high):
    return [t for t in a.tickets if low <= t.age < high]


def tickets_per_100_seats_month(a):
    months = a.days / 30.4375
    return ratio(100.0 * len(_opened(a, 0, a.window)) / months, a.seats)


def ticket_trend(a):
    now, before = _opened(a, 0, a.window), _opened(a, a.window, 2 * a.window)
    return change(a, len(now), len(before), days=a.window)


def median_resolution_hours(a):
    hours = [t.hours for t in _opened(a, 0, a.window) if t.resolved_by_date and t.hours >= 0]
    return median(hours) if hours else NAN


def severe_ticket_share(a):
    return 100.0 * mean_of([float(t.severe) for t in _opened(a, 0, a.window)])


def _answered(a):
    return [s for s in a.surveys if s.answered_at is not None and not math.isnan(s.score)]


def nps_latest(a):
    answers = [(s.answered_at, s.score) for s in _answered(a) if s.kind == "nps"]
    if not answers:
        return NAN
    last = max(at for at, _ in answers)
    return min(score for at, score in answers if at == last)


def csat_mean(a):
    surveys = [s.score for s in _answered(a) if s.kind == "csat" and s.age < a.window]
    tickets = [t.satisfaction for t in _opened(a, 0, a.window) if t.resolved_by_date]
    return mean_of(surveys + [x for x in tickets if not math.isnan(x)])


def survey_response_rate(a):
    asked = [s for s in a.surveys if s.asked and s.age < a.window]
    answered = _answered(a)
    return 100.0 * mean_of([float(s in answered) for s in asked])


def onboarding_completion(a):
    return ratio(100.0 * len(a.offer.steps & set(a.steps)), len(a.offer.steps))


def onboarding_velocity(a):
    if a.age is None:
        return NAN
    reached = {step: age for step, age in a.steps.items() if step in a.offer.steps}
    is_complete = bool(reached) and len(reached) >= len(a.offer.steps)
    days = a.age - min(reached.values()) if is_complete else a.age
    return len(reached) / (max(7, days) / 7.0)


def time_to_value_days(a):
    if a.age is None or a.offer.value_step not in a.steps:
        return NAN
    return max(0, a.age - a.steps[a.offer.value_step])


def _engagement(kind):
    def reckoned(a):
        events = sum(1 for k, age in a.engagement if k == kind and age < a.window)
        return events / max(1, len(a.users(0, a.window))) * 91.0 / a.days

    return reckoned


def _growth(what):
    def reckoned(a):
        now = _total(what, [t for t in a.terms if _runs(t, 0)])
        before = _total(what, [t for t in a.terms if _runs(t, QUARTER)])
        return 100.0 * (ratio(0.0 if math.isnan(now) else now, before) - 1.0)

    return reckoned


def _runs(term, days_ago):
    """Whether a subscription runs on the day so many days ago; its end is the first day without."""
    return term.begins_age >= days_ago and (term.ends_age is None or term.ends_age < days_ago)


def _total(what, terms):
    known = [getattr(t, what) for t in terms if not math.isnan(getattr(t, what))]
    return sum(known) if known else NAN


RECKONED = {
    **{
        made.__name__: made
        for made in (
            *(weekly_active_users, weekly_active_rate, stickiness, seat_utilisation),
            *(logins_per_user_week, active_days_per_user_week, days_since_last_activity),
            *(feature_adoption, feature_velocity, minutes_per_user_week, integrations_in_use),
            *(api_calls_per_seat, usage_trend_28, usage_trend_90, usage_trend_year),
            *(active_against_peak, top_user_share, key_user_silent_days, few_users, people_share),
            *(tickets_per_100_seats_month, ticket_trend, median_resolution_hours),
            *(severe_ticket_share, nps_latest, csat_mean, survey_response_rate),
            *(onboarding_completion, onboarding_velocity, time_to_value_days),
        )
    },
    **{f"{k}_engagement": _engagement(k) for k in ("education", "marketing", "community")},
    "seat_growth": _growth("seats"),
    "revenue_growth": _growth("amount"),
}
