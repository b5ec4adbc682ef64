"""Sets of weeks: one number holds up to sixty, and what lies beyond the window is not in them."""

import pandas as pd
import pytest
from reckoning.small_log import noon
from reckoning.workspaces import source, with_window

from shoal.metrics.grains.shape import Shape
from shoal.records.workspace import Role

EVENTS = source("product", Role.EVENTS, columns={"account": "id"})
YEAR, BLOCK = 364, 28  # days


def rows():
    """Return days ago by user: many users long ago, one all along, one now and then."""
    days = [("steady", 7 * k + 3) for k in range(75)]
    days += [("rare", k) for k in (0, 6, 7, 62, 63, 413, 420, 426, 427, 433, 480)]
    days += [(f"old {k}", 427 + k) for k in range(40)] + [(f"last {k}", 363 + k) for k in range(3)]
    return pd.DataFrame(
        [("a", user, noon(ago)) for user, ago in days], columns=["id", "user", "at"]
    )


def user_weeks(log, *, below):
    """Return distinct pairs of user and week, counted back from the date."""
    ago = (noon(0) - log["at"]).dt.days
    return log.assign(week=ago // 7)[ago < below].drop_duplicates(["user", "week"])


@pytest.mark.parametrize(
    ("window", "n_sets"), [(7, 1), (90, 1), (364, 1), (420, 1), (426, 1), (427, 2), (840, 2)]
)
def test_weeks_of_the_window_are_counted_and_none_beyond(log, window, n_sets):
    events = rows()
    weeks = window // 7
    by_week = user_weeks(events, below=7 * weeks).groupby("week").size()
    by_block = user_weeks(events, below=YEAR).eval("week // 4").value_counts()

    found = log({"product": (events, EVENTS)}, metrics=with_window(window)).loc["a"]

    assert len(Shape(window_days=window).week_sets) == n_sets
    assert found["weekly_active_users"] == pytest.approx(by_week.sum() / weeks)
    few = (by_week.reindex(range(weeks), fill_value=0) < 3).mean()
    assert found["few_users"] == pytest.approx(few)
    assert found["active_against_peak"] == pytest.approx(100 * by_block[0] / by_block.max())
