"""The choice in sentences a leader can follow."""

from dataclasses import dataclass

from shoal.records.evidence import Algorithm, EvidenceRow, Natural, RunnerUp
from shoal.records.options import SearchOptions
from shoal.records.preparation import Scale
from shoal.segments.search.counts import TEAM_HIGH, TEAM_LOW
from shoal.segments.verdict.judge import FEWEST_ACCOUNTS, Judgement
from shoal.wording import join_words, quantity_words

STABLE = 0.75
_ALGORITHM_WORDS = {
    Algorithm.KMEANS: "k-means",
    Algorithm.WARD: "Ward's tree",
    Algorithm.MIXTURE: "a mixture in which each metric keeps its own shape",
    Algorithm.HDBSCAN: "HDBSCAN, which follows dense regions",
    Algorithm.DBSCAN: "DBSCAN, which follows dense regions",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """All that the sentences are made from."""

    row: EvidenceRow
    rows: tuple[EvidenceRow, ...]
    alone: tuple[tuple[str, int], ...]
    natural: Natural
    judgement: Judgement
    options: SearchOptions
    notes: tuple[str, ...]
    agreed: int
    n_attempts: int
    scales: tuple[Scale, ...]


def reasons_for(choice: Choice) -> tuple[str, ...]:
    """Return the reasons for algorithm, count and preparation, most important first."""
    reasons = [_why_count(choice), *choice.notes, _why_algorithm(choice), _why_scales(choice)]
    if choice.row.stability is not None:
        reasons.append(
            f"Repeated on parts of the accounts, the grouping comes back with an agreement of"
            f" {choice.row.stability:.2f} (1 is the very same, 0 is chance)."
        )
    if choice.alone:
        alone = ", ".join(f"{name} {quantity_words(count)}" for name, count in choice.alone)
        reasons.append(f"Each criterion alone would have chosen: {alone}. None of them decides.")
    return tuple(reasons)


def runner_up(choice: Choice) -> RunnerUp | None:
    """Return the candidate that came next, and why it was not taken."""
    others = [r for r in choice.rows if not r.chosen and r.stability is not None]
    same = [r for r in others if r.algorithm is choice.row.algorithm]
    team = [r for r in same if TEAM_LOW <= r.n_segments <= TEAM_HIGH] or same or others
    if not team:
        return None
    following = max(team, key=lambda r: r.stability or 0.0)
    own, other = choice.row.stability, following.stability
    compared = f"agreement {other:.2f} against {own:.2f}" if own is not None else "not asked for"
    why = f"{quantity_words(following.n_segments).capitalize()} segments: {compared}"
    if choice.options.n_segments:
        why += "; the number of segments was asked for"
    elif own is not None and other is not None and other >= own:
        fewer = following.n_segments > choice.row.n_segments
        why += (
            "; with equal evidence fewer segments are better"
            if fewer
            else ("; the other attempts, with other numbers, agree with it less")
        )
    return RunnerUp(algorithm=following.algorithm, n_segments=following.n_segments, why=why + ".")


def verdict_sentence(choice: Choice) -> str:
    """Return the verdict as one or two sentences."""
    natural, lumps = choice.natural, choice.judgement.lumps
    if natural is Natural.NONE and not choice.judgement.null_tables:
        return (
            f"Fewer than {FEWEST_ACCOUNTS} accounts cannot tell groups from chance. Take the"
            " segments as slices."
        )
    if natural is Natural.NONE:
        return (
            "There are no natural groups here: the same metrics without any groups look alike."
            " The segments are slices of a continuum."
        )
    if natural is Natural.WEAK and lumps and not choice.judgement.together:
        named = f"{lumps[0]} alone falls" if len(lumps) == 1 else f"{join_words(lumps)} fall"
        return f"{named} into separate lumps; all metrics together show no groups beyond that."
    if natural is Natural.WEAK:
        return "The cores of the groups are real, their borders are soft."
    if choice.options.n_segments not in {None, choice.judgement.plain_groups}:
        return (
            "There are real groups in these accounts; how many segments to make of them was"
            " asked for."
        )
    falls = "falls" if len(lumps) == 1 else "fall"
    lumpy = f" {join_words(lumps)} {falls} into separate lumps." if lumps else ""
    back = (choice.row.stability or 0.0) >= STABLE
    again = " and come back when the work is repeated" if back else ""
    apart = f"They stand apart more clearly than data without groups{again}."
    return f"These are real groups. {apart}{lumpy}"


def _why_count(choice: Choice) -> str:
    count = quantity_words(choice.agreed)
    asked = choice.options.n_segments
    if asked is not None:
        return _answer_to_asked(choice, asked)
    if choice.judgement.plain_groups == choice.agreed:
        return (
            f"The accounts fall into {count} plain groups; tables drawn inside those {count}"
            " gain as much from further groups, so there are no more."
        )
    return (
        f"We segmented the accounts {choice.n_attempts} times on different parts of them;"
        f" {count} is the smallest number whose grouping the attempts agree on as well as on any."
    )


def _answer_to_asked(choice: Choice, asked: int) -> str:
    got = choice.row.n_segments
    if got < asked:
        return f"{asked} segments were asked for; only {got} hold accounts of their own."
    said = f"{quantity_words(asked).capitalize()} segments were asked for."
    plain = choice.judgement.plain_groups
    if plain and plain != asked:
        return f"{said} The accounts fall into {quantity_words(plain)} plain groups."
    if asked < TEAM_LOW and plain != asked:
        return f"{said} So few hide differences; most teams act on four to seven."
    if asked > TEAM_HIGH:
        return f"{said} More than eight are hard to act on."
    return said


def _why_algorithm(choice: Choice) -> str:
    words = _ALGORITHM_WORDS[choice.row.algorithm]
    if choice.options.algorithm is not None:
        return f"The algorithm was asked for: {words}."
    if choice.row.algorithm is not Algorithm.MIXTURE:
        return f"The algorithm is {words}; a mixture does not fill so many segments."
    return (
        f"The algorithm is {words}: pile-ups at zero, heavy tails and missing answers are part"
        " of it, and metrics that carry nothing drop out."
    )


def _why_scales(choice: Choice) -> str:
    used = {scale: choice.scales.count(scale) for scale in Scale if scale in choice.scales}
    told = ", ".join(f"{count} {scale.value}" for scale, count in used.items())
    return f"Each of {len(choice.scales)} metrics has the scale that fits its values best ({told})."
