"""Optional packages, loaded when an engine or an address asks for them."""

from importlib import import_module
from types import ModuleType

from shoal.errors import MissingExtra


def needed(module: str, *, extra: str, purpose: str) -> ModuleType:
    """Return an optional module.

    Parameters
    ----------
    module
        Its import name.
    extra
        The extra of Shoal that installs it.
    purpose
        What it is for, as the beginning of a sentence.

    Raises
    ------
    MissingExtra
        It is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(
            f"{purpose} needs the package {module.partition('.')[0]}, which is not installed.",
            suggestion=f"Install it: pip install 'shoal[{extra}]'",
        ) from error
