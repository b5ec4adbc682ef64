"""What the report draws: a map of all accounts and the tree of groups."""
