"""Databases that are known by name: how their SQL is written and what reads them."""

from dataclasses import dataclass

from shoal.errors import MissingExtra, UsageError, near_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A database.

    `grammar` is SQLGlot's name of its SQL, `install` what installs its driver for SQLAlchemy,
    `driver` the one that is taken where the url names none and SQLAlchemy would take another. One
    that `raises` turns names without quotes into capital letters.
    """

    name: str
    grammar: str
    install: str
    driver: str | None = None
    raises: bool = False


_KNOWN = (
    Product(name="postgresql", grammar="postgres", install="shoal[postgres]"),
    Product(name="sqlite", grammar="sqlite", install="sqlalchemy"),
    Product(name="snowflake", grammar="snowflake", install="snowflake-sqlalchemy", raises=True),
    Product(name="bigquery", grammar="bigquery", install="sqlalchemy-bigquery"),
    Product(name="databricks", grammar="databricks", install="databricks-sqlalchemy"),
    Product(name="redshift", grammar="redshift", install="sqlalchemy-redshift redshift_connector"),
    Product(name="mysql", grammar="mysql", install="pymysql", driver="pymysql"),
    Product(name="mariadb", grammar="mysql", install="pymysql", driver="pymysql"),
    Product(name="mssql", grammar="tsql", install="pyodbc"),
    Product(name="oracle", grammar="oracle", install="oracledb", raises=True),
    Product(name="trino", grammar="trino", install="trino[sqlalchemy]"),
    Product(name="awsathena", grammar="athena", install="pyathena[sqlalchemy]"),
    Product(name="clickhouse", grammar="clickhouse", install="clickhouse-sqlalchemy"),
    Product(name="duckdb", grammar="duckdb", install="duckdb-engine"),
)
_PRODUCTS = {product.name: product for product in _KNOWN}


def product_of(backend: str) -> Product:
    """Return the database that the first word of a url names.

    >>> product_of("snowflake").install
    'snowflake-sqlalchemy'

    Raises
    ------
    UsageError
        It is not known.
    """
    # Much that is no PostgreSQL speaks like it, but here a wrong guess would send wrong SQL.
    if backend not in _PRODUCTS:
        raise UsageError(
            f"{backend} is no database that Shoal reads.{near_matches(backend, _PRODUCTS)}",
            suggestion=f"Known are {', '.join(sorted(_PRODUCTS))}.",
        )
    return _PRODUCTS[backend]


def not_installed(product: Product, *, name: str, module: str = "") -> MissingExtra:
    """Return the error that tells how to install what reads a database.

    Parameters
    ----------
    product
        The database.
    name
        Of the source.
    module
        The driver, where the url asks for another than the usual one.
    """
    install = module or product.install
    quoted = f"'{install}'" if "[" in install else install
    return MissingExtra(
        f"sources.{name} is in {product.name}, and what reads it is not installed.",
        suggestion=f"Install it: pip install {quoted}",
    )
