"""psycopg, which comes with the extra `postgres`."""

from shoal.errors import MissingExtra

try:
    import psycopg
except ImportError as error:
    raise MissingExtra(
        "The engine PostgreSQL needs the package psycopg, which is not installed.",
        suggestion="Install it: pip install 'shoal[postgres]'",
    ) from error

__all__ = ["psycopg"]
