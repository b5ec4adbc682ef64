"""Queries that count what is odd about the sources."""
