"""model.json: written plainly, checked on every load, never any code in it.

The file is one JSON object: `format`, `version`, `checksum` and `model`. The checksum is the
SHA-256 of the canonical JSON of `model`, so that a file that was cut off or edited is noticed.
"""

import hashlib
import json
import math
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shoal.errors import FileAccess, ModelInvalid, ModelTooNew, NotAFile
from shoal.operations.model_sense import problem_of
from shoal.records.model import Model

FORMAT = "shoal-segmentation"
VERSION = 2  # docs/model.md tells the versions; what 1 lacks has a default
_MOST_BYTES = 64_000_000
_DEEPEST = 24
_MOST_PROBLEMS = 5
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")


def model_text(model: Model) -> str:
    """Return the text of model.json."""
    content = _plain(model)
    head = {"format": FORMAT, "version": VERSION, "checksum": _checksum(content)}
    return json.dumps({**head, "model": content}, indent=1, allow_nan=False) + "\n"


def read_model(path: Path) -> Model:
    """Read and check a model.json.

    Raises
    ------
    NotAFile
        If nothing or a folder is there.
    FileAccess
        If the file may not be read.
    ModelTooNew
        If a newer Shoal wrote it.
    ModelInvalid
        If it is no model, was cut off or edited, or is too large or too deeply nested.
    """
    try:
        if not path.is_file():
            raise NotAFile(
                f"{path} is not a file.", suggestion="Name the model.json that shoal segment wrote."
            )
        raw = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else None
    except OSError as error:
        raise FileAccess(f"Could not read {path}: {error.strerror or error}.") from error
    if raw is None:
        raise _invalid(path, f"it is larger than {_MOST_BYTES // 1_000_000} MB")
    return model_of(raw, path)


def model_of(raw: bytes, path: Path) -> Model:
    """Check the bytes of a model file and return the model; `path` is for messages."""
    if _depth(raw) > _DEEPEST:
        raise _invalid(path, "it is nested too deeply")
    try:
        whole = json.loads(
            raw.decode("utf-8"), parse_constant=_finite_number, parse_float=_finite_number
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise _invalid(path, "it is not complete JSON; it may have been cut off") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise _invalid(path, "it is not a segmentation that Shoal wrote")
    _check_version(whole.get("version"), path)
    content = whole.get("model")
    if not isinstance(content, dict) or whole.get("checksum") != _checksum(content):
        raise _invalid(path, "its content was changed after it was written")
    try:
        model = TypeAdapter(Model).validate_python(_restored(content), extra="forbid")
    except ValidationError as error:
        told = "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:_MOST_PROBLEMS]
        )
        raise _invalid(path, told) from error
    problem = problem_of(model)
    if problem:
        raise _invalid(path, problem)
    return model


def _check_version(version: object, path: Path) -> None:
    if type(version) is not int or version < 1:
        raise _invalid(path, "it does not say which version of the format it has")
    if version > VERSION:
        raise ModelTooNew(
            f"{path} has version {version} of the model format; this Shoal reads up to {VERSION}.",
            suggestion="Update Shoal, or fit the segments again with this one.",
        )


def _invalid(path: Path, why: str) -> ModelInvalid:
    return ModelInvalid(
        f"{path} cannot be used as a model: {why}.",
        suggestion="Write it again with shoal segment.",
    )


def _finite_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _depth(raw: bytes) -> int:
    """Return how deeply brackets nest; those inside strings count too, which only overstates."""
    depth = deepest = 0
    for byte in raw.translate(None, delete=_NO_BRACKETS):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _checksum(content: object) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401  # any record becomes JSON's own types
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return _plain_cell(value)


def _plain_cell(value: Any) -> Any:  # noqa: ANN401  # as above
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _restored(content: dict[str, Any]) -> dict[str, Any]:
    """Give metrics and outcomes that nobody in a segment answered their NaN back."""
    segments = content.get("segments")
    for segment in segments if isinstance(segments, list) else []:
        for told in ("metrics", "outcomes"):
            parts = segment.get(told) if isinstance(segment, dict) else None
            for part in parts if isinstance(parts, list) else []:
                if isinstance(part, dict):
                    part.update({k: math.nan for k, v in part.items() if v is None})
    return content
