"""Whether rows find their account, and accounts have rows."""

from collections.abc import Iterator
from typing import Final

from shoal.audit.sources.telling import about, most_often, of_rows, ranked, shown
from shoal.records.findings import Finding, Severity
from shoal.records.judged import Judged, JudgedSource, Matching, WhyUnmatched
from shoal.records.workspace import Role
from shoal.wording import format_count, join_words

# From here on rows without an account are more than a few strangers.
_MANY: Final = 0.01
# A customer without any of these is unusual; without a ticket or an answer it is not.
_EXPECTED: Final = (Role.EVENTS, Role.SUBSCRIPTIONS, Role.CONTACTS)
_MOST: Final = 0.5


def rows_without_account(judged: Judged, source: JudgedSource) -> Iterator[Finding]:
    """Find rows in time that lead to no account, with the most frequent names."""
    matching, rows = source.matching, source.rows_in_time
    if matching is None or not rows:
        return
    if matching.without_name:
        yield about(
            source,
            code="rows-without-id",
            severity=_severity(matching.without_name, rows),
            message=f"{of_rows(matching.without_name, rows)} by {judged.as_of} name no"
            f" {_what(judged, source)}; they count for nobody.",
            evidence={"rows": matching.without_name, "of": rows},
            suggestion="Fill the ids in at the source.",
        )
    if matching.unknown:
        yield _unknown(judged, source, matching)
    if matching.alike:
        yield _alike(judged, source, matching)
    if matching.out_of_time:
        yield _out_of_time(judged, source, matching)


def accounts_without_rows(judged: Judged) -> Iterator[Finding]:
    """Find how many of the accounts that count have no row, in all sources together."""
    lacking = [
        (s, judged.accounts - s.accounts_with_rows)
        for s in judged.sources
        if s.role is not Role.ACCOUNTS and s.rows and s.accounts_with_rows < judged.accounts
    ]
    if not lacking or not judged.accounts:
        return
    told = join_words([f"{format_count(n)} in {s.name}" for s, n in lacking])
    much = [s.name for s, n in lacking if s.role in _EXPECTED and n > _MOST * judged.accounts]
    yield Finding(
        code="accounts-without-rows",
        severity=Severity.WARNING if much else Severity.NOTE,
        message=f"Of {format_count(judged.accounts)} accounts that count at {judged.as_of} some"
        f" have no row by then: {told}.",
        evidence={"accounts": judged.accounts, **{f"without_{s.name}": n for s, n in lacking}},
        suggestion=f"More than half have none in {join_words(much)}: look whether it is complete."
        if much
        else None,
    )


def _unknown(judged: Judged, source: JudgedSource, matching: Matching) -> Finding:
    rows = source.rows_in_time
    top = _top(matching, WhyUnmatched.UNKNOWN)
    where = "the accounts" if source.via is None else f"{source.via} or the accounts"
    return about(
        source,
        code="rows-without-account",
        severity=_severity(matching.unknown, rows),
        message=f"no account was found for {of_rows(matching.unknown, rows)} by {judged.as_of},"
        f" which name {_counted(matching.names, _what(judged, source))} that {where} do not know."
        " Most often:"
        f" {most_often(top)}.",
        evidence={
            "rows": matching.unknown,
            "of": rows,
            "found": matching.found,
            "names": matching.names,
            **ranked(top),
        },
        suggestion=_mend(source, matching),
    )


def _mend(source: JudgedSource, matching: Matching) -> str:
    if not matching.found:
        return (
            "No row found one: look whether account or account_via of"
            f" {source.name} names the right column."
        )
    where = source.via or "the accounts"
    return f"Add them to {where}, or leave them out with only, if they are no customers."


def _alike(judged: Judged, source: JudgedSource, matching: Matching) -> Finding:
    rows = of_rows(matching.alike, source.rows_in_time)
    top = _top(matching, WhyUnmatched.ALIKE)
    return about(
        source,
        code="ids-nearly-alike",
        severity=Severity.WARNING,
        message=f"{rows} would find an account if case and blanks of the {_what(judged, source)}"
        f" did not count, such as {most_often(top)}. Ids are compared exactly.",
        evidence={"rows": matching.alike, "of": source.rows_in_time, **ranked(top)},
        suggestion="Write ids in one way at the source, or rename them with aliases.",
    )


def _out_of_time(judged: Judged, source: JudgedSource, matching: Matching) -> Finding:
    rows = of_rows(matching.out_of_time, source.rows_in_time)
    top = _top(matching, WhyUnmatched.OUT_OF_TIME)
    return about(
        source,
        code="key-out-of-time",
        severity=_severity(matching.out_of_time, source.rows_in_time),
        message=f"{rows} name a {_what(judged, source)} that {source.via} has, but not for that"
        f" day; they count for nobody. Most often: {most_often(top)}.",
        evidence={"rows": matching.out_of_time, "of": source.rows_in_time, **ranked(top)},
        suggestion=f"Look at from and to of {source.via}.",
    )


def _top(matching: Matching, why: WhyUnmatched) -> list[tuple[str, int]]:
    return [(shown(one.name), one.rows) for one in matching.top if one.why is why]


def _counted(count: int, what: str) -> str:
    return f"{format_count(count)} {what}{'' if count == 1 else 's'}"


def _severity(count: int, rows: int) -> Severity:
    return Severity.WARNING if count > _MANY * rows else Severity.NOTE


def _what(judged: Judged, source: JudgedSource) -> str:
    """Return what rows name to be found: an account, or what leads to it."""
    owner = next((s for s in judged.sources if s.name == source.via), None)
    if owner is None:
        return "account"
    return {Role.CONTACTS: "user", Role.SUBSCRIPTIONS: "subscription"}.get(owner.role, "key")
