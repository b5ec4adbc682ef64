import math

from reckoning.small_log import ACCOUNTS, NOT_COUNTED, holds

NAN = math.nan
WEEKS = 90 / 7  # of the window


def test_accounts_that_count_have_a_row_and_no_other(small):
    assert sorted(small.index) == sorted(set(ACCOUNTS) - NOT_COUNTED)


def test_weekly_active_users_are_the_mean_over_whole_weeks(small):
    holds(
        small,
        "weekly_active_users",
        silent=0,
        solo=3 / 12,  # days 0 and 3, day 8, day 40 lie in three weeks; day 100 before the window
        young5=2,  # one week, not yet whole
        young20=2,  # two whole weeks, of 3 and 1; day 16 lies in the third, which is not whole
        nobody=1 / 12,  # the row without a user is nobody, the row with count 0 no event
    )


def test_weekly_active_rate_is_a_share_of_the_seats(small):
    holds(
        small,
        "weekly_active_rate",
        silent=0,
        solo=100 * 0.25 / 4,
        young5=100 * 2 / 5,
        zero_seats=NAN,
        left=NAN,  # its subscription ended 20 days ago
        unborn_date=NAN,  # nobody says how many
        declared=100 * (2 / 12) / 8,  # two users in one week; the accounts say 8 seats
    )


def test_stickiness_is_daily_over_monthly_users(small):
    holds(
        small,
        "stickiness",
        silent=0,
        solo=100 * 3 / 28 / 1,  # days 0, 3, 8 of 28
        young5=100 * 4 / 5 / 2,  # a on days 0, 1 and b on days 0, 3 of the 5 days it had
        young20=100 * 5 / 20 / 3,
    )


def test_seat_utilisation_counts_users_of_the_window(small):
    holds(
        small,
        "seat_utilisation",
        solo=25,
        young5=40,
        young20=30,
        nobody=50,
        zero_seats=NAN,
        declared=25,
        key_gone=NAN,
        ends_later=0,
    )


def test_logins_are_those_that_are_listed(small):
    holds(
        small,
        "logins_per_user_week",
        silent=0,
        solo=3 / WEEKS,  # counts 2 and 1
        young5=4 / (2 * 5 / 7),
        young20=0,
    )


def test_active_days_are_days_of_users(small):
    holds(
        small,
        "active_days_per_user_week",
        silent=0,
        solo=4 / WEEKS,  # days 0, 3, 8, 40
        young5=4 / (2 * 5 / 7),
        young20=5 / (3 * 20 / 7),
        nobody=1 / WEEKS,
    )


def test_days_since_last_activity_look_at_all_history(small):
    holds(
        small,
        "days_since_last_activity",
        silent=400,  # since it was created
        solo=0,
        young20=2,
        nobody=1,  # also an event without a user is activity
        grew=300,
        unborn_date=1,
    )


def test_feature_adoption_is_a_share_of_the_features_on_offer(small):
    holds(
        small,
        "feature_adoption",
        silent=0,
        solo=100 * 2 / 5,  # report and export
        young5=100 * 2 / 5,
        api_only=100 * 1 / 5,
    )


def test_feature_velocity_counts_what_was_never_used_before(small):
    holds(
        small,
        "feature_velocity",
        silent=0,
        solo=1 * 91 / 90,  # export; report was used on day 100 already
        young5=2 * 91 / 5,
        api_only=1 * 91 / 90,
    )


def test_minutes_are_of_users_and_weeks(small):
    holds(
        small,
        "minutes_per_user_week",
        silent=0,
        solo=55 / WEEKS,  # 30 + 15 + 10
        young5=30 / (2 * 5 / 7),
        api_only=0,
    )


def test_integrations_are_those_that_are_listed(small):
    holds(small, "integrations_in_use", silent=0, solo=0, young5=1)


def test_api_calls_are_per_seat_and_window(small):
    holds(small, "api_calls_per_seat", api_only=900 / 5, solo=0, zero_seats=NAN)


def test_the_trend_of_28_days_compares_with_the_28_before(small):
    holds(
        small,
        "usage_trend_28",
        silent=NAN,
        solo=25,  # 5 events against 4
        young100=150,  # 30 against 12
        young20=NAN,
        young5=NAN,
    )


def test_the_trend_of_the_window_is_by_the_day_for_young_accounts(small):
    holds(
        small,
        "usage_trend_90",
        solo=-10,  # 9 against 10
        young100=NAN,  # had 10 days before the window, which is fewer than 14
        young110=100,  # 45 in 90 days against 5 in the 20 days it had before
        unborn_date=500,  # 100 against 1, which is cut at 500
        key_gone=100 * (15 / 50 - 1),
    )


def test_the_trend_of_the_year_compares_with_the_same_weeks(small):
    holds(
        small,
        "usage_trend_year",
        unborn_date=100 * (100 * 17 / (50 * 90) - 1),  # the log has 17 days of those 90: 50 events
        solo=NAN,
        key_gone=NAN,
    )


def test_active_users_are_held_against_their_own_peak(small):
    holds(
        small,
        "active_against_peak",
        silent=NAN,
        solo=100,  # 2 weeks with a user in the last four; never more
        young5=100,
        key_gone=100 / 3,  # one against the three users of day 200
        unborn_date=100,
    )


def test_the_top_user_has_a_share_of_all_events(small):
    holds(
        small,
        "top_user_share",
        silent=NAN,
        solo=100,
        young5=100 * 4 / 6,
        young20=40,
        key_gone=100 * 10 / 15,
        nobody=25,  # 2 of 8; the 6 without a user are nobody's
    )


def test_the_key_user_is_the_one_with_most_events_of_the_year(small):
    holds(
        small,
        "key_user_silent_days",
        silent=NAN,
        solo=0,
        young20=2,  # a and b have two each, and were both there on day 2
        key_gone=60,
        nobody=2,
    )


def test_few_users_is_a_share_of_whole_weeks(small):
    holds(small, "few_users", silent=1, solo=1, young5=1, young20=0.5)


def test_people_share_leaves_out_events_by_nobody_declared(small):
    holds(small, "people_share", silent=NAN, solo=100, api_only=0, young20=NAN)
