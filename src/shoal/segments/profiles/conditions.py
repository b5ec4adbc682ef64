"""Search for the few conditions on native values that pick out one group of accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shoal.records.segments import Condition
from shoal.segments.profiles.rounding import Cut, readable_threshold

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MAX_CONDITIONS = 3
WORTH = 0.01  # a condition that gains less than one point is dropped
_BEAM = 2
_STRICT = 0.5  # beta²: a wrong account costs twice what a missed one does
_LENIENT = 4.0  # for partial rules, which later conditions make more precise
_REFITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Accounts to find a rule in; `values` (n, n_metrics), `inside` and `weights` (n,).

    `names` label the columns. A weight says how many accounts of the table one row stands for.
    """

    names: tuple[str, ...]
    values: Floats
    inside: Mask
    weights: Floats

    def part(self, rows: Mask) -> "Sample":
        """Keep some rows."""
        return Sample(
            names=self.names,
            values=self.values[rows],
            inside=self.inside[rows],
            weights=self.weights[rows],
        )


def find_conditions(sample: Sample) -> tuple[Condition, ...]:
    """Find at most three conditions whose accounts are those inside.

    Parameters
    ----------
    sample : Sample
        A missing value fits no condition.

    Returns
    -------
    tuple of Condition
        Thresholds are readable numbers. Empty where no condition separates anything.

    Notes
    -----
    A beam of partial rules grows by the best cut of each metric in each direction, all cuts tried
    through cumulative sums in sorted order. Quality is F with beta² = 0.5; half of the beam is
    chosen with beta² = 4, for rules that cover all of the group and still let others in. Each cut
    of the best rule is then fitted again with the others as they are, thresholds are rounded one
    after another, and conditions worth less than a point are dropped. Cost: O(n m log n) once,
    O(n m) for each step.
    """
    columns = _Columns(sample)
    best = _Option(strict=0.0, lenient=0.0, chosen=())
    beam: list[tuple[_Choice, ...]] = [()]
    for _ in range(MAX_CONDITIONS):
        grown = [option for chosen in beam for option in columns.extend(chosen)]
        if not grown:
            break
        strict = sorted(grown, key=lambda o: (-o.strict, o.chosen))
        lenient = sorted(grown, key=lambda o: (-o.lenient, o.chosen))
        refitted = columns.refit(strict[0])
        if refitted.strict > best.strict + WORTH:
            best = refitted
        beam = list(dict.fromkeys(o.chosen for o in strict[:_BEAM] + lenient[:_BEAM]))
    return _drop_idle(sample, _round_cuts(sample, columns, best.chosen))


def fits(conditions: Sequence[Condition], names: Sequence[str], values: Floats) -> Mask:
    """Tell which accounts fit all conditions; a missing value fits none.

    >>> rule = (Condition(metric="logins", at_least=True, threshold=2.0),)
    >>> fits(rule, ["logins"], np.array([[1.0], [2.0], [np.nan]]))
    array([False,  True, False])
    """
    mask = np.ones(len(values), dtype=bool)
    column_of = {name: j for j, name in enumerate(names)}
    for condition in conditions:
        column = values[:, column_of[condition.metric]]
        mask &= (
            column >= condition.threshold if condition.at_least else column < condition.threshold
        )
    return mask


def quality(mask: Mask, sample: Sample) -> float:
    """Measure how well `mask` picks out the accounts inside: F with beta² = 0.5."""
    hits = sample.weights[mask & sample.inside].sum()
    return float(
        _f_score(
            hits, sample.weights[mask].sum(), sample.weights[sample.inside].sum(), weight=_STRICT
        )
    )


@dataclass(frozen=True, slots=True, order=True)
class _Choice:
    """A cut of one metric before rounding: between the sorted values `below` and `above`."""

    column: int
    at_least: bool
    below: float
    above: float

    def condition(self, name: str) -> Condition:
        return Condition(metric=name, at_least=self.at_least, threshold=self.above)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    """A partial rule and its quality by both measures."""

    strict: float
    lenient: float
    chosen: tuple[_Choice, ...]


