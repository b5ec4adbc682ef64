"""A company simulated week by week, measured as a snapshot would measure it."""

from shoal.worlds.logs.company import simulate_company

__all__ = ["simulate_company"]
