"""The workspace file: bytes in, a checked record out, with every finding at its line."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from shoal.errors import FileAccess, NotAFile, near_matches
from shoal.records.findings import Finding
from shoal.records.roles import ONCE
from shoal.records.workspace import (
    EngineKind,
    EngineSpec,
    Place,
    Role,
    SourceSpec,
    WorkspaceSpec,
)
from shoal.spec.contract.file import WORKSPACE
from shoal.spec.groups import Given
from shoal.spec.locations import Surroundings, inner_path
from shoal.spec.metric_reading import read_metrics
from shoal.spec.notes import Notes
from shoal.spec.references import filled_in
from shoal.spec.segmentation_reading import read_segmentations
from shoal.spec.source_reading import read_source
from shoal.spec.yaml_nodes import MOST_BYTES, read_yaml
from shoal.spec.zones import check_zone

FILE_NAME = "shoal.yml"
_STORAGE = ".shoal"
_SPILL = ".shoal/spill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What could be read of a workspace file.

    `spec` leaves out sources, metrics and segmentations that are at fault, so that the others can
    be looked at; it is None if nothing can be made of the file. `valid` says that nothing was left
    out. `places` tells where each key stands, by its path (`sources.accounts.id`).
    """

    spec: WorkspaceSpec | None
    findings: tuple[Finding, ...]
    valid: bool
    places: Mapping[str, Place] = field(default_factory=dict)


def read_workspace(
    place: Path | str,
    environment: Mapping[str, str],
    *,
    functions: frozenset[str] = frozenset(),
) -> tuple[WorkspaceSpec | None, tuple[Finding, ...]]:
    """Read a workspace file and check all that can be checked without opening a source.

    Parameters
    ----------
    place : path
        The file, or the folder that has a shoal.yml.
    environment : mapping of str to str
        Variables that ${env:NAME} may refer to.
    functions : frozenset of str
        Sources for which Python gives a function; they need neither path nor url.

    Returns
    -------
    WorkspaceSpec or None
        None if one of the findings is an error.
    tuple of Finding
        In the order of the file; each message begins with file, line and column.

    Raises
    ------
    NotAFile
        If there is no such file.
    FileAccess
        If it may not be read.
    """
    draft = read_draft(place, environment, functions=functions)
    return (draft.spec if draft.valid else None), draft.findings


def read_draft(
    place: Path | str,
    environment: Mapping[str, str],
    *,
    functions: frozenset[str] = frozenset(),
) -> Draft:
    """Read a workspace file and keep what can be used of it; see `read_workspace`."""
    file = workspace_file(Path(place))
    notes = Notes()
    root = read_yaml(_content(file), file=str(file), notes=notes)
    given = None if root is None else WORKSPACE.read(root, notes, what="")
    if given is None:
        if not notes.has_error:
            notes.note(
                Place(file=str(file), line=1),
                "The file is empty.",
                code="missing-key",
                suggestion="shoal init writes one that fits your files.",
            )
        return Draft(spec=None, findings=notes.findings, valid=False)
    around = Surroundings(
        folder=Path(os.path.abspath(file)).parent,  # noqa: PTH100  # links stay as they are named
        environment=environment,
        functions=functions,
    )
    spec = _spec(given, around, notes, file=file)
    return Draft(
        spec=spec,
        findings=notes.findings,
        valid=not notes.has_error,
        places=MappingProxyType(notes.places),
    )


def workspace_file(place: Path) -> Path:
    """Return the workspace file that a folder has, or the file itself.

    Raises
    ------
    NotAFile
        If there is none.
    """
    file = place / FILE_NAME if place.is_dir() else place
    if file.is_file():
        return file
    names = [p.name for p in file.parent.iterdir()] if file.parent.is_dir() else []
    near = [n for n in names if n.endswith((".yml", ".yaml"))]
    raise NotAFile(
        f"There is no workspace file {file}.{near_matches(file.name, near)}",
        suggestion="shoal init DIR --from FILES writes one.",
    )


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileAccess(f"Could not read {file}: {error.strerror or error}.") from error


