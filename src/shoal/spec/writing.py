"""A guessed workspace as the text of a file, every guess with a comment."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shoal.records.roles import KIND_WORDS
from shoal.records.workspace import Role
from shoal.spec.contract.sources import COLUMN_KEYS
from shoal.spec.guessing.fields import alternatives
from shoal.spec.guessing.guess import Guess, SourceGuess, Unplaced
from shoal.spec.guessing.lines import Said, Setting
from shoal.spec.guessing.settings import currency_of, settings_of

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./*-]*")
_NOT_PLAIN = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan"})
_WIDTH = 44
_EXAMPLE = "{source: NAME, aggregate: count, where: \"name = 'export'\", per: seat}"

_ROLE_SAYS: Mapping[Role, str] = {
    Role.ACCOUNTS: "one row an account, as of today",
    Role.SUBSCRIPTIONS: "seats, plan and revenue, from when to when",
    Role.CONTACTS: "which user belongs to which account",
    Role.EVENTS: "what users did",
    Role.TICKETS: "what they asked for help with",
    Role.SURVEYS: "what they answered",
    Role.MILESTONES: "steps of onboarding",
    Role.ENGAGEMENT: "education, marketing, community",
    Role.OUTCOMES: "what became of the account",
    Role.TOUCHES: "what the team did to it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The text of a workspace file, and sentences that say what a person has to look at."""

    text: str
    look_at: tuple[str, ...]


def workspace_text(guess: Guess, *, name: str) -> Written:
    """Write a workspace file.

    Parameters
    ----------
    guess : Guess
    name : str
        What reports call the workspace.

    Returns
    -------
    Written
        The text ends with a line break; comments tell every guess.
    """
    settings = {s.name: settings_of(s) for s in guess.sources}
    lines = [
        "# What Shoal reads, measures and segments. Every line was guessed from the files: look",
        "# through it, then run: shoal check",
        _line(0, "shoal", 1, "version of this format"),
        _line(0, "name", name),
        _line(0, "timezone", "UTC", "days and weeks are cut here; such as Europe/Berlin"),
        *_currency(settings),
        "",
        "sources:",
    ]
    for source in guess.sources:
        lines += [*_source(source, settings[source.name]), ""]
    blocks = {one.table.path: _unplaced(one) for one in guess.unplaced}
    for path, why in guess.unused.items():
        lines += [f"  # {_one_line(f'{path} is not used. {why}')}", *blocks.get(path, ()), ""]
    lines += _rest()
    look_at = [s.look for told in settings.values() for s in told if s.look]
    look_at += [f"{path}: {why}" for path, why in guess.unused.items()]
    return Written(text="\n".join(lines) + "\n", look_at=tuple(look_at))


def _currency(settings: Mapping[str, Iterable[Setting]]) -> list[str]:
    known = [
        s.value for told in settings.values() for s in told if s.key == "currency" and not s.off
    ]
    if known:
        return [_line(0, "currency", known[0], "that reports use")]
    return [_line(0, "currency", "EUR", "that reports use", off=True)]


def _source(source: SourceGuess, settings: tuple[Setting, ...]) -> list[str]:
    table = source.table
    lines = [
        f"  {source.name}:",
        _line(4, "role", source.role.value, _ROLE_SAYS[source.role]),
        _line(4, "path", table.path),
    ]
    if table.outside:
        lines.append(_line(4, "outside", value=True, comment="the file is not in this folder"))
    lines += _columns(source)
    if source.role not in {Role.ACCOUNTS, Role.CONTACTS}:
        lines.append(_line(4, "zone", "UTC", "of times written without one", off=True))
    lines += [_setting(s) for s in settings]
    rest = [c.name for c in table.columns if c.name not in _used(source, settings)]
    if rest:
        lines.append(f"    # not used: {', '.join(map(_scalar, rest))}")
    return lines


