"""Metrics: the catalogue of presets, own declarations, and the plan that measures them all."""
