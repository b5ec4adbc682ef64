import math

from reckoning.small_log import holds

NAN = math.nan


def test_seat_growth_is_against_the_seats_91_days_ago(small):
    holds(
        small,
        "seat_growth",
        silent=0,
        grew=50,  # 10 seats, then 12 and 3 side by side; what begins later does not count
        left=-100,
        new=NAN,
        zero_seats=NAN,
        helped=0,  # one subscription follows the other on the date
        ends_later=0,
    )


def test_revenue_growth_is_against_the_revenue_91_days_ago(small):
    holds(small, "revenue_growth", silent=0, grew=60, left=-100, new=NAN)
