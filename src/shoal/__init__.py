"""Shoal finds the natural groups in how customers behave."""
