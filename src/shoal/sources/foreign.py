"""Programs of others that give a source: what they raise is told as a failure of the source."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from shoal.errors import ShoalError, SourceFailed


def called(function: Callable[[], Any], *, name: str) -> Any:  # noqa: ANN401 - whatever it gives
    """Call a function that gives a source.

    Raises
    ------
    SourceFailed
        It raised something; that is the cause.
    """
    try:
        return function()
    except ShoalError:
        raise
    except Exception as error:  # whatever code of another raises is told as a source that failed
        raise _failed(error, name) from error


def taken_from(pieces: Iterable[Any], *, name: str) -> Iterator[Any]:
    """Yield what an iterator of somebody else's gives.

    Raises
    ------
    SourceFailed
        It raised something; that is the cause.
    """
    within = iter(pieces)
    while True:
        try:
            piece = next(within)
        except StopIteration:
            return
        except ShoalError:
            raise
        except Exception as error:  # as above
            raise _failed(error, name) from error
        yield piece


def _failed(error: Exception, name: str) -> SourceFailed:
    # What it said is not repeated: it may hold an address with a key, or a person's data.
    return SourceFailed(
        f"The function of sources.{name} failed with {type(error).__name__}.",
        suggestion="Call it by itself, or run again with --debug, to see why.",
    )
