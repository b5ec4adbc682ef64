"""What is on offer, what each account has taken up since when, and what is used next."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from shoal.records.arrays import Floats, Indices
from shoal.worlds.company.calendar import DAYS, WEEKS
from shoal.worlds.company.habits import Habits
from shoal.worlds.company.lives import Lives
from shoal.worlds.company.tables import Texts

# From the one that everybody uses to the hardest: feature, and the event that its use writes.
OFFERED = (
    *(("dashboard", "dashboard_viewed"), ("report", "report_viewed"), ("search", "search_run")),
    *(("alerts", "alert_opened"), ("comments", "comment_written"), ("filters", "filter_saved")),
    *(("export", "report_exported"), ("calendar", "calendar_opened"), ("crm_sync", "sync_checked")),
    *(("tasks", "task_closed"), ("templates", "template_used"), ("sharing", "link_shared")),
    *(("slack_sync", "sync_checked"), ("goals", "goal_set"), ("segments", "segment_saved")),
    *(("automation", "automation_run"), ("bi_sync", "sync_checked"), ("roles", "role_changed")),
    *(("forecasts", "forecast_opened"), ("audit_log", "log_opened"), ("webhooks", "hook_set")),
    *(("formulas", "formula_edited"), ("sandbox", "sandbox_opened"), ("sso", "sign_on_set")),
)
API = "api"
FEATURES = (*(feature for feature, _ in OFFERED), API)
INTEGRATIONS = ("crm_sync", "slack_sync", "bi_sync")
RENAMED: Mapping[str, str] = MappingProxyType({"old_report": "report"})  # old name: new one
RENAMED_ON = 150  # day of the logs from which on the new one is used
DIFFICULTY_SPREAD = 0.04  # between accounts
TAKE_UP_DAYS, FIRST_MONTH = 180, 30
POPULARITY_FALLS_OVER = 9.0  # places in the order of difficulty


def draw_taken_up(rng: np.random.Generator, lives: Lives, habits: Habits) -> Floats:
    """Return since which day each account uses each feature, (n_accounts, n_offered), inf: never.

    The harder features come later in the first month of an account; what is new lately came in the
    last half year.
    """
    n = len(lives.joined)
    place = (np.arange(len(OFFERED)) + 0.5) / len(OFFERED)
    difficulty = place + rng.normal(0, DIFFICULTY_SPREAD, (n, len(OFFERED)))
    difficulty[:, 0] = -1.0
    start = lives.joined[:, None] + FIRST_MONTH * place
    late = lives.left[:, None] - rng.uniform(0, TAKE_UP_DAYS, difficulty.shape)
    breadth = habits.breadth[:, None]
    is_new = difficulty >= breadth - habits.taken_up[:, None]
    since = np.where(is_new, np.maximum(start, late), start)
    return np.where(difficulty < breadth, since, np.inf)


def draw_features(
    rng: np.random.Generator, since: Floats, accounts: Indices, days: Indices
) -> Indices:
    """Draw a feature for each use, an index into `OFFERED`, among those taken up by that week."""
    week_ends = (np.arange(WEEKS) + 1) * (DAYS // WEEKS)
    popularity = np.exp(-np.arange(len(OFFERED)) / POPULARITY_FALLS_OVER)
    taken = since[:, None, :] < week_ends[:, None]
    taken[:, :, 0] = True
    reach = np.cumsum(popularity * taken, axis=2)
    week = days // (DAYS // WEEKS)
    aim = rng.random(len(accounts)) * reach[accounts, week, -1]
    drawn = np.zeros(len(accounts), dtype=np.intp)
    for feature in range(len(OFFERED) - 1):
        drawn += aim >= reach[accounts, week, feature]
    return drawn


def named(features: Indices, days: Indices) -> tuple[Texts, Texts]:
    """Return the names of features, as they were called on the day, and of their events."""
    names = np.array([feature for feature, _ in OFFERED], dtype=object)[features]
    events = np.array([event for _, event in OFFERED], dtype=object)[features]
    for old, new in RENAMED.items():
        names[(names == new) & (days < RENAMED_ON)] = old
    return names, events
