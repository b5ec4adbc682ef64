"""Whether the groups are really there."""
