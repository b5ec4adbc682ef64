"""DuckDB inside: how it reads files, takes in tables, and what its errors mean."""
