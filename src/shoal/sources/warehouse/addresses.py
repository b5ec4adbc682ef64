"""Where a database is: a url in SQLAlchemy's form, whose secrets never come out again."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from shoal.errors import NotAFile, UsageError, near_matches
from shoal.sources.warehouse.products import Product, product_of

_MASK = "***"
# Options of urls that name places and habits; every other may be a secret.
_PLAIN = frozenset(
    {"charset", "driver", "encrypt", "host", "http_path", "mode", "port", "role", "schema"}
    | {"sslmode", "uri", "warehouse"}
)
_SHORTEST_SECRET = 3  # what is shorter would mask half of every sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A database: `name` is the source's; `url`, which holds secrets, is never shown."""

    name: str
    product: Product
    url: URL = field(repr=False)

    @property
    def shown(self) -> str:
        """The address for people: which database where, without user, password and options."""
        database = unquote((self.url.database or "").removeprefix("file:"))
        place = "/".join(part for part in (self.url.host, database) if part)
        return f"{self.product.name} at {place}" if place else self.product.name

    def masked(self, text: str) -> str:
        """Return what somebody else said, with every secret of the url masked."""
        for secret in self._secrets():
            text = text.replace(secret, _MASK)
        return text

    def _secrets(self) -> list[str]:
        values = [str(self.url.password or "")]
        for option, said in self.url.query.items():
            if option.casefold() not in _PLAIN:
                values += [said] if isinstance(said, str) else list(said)
        plain = {v for v in values if len(v) >= _SHORTEST_SECRET}
        every = plain | {quote(v, safe="") for v in plain} | {quote_plus(v) for v in plain}
        return sorted(every, key=len, reverse=True)


def address_of(url: str, *, name: str) -> Address:
    """Read the url of a source.

    A file of SQLite is opened for reading only, and must be there.

    Raises
    ------
    UsageError
        It is no url, or of a database that is not known.
    NotAFile
        The file of SQLite is not there.
    """
    try:
        made = make_url(url)
    except (ArgumentError, ValueError):
        # What SQLAlchemy says may hold the url, and so a password.
        raise UsageError(
            f"The url of sources.{name} cannot be read.",
            suggestion="Write it as dialect://user:${env:PASSWORD}@host/database.",
        ) from None
    if "@" in (made.host or ""):
        # What stands before it is the end of a password that was written plainly.
        raise UsageError(
            f"The url of sources.{name} has more than one @ before its host.",
            suggestion="Write an @ in a name or password as %40, or refer to it as ${env:NAME}.",
        )
    product = product_of(made.get_backend_name())
    if product.name == "sqlite":
        made = _read_only_file(made, name)
    elif product.driver is not None and "+" not in made.drivername:
        made = made.set(drivername=f"{made.drivername}+{product.driver}")
    return Address(name=name, product=product, url=made)


def _read_only_file(url: URL, name: str) -> URL:
    path = Path(url.database or "")
    if not path.is_file():
        siblings = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        near = near_matches(path.name, siblings)
        raise NotAFile(
            f"sources.{name}: the file of SQLite is not there.{near}",
            suggestion="Write sqlite:///folder/file.db, or with four strokes an absolute path.",
        )
    file = f"file:{quote(str(path.absolute()))}"
    return URL.create("sqlite", database=file, query={"mode": "ro", "uri": "true"})
