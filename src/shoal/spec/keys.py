"""Keys of segments that rules make: short, stable, the same wherever they are needed."""

from shoal.errors import UsageError


def placement_key(name: str) -> str:
    """Return the key of a placement: "p-" and its name in small letters.

    Raises
    ------
    UsageError
        If the name has neither letter nor digit.

    Examples
    --------
    >>> placement_key("Free trial (EU)")
    'p-free-trial-eu'
    """
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    if not words:
        raise UsageError(
            f"{name!r} cannot name a segment.",
            suggestion='Write it as "Trial": "stage = \'trial\'".',
        )
    return "-".join(["p", *words])
