"""References to the environment: a secret stands in the file by its name, never by its value."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from shoal.errors import near_matches
from shoal.records.workspace import Place
from shoal.spec.nodes import cut
from shoal.spec.notes import Notes

_REFERENCE = re.compile(r"\$\{([^}]*)\}")
_NAMED = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
_WITH_PASSWORD = re.compile(r"://[^:/]*:[^@]+@")
_SECRET_OPTION = re.compile(
    r"[?&;](?:password|passwd|pwd|token|access_token|secret|private_key|api_key|sslpassword)"
    r"=[^&;]",
    re.IGNORECASE,
)


def filled_in(
    text: str, environment: Mapping[str, str], notes: Notes, *, place: Place, what: str
) -> str | None:
    """Put the values of environment variables into a url; None after noting what is at fault.

    A value that stands within name and password is escaped for that place; one that is the whole
    url, or stands elsewhere, is taken as it is. No message shows a value, nor the url itself.

    Examples
    --------
    >>> here = Place(file="shoal.yml", line=9)
    >>> environment = {"DB_PASSWORD": "a@b"}
    >>> filled_in(
    ...     "postgresql://shoal:${env:DB_PASSWORD}@db/crm",
    ...     environment,
    ...     Notes(),
    ...     place=here,
    ...     what="url",
    ... )
    'postgresql://shoal:a%40b@db/crm'
    """
    if _holds_secret(text):
        notes.note(
            place,
            f"{what} holds a password; it would be read by everybody who reads the file.",
            code="secret-in-file",
            suggestion="Put it into an environment variable and write ${env:NAME} in its place.",
        )
        return None
    names = [_name(found[1], notes, place=place, what=what) for found in _REFERENCE.finditer(text)]
    known = [_is_known(n, environment, notes, place=place, what=what) for n in names if n]
    if not all(names) or not all(known):
        return None
    end_of_login = text.rfind("@")
    return _REFERENCE.sub(
        lambda found: _value(found, environment, within_login=0 < found.start() < end_of_login),
        text,
    )


def _holds_secret(text: str) -> bool:
    """Whether a password is left once the references are taken away."""
    rest = _REFERENCE.sub("", text)
    return any(pattern.search(rest) for pattern in (_WITH_PASSWORD, _SECRET_OPTION))


def _name(inner: str, notes: Notes, *, place: Place, what: str) -> str | None:
    found = _NAMED.fullmatch(inner)
    if found is None:
        notes.note(
            place,
            f"{what} has the reference ${{{cut(inner)}}}, which cannot be read.",
            code="misplaced-reference",
            suggestion="Write it as ${env:NAME}.",
        )
    return found[1] if found else None


def _is_known(
    name: str, environment: Mapping[str, str], notes: Notes, *, place: Place, what: str
) -> bool:
    if environment.get(name):
        return True
    state = "is empty" if name in environment else "is not set"
    near = "" if name in environment else near_matches(name, environment)
    notes.note(
        place,
        f"{what} refers to the environment variable {name}, which {state}.{near}",
        code="missing-variable",
        suggestion=f"Set {name} before you start Shoal.",
    )
    return False


def _value(found: re.Match[str], environment: Mapping[str, str], *, within_login: bool) -> str:
    value = environment[found[1].removeprefix("env:")]
    return quote(value, safe="") if within_login else value
