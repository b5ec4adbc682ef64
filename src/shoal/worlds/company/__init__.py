"""A whole company as its logs: who the customers are, and what they did for more than a year."""

from shoal.worlds.company.company import make_company

__all__ = ["make_company"]
