"""What crosses from the metrics to an engine, and what an engine says about a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlglot import exp


class ValueType(StrEnum):
    """What a column of a query holds; each engine has one type for it."""

    TEXT = "text"
    NUMBER = "number"  # a double
    WHOLE = "whole"  # a 64-bit integer
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"  # a timestamp without zone
    INSTANT = "instant"  # a timestamp with zone


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryColumn:
    """A column by its name and what it holds."""

    name: str
    type: ValueType


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A SELECT as a tree, the values bound to its names, and the columns it gives.

    The tree is SQLGlot's, in no dialect; what a workspace says stands in it as placeholders
    (`:name`) whose values are in `parameters`. An engine writes the tree in its dialect, binds the
    values and never builds text by itself.
    """

    tree: exp.Select
    columns: tuple[QueryColumn, ...]
    parameters: Mapping[str, str | float | int | bool | date] = field(default_factory=dict)
