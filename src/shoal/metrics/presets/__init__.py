"""The metrics that come with Shoal: one function each, whose docstring is the definition."""
