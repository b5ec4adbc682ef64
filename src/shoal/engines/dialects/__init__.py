"""Trees in the words of each engine: pure functions from tree to text."""