def _unplaced(one: Unplaced) -> list[str]:
    """Return a table without a role as a comment, in the role that comes nearest to it."""
    if not one.nearest:
        names = ", ".join(_scalar(c.name) for c in one.table.columns)
        return [f"  #   columns: {_one_line(names)}"]
    first, *others = one.nearest
    source = SourceGuess(name=one.name, table=one.table, role=first.role, fields=first.fields)
    lines = _source(source, settings_of(source))
    if others:
        told = ", ".join(o.role.value for o in others)
        lines[1] = _line(4, "role", first.role.value, f"if it is; or {told}")
    keys = {"account": "id"} if first.role is Role.ACCOUNTS else {}
    lines += [
        _line(4, keys.get(f, f), "COLUMN", "no column was found for it") for f in first.lacking
    ]
    return [f"  # {line[2:]}" for line in lines]


def _setting(setting: Setting) -> str:
    if not setting.key:
        return f"    # {_one_line(setting.comment)}"
    return _line(4, setting.key, setting.value, setting.comment, off=setting.off)


def _columns(source: SourceGuess) -> list[str]:
    """Return the lines that name columns: those of the role's keys, then those below columns."""
    fields, lines = source.fields, []
    keys = {("account" if k == "id" else k): k for k in COLUMN_KEYS[source.role]}
    if source.role is Role.TOUCHES:
        keys["kind"] = "kind"
    for field, key in keys.items():
        if field in fields:
            lines.append(_line(4, key, fields[field], _others(source, field)))
        elif field == "account" and source.via is not None:
            way: Mapping[str, Said] = {"source": source.via.source, "on": source.via.on}
            lines.append(_line(4, "account_via", way, "the table does not name the account"))
    below = [f for f in fields if f not in keys and not (f == "kind" and source.role in KIND_WORDS)]
    if below:
        lines.append("    columns:")
    for field in below:
        lines += _column(source, field)
    return lines


def _column(source: SourceGuess, field: str) -> list[str]:
    column = source.fields[field]
    if field != "contract_value":
        return [_line(6, field, column, _others(source, field))]
    money = currency_of(source, field)
    if money.off:
        value: Mapping[str, Said] = {"column": column, "currency": money.value}
        return [
            _line(6, field, column, "by the year"),
            _line(6, field, value, "if you know the currency", off=True),
        ]
    return [_line(6, field, {"column": column, money.key: money.value}, "by the year")]


def _others(source: SourceGuess, field: str) -> str:
    """Return as a comment which other columns might be meant."""
    others = alternatives(source.table, source.role, field, taken=set(source.fields.values()))
    return f"or {', '.join(map(_scalar, others))}" if others else ""


def _used(source: SourceGuess, settings: tuple[Setting, ...]) -> set[str]:
    used = {*source.fields.values()}
    if source.via is not None:
        used.add(source.via.on)
    if "contract_value" in source.fields:
        money = currency_of(source, "contract_value")
        used |= {str(money.value)} if money.key == "currency_column" else set()
    used |= {s.value for s in settings if s.key.endswith("_column") and isinstance(s.value, str)}
    return used


def _rest() -> list[str]:
    return [
        "metrics:",
        _line(2, "window_days", 90),
        _line(2, "presets", "standard", "all that the sources allow"),
        "  # own:                              # metrics of your own, such as",
        f"  #   exports_per_seat: {_EXAMPLE}",
        "",
        "segmentations:",
        "  customers:",
        _line(4, "metrics", "standard"),
        _line(4, "segments", "auto"),
        "    # accounts: \"plan <> 'free'\"        # which accounts; else all",
        "    # placements: {Trial: \"stage = 'trial'\"}   # rules before anything is clustered",
    ]


def _line(indent: int, key: str, value: Said, comment: str = "", *, off: bool = False) -> str:
    """Return one line; the comment stands at a fixed place where there is room."""
    said = f"{' ' * indent}{'# ' if off else ''}{key}: {_said(value)}"
    return f"{said.ljust(_WIDTH)}  # {_one_line(comment)}" if comment else said


def _one_line(text: str) -> str:
    """Return text that ends no comment: what breaks lines or cannot be written becomes a blank."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _said(value: Said) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(k)}: {_said(v)}' for k, v in value.items())}}}"
    return f"[{', '.join(_said(v) for v in value)}]"


def _key(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _scalar(text: str) -> str:
    """Write text so that YAML reads the same text: in quotes unless it is plain."""
    if (
        _PLAIN.fullmatch(text)
        and text.casefold() not in _NOT_PLAIN
        and ".inf" not in text.casefold()
    ):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """Write text in quotes, and what does not print by its number."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"
