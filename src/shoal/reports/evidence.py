"""Why this many segments, and every number's ground, one click away."""

from dataclasses import dataclass

from shoal.records.evidence import Natural
from shoal.reports.branches import TreePicture, draw_tree
from shoal.reports.candidates import (
    CandidateRow,
    SmallPicture,
    algorithm_name,
    candidate_rows,
    small_pictures,
)
from shoal.reports.grounds import (
    ExcludedRow,
    FindingRow,
    PreparationRow,
    RuleRow,
    count_findings,
    excluded_rows,
    finding_rows,
    preparation_rows,
    rule_rows,
)
from shoal.reports.reading import Reading
from shoal.wording import format_count, format_share, quantity_words

_MEANINGS = {
    Natural.STRONG: "The groups are in the data. Borders mean something; a move across one is "
    "news.",
    Natural.WEAK: "The cores are real, the borders are soft. Act on accounts that are sure; look "
    "before acting on the rest.",
    Natural.NONE: "Slices of a continuum. Fine for playbooks; do not argue about borders.",
}
_GLOSSARY = {
    "Elbow": "Sum of squared distances of accounts to the middle of their group, divided by the "
    "same sum to the middle of all accounts. It falls with every further group.",
    "Silhouette": "Mean over accounts of (b − a) / max(a, b): a is the mean distance to accounts "
    "of the same group, b to those of the nearest other group.",
    "Stability": "Mean adjusted Rand index between these groups and those found on other samples "
    "of the accounts: 1 is the same grouping, 0 what chance gives.",
    "Foretold": "Prediction strength: of the pairs of accounts that one half puts in the same "
    "group, the share that the other half also keeps together, in the worst group.",
    "Least Jaccard": "Accounts in both over accounts in either, of a group and its like in other "
    "samples, for the group that comes back least. Under 0.6 it should not be trusted.",
    "Calinski-Harabasz": "Spread between groups over spread inside them, each for its degrees of "
    "freedom. Larger is clearer; it grows with the number of accounts.",
    "Davies-Bouldin": "Mean over groups of how wide they are against how far the most similar "
    "group is. Smaller is clearer.",
    "BIC": "How well a mixture fits, less a penalty for each number in it. Smaller is better; "
    "with more accounts it asks for more groups.",
    "Smallest": "Share of accounts in the smallest group.",
    "Tables without groups": "Made-up tables that keep each metric's own distribution and the "
    "rank correlations between metrics, but hold no groups.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A word with what it stands for; `here` marks the one that holds for this report."""

    word: str
    text: str
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything of the last section."""

    opening: str
    sentence: str
    choice_title: str
    choice_summary: str
    reasons: tuple[str, ...]
    runner_up: str
    alone: str
    agreement: str
    pictures: tuple[SmallPicture, ...]
    candidates: tuple[CandidateRow, ...]
    glossary: tuple[Meaning, ...]
    tree: TreePicture | None
    findings: tuple[FindingRow, ...]
    findings_summary: str
    applied: tuple[str, ...]
    excluded: tuple[ExcludedRow, ...]
    preparation: tuple[PreparationRow, ...]
    preparation_summary: str
    rules: tuple[RuleRow, ...]
    verdict: str
    verdicts: tuple[Meaning, ...]


def gather_evidence(reading: Reading) -> Evidence:
    """Collect what an analyst asks for."""
    study, recommendation = reading.study, reading.study.recommendation
    opening, rest = _first_sentence(recommendation.verdict.sentence)
    return Evidence(
        opening=opening,
        sentence=rest,
        choice_title=_choice_title(reading),
        choice_summary=_choice_summary(reading),
        reasons=recommendation.reasons,
        runner_up=recommendation.runner_up.why if recommendation.runner_up else "",
        alone=_alone(reading),
        agreement=_agreement(reading),
        pictures=small_pictures(reading),
        candidates=candidate_rows(reading),
        glossary=tuple(Meaning(word=word, text=text) for word, text in _GLOSSARY.items()),
        tree=draw_tree(reading),
        findings=finding_rows(reading),
        findings_summary=count_findings(study.findings),
        applied=study.applied,
        excluded=excluded_rows(reading),
        preparation=preparation_rows(reading),
        preparation_summary=_preparation_summary(reading),
        rules=rule_rows(reading),
        verdict=recommendation.natural.value,
        verdicts=_verdicts(recommendation.natural),
    )


def _first_sentence(text: str) -> tuple[str, str]:
    """Split the verdict after its first sentence, which stands in bold.

    >>> _first_sentence("These are real groups. They come back.")
    ('These are real groups.', 'They come back.')
    """
    first, stop, rest = text.partition(". ")
    return (f"{first}." if stop else first), rest


def _choice_title(reading: Reading) -> str:
    count = len(reading.groups)
    noun = "slice" if reading.sliced else "group"
    return f"Why {quantity_words(count)} {noun}{'' if count == 1 else 's'}"


def _choice_summary(reading: Reading) -> str:
    recommendation = reading.study.recommendation
    chosen = algorithm_name(recommendation.algorithm)
    words = f"{chosen} with {quantity_words(recommendation.n_segments)}"
    runner_up = recommendation.runner_up
    if runner_up is None:
        return words
    other = quantity_words(runner_up.n_segments)
    if runner_up.algorithm is not recommendation.algorithm:
        other = f"{algorithm_name(runner_up.algorithm)} with {other}"
    return f"{words}; runner-up {other}"


def _alone(reading: Reading) -> str:
    """Say what each criterion alone would have chosen."""
    recommendation = reading.study.recommendation
    if any("criterion alone" in reason for reason in recommendation.reasons):
        return ""  # told already
    parts = [f"{name} {count}" for name, count in recommendation.alone]
    return f"Each criterion alone would have chosen: {', '.join(parts)}." if parts else ""


def _agreement(reading: Reading) -> str:
    share = format_share(reading.study.recommendation.agreement)
    if share == "–":
        return ""
    name = algorithm_name(reading.study.recommendation.algorithm)
    return f"The published rule and {name}'s own labels agree for {share} of accounts."


def _preparation_summary(reading: Reading) -> str:
    count = len(reading.metrics)
    reshaped = sum(p.reshaped != "none" for p in preparation_rows(reading))
    words = f"{format_count(count)} metric{'' if count == 1 else 's'}"
    return f"{words}, {format_count(reshaped)} reshaped"


def _verdicts(natural: Natural) -> tuple[Meaning, ...]:
    return tuple(
        Meaning(word=kind.value.capitalize(), text=text, here=kind is natural)
        for kind, text in _MEANINGS.items()
    )
