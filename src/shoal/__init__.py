"""Shoal finds the natural groups in how customers behave.

>>> import shoal
>>> seg = shoal.segment(customer_data, id="account_id")  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shoal.operations.segmentation import Segmentation, load, segment
    from shoal.operations.workspace import Workspace
    from shoal.segments.estimators.auto_segmenter import AutoSegmenter
    from shoal.segments.estimators.own_shape_mixture import OwnShapeMixture

__all__ = ["AutoSegmenter", "OwnShapeMixture", "Segmentation", "Workspace", "load", "segment"]

# Loaded at first use, so that `import shoal` and `shoal --help` stay quick.
_PUBLIC = {
    "AutoSegmenter": "shoal.segments.estimators.auto_segmenter",
    "OwnShapeMixture": "shoal.segments.estimators.own_shape_mixture",
    "Workspace": "shoal.operations.workspace",
    **dict.fromkeys(("Segmentation", "load", "segment"), "shoal.operations.segmentation"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever the name stands for
    """Load a public name when it is first asked for."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'shoal' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
