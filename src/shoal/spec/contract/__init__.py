"""The keys of the workspace file: what may stand where, and what it means."""
