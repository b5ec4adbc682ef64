"""A mixture that lets each metric be itself."""
