import math

from reckoning.small_log import holds

NAN = math.nan


def test_tickets_are_per_100_seats_and_month(small):
    holds(
        small,
        "tickets_per_100_seats_month",
        silent=0,
        helped=100 * 4 / 20 / (90 / 30.4375),  # the one of day 1 was opened, though not resolved
        helped_twice=NAN,  # no seats are known
        zero_seats=NAN,
    )


def test_the_trend_of_tickets_compares_with_the_window_before(small):
    holds(small, "ticket_trend", silent=NAN, helped=300, helped_twice=50)  # 4:1 and 3:2


def test_the_median_is_of_tickets_resolved_by_the_date(small):
    holds(
        small,
        "median_resolution_hours",
        silent=NAN,
        helped=10,  # of 5, 10, 30; the one of day 1 took until after the date
        helped_twice=6,  # of 4 and 8; one cannot be resolved before it is opened
    )


def test_severe_tickets_are_those_whose_severity_is_listed(small):
    holds(small, "severe_ticket_share", silent=NAN, helped=50, helped_twice=0)


def test_the_latest_nps_is_the_lowest_of_the_last_instant(small):
    holds(small, "nps_latest", silent=NAN, helped=6, solo=8, helped_twice=NAN)


def test_satisfaction_is_of_surveys_and_of_tickets(small):
    holds(
        small,
        "csat_mean",
        silent=NAN,
        helped=(3 + 4 + 2) / 3,  # the ticket of day 1 was rated after the date
        helped_twice=5,
    )


def test_the_response_rate_counts_answers_by_the_date(small):
    holds(
        small,
        "survey_response_rate",
        silent=NAN,
        helped=80,  # 4 of 5
        solo=NAN,  # sent before the window
        helped_twice=50,  # one without a day of sending counts as sent when it was answered
    )


def test_onboarding_counts_steps_that_are_listed(small):
    holds(small, "onboarding_completion", silent=0, helped=100, solo=100 / 3, young5=200 / 3)


def test_onboarding_velocity_ends_with_the_last_step(small):
    holds(
        small,
        "onboarding_velocity",
        silent=0,
        helped=3 / 2,  # 3 steps in the 14 days from creation to the last
        solo=1 / (400 / 7),
        young5=2,  # the first week counts as a week
        unborn_date=NAN,
    )


def test_time_to_value_ends_at_the_first_time_of_the_step(small):
    holds(small, "time_to_value_days", silent=NAN, helped=10, solo=NAN, young5=0, unborn_date=NAN)


def test_engagement_is_per_active_user_and_quarter(small):
    holds(small, "education_engagement", silent=0, helped=2 * 91 / 90, young5=1 / 2 * 91 / 5)
    holds(small, "marketing_engagement", silent=0, helped=1 * 91 / 90, young5=0)
    holds(small, "community_engagement", silent=0, helped=0, young5=1 / 2 * 91 / 5)
