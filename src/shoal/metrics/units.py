"""Small units in which amounts are summed: whole numbers add up alike in any order."""

from typing import Final

MINUTE: Final = 60_000  # milliseconds
