"""The part of the file that says how to segment."""

from types import MappingProxyType

from shoal.errors import UsageError
from shoal.records.evidence import Algorithm
from shoal.records.options import SearchOptions
from shoal.records.workspace import SegmentationSpec
from shoal.spec.groups import Given
from shoal.spec.keys import placement_key
from shoal.spec.notes import Notes
from shoal.spec.source_reading import check_condition

_CHOOSE_THEMSELVES = (Algorithm.HDBSCAN, Algorithm.DBSCAN)


def read_segmentations(given: Given, notes: Notes) -> tuple[SegmentationSpec, ...]:
    """Return the ways to segment, in the order of the file."""
    return tuple(
        _segmentation(given.part(name), notes, name=name) for name in given.values if name in given
    )


def _segmentation(given: Given, notes: Notes, *, name: str) -> SegmentationSpec:
    what = f"segmentations.{name}"
    accounts = given.text("accounts")
    if accounts is not None:
        check_condition(accounts, given, "accounts", notes, what=f"{what}.accounts")
    names = given.texts("metrics") if given.text("metrics") is None else ()
    youngest = given.whole("youngest_days")
    days = {} if youngest is None else {"youngest_days": youngest}
    return SegmentationSpec(
        name=name,
        place=given.place,
        accounts=accounts,
        metrics=names or None,
        search=_search(given, notes, what=what),
        **days,
    )


def _search(given: Given, notes: Notes, *, what: str) -> SearchOptions:
    usual = SearchOptions()
    low, high = _counts(given, notes, what=what)
    algorithm = given.text("algorithm")
    largest = given.number("largest_share", -1.0)
    weights = given.part("weights")
    options = SearchOptions(
        algorithm=Algorithm(algorithm) if algorithm not in {None, "auto"} else None,
        n_segments=low if low is not None and low == high else None,
        low=usual.low if low is None or low == high else low,
        high=usual.high if high is None or low == high else high,
        ranged=low != high,
        smallest_share=given.number("smallest_share", usual.smallest_share),
        largest_share=None if largest < 0 else largest,
        unusual_share=given.number("unusual_share", usual.unusual_share),
        weights=MappingProxyType({n: weights.number(n, 1.0) for n in weights.values}),
        placements=MappingProxyType(_placements(given, notes, what=what)),
    )
    _refuse_impossible(options, given, notes, what=what, counted=low is not None)
    return options


def _counts(given: Given, notes: Notes, *, what: str) -> tuple[int | None, int | None]:
    """Return the fewest and the most segments that are asked for; None, None for auto."""
    one = given.whole("segments")
    if one is not None:
        return one, one
    pair = given.numbers("segments")
    if len(pair) != 2:  # noqa: PLR2004  # from and to
        return None, None
    low, high = int(pair[0]), int(pair[1])
    if low > high:
        notes.note(
            given.where("segments"),
            f"{what}.segments is from {low} to {high}.",
            code="wrong-value",
            suggestion=f"Write it as [{high}, {low}].",
        )
    return low, high


def _placements(given: Given, notes: Notes, *, what: str) -> dict[str, str]:
    placements = given.part("placements")
    keys: dict[str, str] = {}
    for name, text in placements.words().items():
        check_condition(text, placements, name, notes, what=f"{what}.placements.{name}")
        try:
            key = placement_key(name)
        except UsageError as error:
            notes.note_failure(placements.where(name), error, code="wrong-value")
            continue
        if key in keys:
            notes.note(
                placements.where(name),
                f"The placements {keys[key]} and {name} would have the same key, {key}.",
                code="conflicting-keys",
                suggestion="Join their conditions with OR, or change one name.",
            )
        keys[key] = name
    return placements.words()


def _refuse_impossible(
    options: SearchOptions, given: Given, notes: Notes, *, what: str, counted: bool
) -> None:
    """Note where counts, shares and algorithm cannot all be had."""
    if counted and options.algorithm in _CHOOSE_THEMSELVES:
        notes.note(
            given.where("segments"),
            f"{what}: {options.algorithm} finds the number of segments itself.",
            code="conflicting-keys",
            suggestion="Leave out segments, or choose kmeans, ward or mixture.",
        )
    fewest = options.n_segments or options.low
    if options.smallest_share * fewest > 1.0:
        notes.note(
            given.where("smallest_share"),
            f"{what}: {fewest} segments of at least {options.smallest_share:g} each are more"
            " than all accounts.",
            code="conflicting-keys",
            suggestion=f"Ask for a smallest_share of at most {1 / fewest:.3g}.",
        )
    most = options.n_segments or options.high
    if options.largest_share is not None and options.largest_share * most < 1.0:
        notes.note(
            given.where("largest_share"),
            f"{what}: {most} segments of at most {options.largest_share:g} each cannot hold all"
            " accounts.",
            code="conflicting-keys",
            suggestion=f"Ask for a largest_share of at least {1 / most:.3g}.",
        )
