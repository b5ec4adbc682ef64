"""One source as it was written, short forms and all, into its long form."""

from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from shoal.errors import UsageError, near_matches
from shoal.records.findings import Severity
from shoal.records.roles import KIND_WORDS, ROLE_FIELDS
from shoal.records.workspace import Ends, Money, Role, SourceSpec, Via
from shoal.spec.conditions import read_unbound_condition
from shoal.spec.contract.sources import COLUMN_KEYS
from shoal.spec.groups import Given
from shoal.spec.locations import Surroundings, read_location
from shoal.spec.notes import Notes
from shoal.spec.writing_reading import read_writing
from shoal.spec.zones import check_zone

_FIELD_OF_KEY = {"id": "account", "kind_column": "kind"}
_LISTS = ("logins", "integrations", "features", "severe", "steps")
_VERY_NEAR = 0.8  # a name of the user's own choice may well resemble a field a little


def read_source(
    given: Given, around: Surroundings, notes: Notes, *, name: str
) -> SourceSpec | None:
    """Return a source in its long form; None where it cannot be told where its tables are."""
    role = Role(given.text("role") or "")
    what = f"sources.{name}"
    location = read_location(given, around, notes, name=name)
    columns = _columns(given, role, notes, what=what)
    kind, kinds = _kinds(given, role, columns)
    _check(given, role, notes, what=what)
    if location is None:
        return None
    return SourceSpec(
        name=name,
        role=role,
        location=replace(location, writing=read_writing(given, location, notes, what=what)),
        place=given.place,
        columns=MappingProxyType(columns),
        via=_via(given),
        zone=given.text("zone"),
        only=given.text("only"),
        assume_constant=given.texts("assume_constant"),
        aliases=MappingProxyType(
            {field: given.part("aliases").part(field).words() for field in _aliased(given)}
        ),
        actors=MappingProxyType(
            {who: given.part("actors").texts(who) for who in given.part("actors").values}
        ),
        kinds=MappingProxyType(kinds),
        kind=kind,
        values=MappingProxyType({key: given.texts(key) for key in _LISTS if key in given}),
        money=_money(given, role),
        ends=Ends(given.text("ends") or Ends.EXCLUSIVE),
        amount_per=given.text("amount_per") or "month",
        scale=_scale(given, notes, what=what),
        value_step=given.text("value_step"),
    )


def _columns(given: Given, role: Role, notes: Notes, *, what: str) -> dict[str, str]:
    """Return the column of each field that is named, in the order of the role's fields."""
    named = {}
    for key in (*COLUMN_KEYS[role], "kind_column"):
        column = given.text(key)
        if column is not None:
            named[_FIELD_OF_KEY.get(key, key)] = column
    if role is Role.TOUCHES and "kind" in given:
        named["kind"] = given.text("kind") or ""
    declared = given.part("columns")
    for field in declared.values:
        column = declared.text(field) or declared.part(field).text("column")
        if column is not None:
            named[field] = column
    known = [f.name for f in ROLE_FIELDS[role]]
    _mark_near_fields(declared, known, notes, what=what)
    return {
        field: named[field]
        for field in [*known, *sorted(named.keys() - set(known))]
        if field in named
    }


def _mark_near_fields(declared: Given, known: list[str], notes: Notes, *, what: str) -> None:
    """Warn where an attribute of the user's own looks like a field that was misspelt."""
    for name in declared.values:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1, cutoff=_VERY_NEAR)
        if near:
            notes.note(
                declared.where(name),
                f"{what}.columns.{name} is taken for an attribute of your own. Did you mean"
                f" {near[0]}?",
                code="misspelt-field",
                severity=Severity.WARNING,
                suggestion=f"Write {near[0]}, or choose a name that differs more.",
            )


def _kinds(given: Given, role: Role, columns: dict[str, str]) -> tuple[str | None, dict[str, str]]:
    """Return the kind of all rows, and what values of the column mean; complete the columns."""
    words = KIND_WORDS.get(role)
    if words is None or "kind" not in given:
        return None, {}
    kind = given.text("kind")
    if kind is None:
        return None, given.part("kind").words()
    if kind in words:
        return kind, {}
    columns.setdefault("kind", kind)
    return None, {}


def _via(given: Given) -> Via | None:
    via = given.part("account_via")
    source, on = via.text("source"), via.text("on")
    return Via(source=source, on=on) if source and on else None


def _aliased(given: Given) -> list[str]:
    aliases = given.part("aliases")
    return [field for field in aliases.values if aliases.part(field).values]


def _money(given: Given, role: Role) -> Money:
    part = given.part("columns").part("contract_value") if role is Role.ACCOUNTS else given
    return Money(currency=part.text("currency"), column=part.text("currency_column"))


def _scale(given: Given, notes: Notes, *, what: str) -> tuple[float, float] | None:
    numbers = given.numbers("scale")
    if len(numbers) != 2:  # noqa: PLR2004  # lowest and highest
        return None
    low, high = numbers
    if low >= high:
        notes.note(
            given.where("scale"),
            f"{what}.scale goes from {low:g} to {high:g}; the lowest answer stands first.",
            code="wrong-value",
        )
    return low, high


def _check(given: Given, role: Role, notes: Notes, *, what: str) -> None:
    """Note what single keys do not show: keys that exclude each other, names that are unknown."""
    money = given.part("columns").part("contract_value") if role is Role.ACCOUNTS else given
    _refuse_both(money, "currency", "currency_column", notes, what=what)
    _refuse_both(given, "account", "account_via", notes, what=what)
    if given.text("kind") is not None:  # values of a column and the column go together
        _refuse_both(given, "kind", "kind_column", notes, what=what)
    check_zone(given, "zone", notes, what=f"{what}.zone")
    only = given.text("only")
    if only is not None:
        check_condition(only, given, "only", notes, what=f"{what}.only")
    _check_step(given, notes, what=what)


def _check_step(given: Given, notes: Notes, *, what: str) -> None:
    step, steps = given.text("value_step"), given.texts("steps")
    if step is not None and steps and step not in steps:
        near = near_matches(step, steps)
        notes.note(
            given.where("value_step"),
            f"{what}.value_step is {step}, which is not among the steps.{near}",
            code="unknown-name",
            suggestion=f"Steps are {', '.join(steps)}.",
        )


def check_condition(text: str, given: Given, key: str, notes: Notes, *, what: str) -> None:
    """Note what is wrong with a condition, names of columns left aside."""
    try:
        read_unbound_condition(text, what=what)
    except UsageError as error:
        notes.note_failure(given.where(key), error, code="invalid-condition")


def _refuse_both(given: Given, one: str, other: str, notes: Notes, *, what: str) -> None:
    if one in given and other in given:
        notes.note(
            given.where(other),
            f"{what} has {one} and {other}.",
            code="conflicting-keys",
            suggestion="Keep one of them.",
        )
