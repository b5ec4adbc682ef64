"""Grains: from rows to one row an account, as named columns with a formula each."""