class _Columns:
    """All columns in sorted order, so that every cut is tried by cumulative sums."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._total = float(sample.weights[sample.inside].sum())
        self._order = np.argsort(sample.values, axis=0, kind="stable")
        self.sorted = np.take_along_axis(sample.values, self._order, axis=0)
        known = ~np.isnan(self.sorted)
        # a cut before position i is real where the value changes there
        self._cut = np.zeros(known.shape, dtype=bool)
        self._cut[1:] = known[1:] & (self.sorted[1:] != self.sorted[:-1])
        self._known = known

    def extend(self, chosen: tuple[_Choice, ...]) -> list[_Option]:
        """Add to a partial rule the best cuts of each metric in each direction."""
        hits, counts = self._running_sums(chosen)
        options = []
        for at_least in (False, True):
            strict, lenient = (
                self._scores(hits, counts, at_least=at_least, weight=w) for w in (_STRICT, _LENIENT)
            )
            for column in range(strict.shape[1]):
                for row in {int(strict[:, column].argmax()), int(lenient[:, column].argmax())}:
                    if strict[row, column] > 0:
                        cut = self._choice(row, column, at_least=at_least)
                        options.append(
                            _Option(
                                strict=float(strict[row, column]),
                                lenient=float(lenient[row, column]),
                                chosen=tuple(sorted({*chosen, cut})),
                            )
                        )
        return options

    def refit(self, option: _Option) -> _Option:
        """Move each cut to where it is best with the others as they are."""
        for _ in range(_REFITS):
            for i, old in enumerate(option.chosen):
                rest = option.chosen[:i] + option.chosen[i + 1 :]
                scores = self._scores(
                    *self._running_sums(rest), at_least=old.at_least, weight=_STRICT
                )[:, old.column]
                row = int(scores.argmax())
                if scores[row] > option.strict:
                    cut = self._choice(row, old.column, at_least=old.at_least)
                    option = _Option(
                        strict=float(scores[row]),
                        lenient=option.lenient,
                        chosen=(*option.chosen[:i], cut, *option.chosen[i + 1 :]),
                    )
        return option

    def _running_sums(self, chosen: tuple[_Choice, ...]) -> tuple[Floats, Floats]:
        """Sum weights of hits and of all that fit `chosen`, before each cut."""
        sample = self._sample
        conditions = [c.condition(sample.names[c.column]) for c in chosen]
        mask = fits(conditions, sample.names, sample.values)
        weights = np.where(mask, sample.weights, 0.0)
        return self._sums_before(np.where(sample.inside, weights, 0.0)), self._sums_before(weights)

    def _scores(self, hits: Floats, counts: Floats, *, at_least: bool, weight: float) -> Floats:
        """Score every cut of every column; -1 where equal values stand on both sides."""
        if at_least:
            hits, counts = hits[-1] - hits, counts[-1] - counts
        return np.where(
            self._cut, _f_score(hits[:-1], counts[:-1], self._total, weight=weight), -1.0
        )

    def _choice(self, row: int, column: int, *, at_least: bool) -> _Choice:
        return _Choice(
            column,
            at_least,
            float(self.sorted[row - 1, column]),
            float(self.sorted[row, column]),
        )

    def _sums_before(self, weights: Floats) -> Floats:
        """Sum of weights before each position, and of all at the end; missing values left out."""
        ordered = np.where(self._known, weights[self._order], 0.0)
        sums = np.zeros((len(ordered) + 1, ordered.shape[1]))
        np.cumsum(ordered, axis=0, out=sums[1:])
        return sums


def _f_score(hits: Floats, fitting: Floats, inside: float, *, weight: float) -> Floats:
    """(1 + b) h / (b inside + fitting), the F measure with b = beta²."""
    score: Floats = (1 + weight) * hits / (weight * inside + fitting)
    return score


def _round_cuts(
    sample: Sample, columns: _Columns, chosen: tuple[_Choice, ...]
) -> tuple[Condition, ...]:
    """Make thresholds readable, each with the others as they stand."""
    conditions = [c.condition(sample.names[c.column]) for c in chosen]
    for i, choice in enumerate(chosen):
        column = columns.sorted[:, choice.column]
        cut = Cut(
            below=choice.below,
            above=choice.above,
            whole=bool(np.all(column[~np.isnan(column)] % 1 == 0)),
        )
        others = conditions[:i] + conditions[i + 1 :]
        rest = fits(others, sample.names, sample.values)
        values = sample.values[:, choice.column]

        def score(
            threshold: float,
            *,
            rest: Mask = rest,
            values: Floats = values,
            choice: _Choice = choice,
        ) -> float:
            return quality(
                rest & (values >= threshold if choice.at_least else values < threshold), sample
            )

        threshold = readable_threshold(cut, score, tolerance=WORTH)
        conditions[i] = Condition(
            metric=conditions[i].metric, at_least=choice.at_least, threshold=threshold
        )
    return tuple(conditions)


def _drop_idle(sample: Sample, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Drop conditions, the least useful first, while each is worth less than a point."""
    kept = conditions
    while len(kept) > 1:
        score = quality(fits(kept, sample.names, sample.values), sample)
        shorter = [kept[:i] + kept[i + 1 :] for i in range(len(kept))]
        scores = [quality(fits(rule, sample.names, sample.values), sample) for rule in shorter]
        best = int(np.argmax(scores))
        if scores[best] < score - WORTH:
            break
        kept = shorter[best]
    return kept
