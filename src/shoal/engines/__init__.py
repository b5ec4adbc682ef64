"""Engines open tables and run queries: DuckDB in this process, PostgreSQL, Apache Spark."""
