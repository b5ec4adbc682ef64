"""Databases and warehouses: one SELECT, sent to read, whose rows come piece by piece."""
