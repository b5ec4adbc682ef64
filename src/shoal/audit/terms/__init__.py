"""The column meanings Shoal knows, one file for each thing that columns are about."""