def _spec(given: Given, around: Surroundings, notes: Notes, *, file: Path) -> WorkspaceSpec:
    check_zone(given, "timezone", notes, what="timezone")
    declared = given.part("sources")
    read = [
        read_source(declared.part(name), around, notes, name=name)
        for name in declared.values
        if name in declared
    ]
    sources = tuple(source for source in read if source is not None)
    _check_sources(declared, notes)
    engine = _engine(given.part("engine"), around, notes)
    if engine.kind is EngineKind.DUCKDB:
        _refuse_tables_alone(sources, notes)
    storage = inner_path(given, "storage", _STORAGE, around, notes, what="storage")
    return WorkspaceSpec(
        name=given.text("name") or around.folder.name,
        folder=around.folder,
        file=around.folder / file.name,
        timezone=given.text("timezone") or "UTC",
        currency=given.text("currency"),
        rates=MappingProxyType(_rates(given, notes)),
        sources=sources,
        metrics=read_metrics(given.part("metrics"), declared, notes),
        segmentations=read_segmentations(given.part("segmentations"), notes),
        engine=engine,
        storage=storage,
    )


def _rates(given: Given, notes: Notes) -> dict[str, float]:
    rates = given.part("rates")
    own = given.text("currency")
    if rates.values and "currency" not in given.places:
        notes.note(
            given.where("rates"),
            "rates are given without a currency that they lead to.",
            code="missing-key",
            suggestion="Write currency: and the one that reports use.",
        )
    if own is not None and own in rates and rates.number(own, 1.0) != 1.0:
        notes.note(
            rates.where(own),
            f"rates.{own} is not 1, and {own} is the currency of reports.",
            code="wrong-value",
        )
    return {name: rates.number(name, 1.0) for name in rates.values if name in rates}


def _engine(given: Given, around: Surroundings, notes: Notes) -> EngineSpec:
    kind = EngineKind(given.text("kind") or EngineKind.DUCKDB)
    url, place = given.text("url"), given.where("url")
    if url is not None:
        url = filled_in(url, around.environment, notes, place=place, what="engine.url")
    elif kind is EngineKind.POSTGRES:
        notes.note(
            place,
            "engine.kind is postgres, and there is no url.",
            code="missing-key",
            suggestion="Write url: ${env:WAREHOUSE_URL} below engine.",
        )
    spill = inner_path(given, "spill", _SPILL, around, notes, what="engine.spill")
    memory = given.text("memory_limit")
    usual = EngineSpec(spill=spill)
    return EngineSpec(kind=kind, memory_limit=memory or usual.memory_limit, spill=spill, url=url)


def _refuse_tables_alone(sources: Sequence[SourceSpec], notes: Notes) -> None:
    for source in sources:
        if source.location.table is not None and source.location.url is None:
            notes.note(
                source.place,
                f"sources.{source.name} has a table without a url, and DuckDB has no tables of its"
                " own.",
                code="missing-key",
                suggestion="Write url: and the database's address; Spark and PostgreSQL have"
                " tables.",
            )


def _check_sources(declared: Given, notes: Notes) -> None:
    """Note what concerns several sources: roles that are there once, and ways to the account."""
    by_role: dict[str, str] = {}
    for name in declared.values:
        source = declared.part(name)
        role = source.text("role")
        if role in ONCE and role in by_role:
            notes.note(
                declared.where(name),
                f"sources.{name} has the role {role}, which sources.{by_role[role]} has already;"
                " one table has all accounts.",
                code="role-twice",
                suggestion="Join the two tables, and name the joined one here.",
            )
        if role is not None:
            by_role.setdefault(role, name)
        if "account_via" in source:
            _check_via(source, declared, notes, name=name)
    readable = all(name in declared for name in declared.values)
    if Role.ACCOUNTS not in by_role and readable and declared.values:
        notes.note(
            declared.place,
            "No source has the role accounts: it says which accounts there are.",
            code="no-accounts",
            suggestion="Add the table that has one row for each account.",
        )


def _check_via(source: Given, declared: Given, notes: Notes, *, name: str) -> None:
    via = source.part("account_via")
    through, on = via.text("source"), via.text("on")
    if through is None:
        return
    what, place = f"sources.{name}.account_via", via.where("source")
    if through not in declared.values:
        notes.note(
            place,
            f"{what}.source is {through}; there is no such source."
            f"{near_matches(through, declared.values)}",
            code="unknown-name",
            suggestion=f"Sources are {', '.join(declared.values)}.",
        )
        return
    target = declared.part(through)
    if through == name or "account_via" in target:
        said = "the source itself" if through == name else "a source that needs another one itself"
        notes.note(
            place,
            f"{what} leads through {through}, {said}.",
            code="conflicting-keys",
            suggestion="Name a source whose rows name their account.",
        )
    if on == "user" and target.text("role") not in {Role.CONTACTS, Role.EVENTS, Role.ENGAGEMENT}:
        notes.note(
            via.where("on"),
            f"{what}.on is user, and {through} does not say users.",
            code="conflicting-keys",
            suggestion="Name a source of the role contacts, or a column that both tables have.",
        )
