"""Made-up studies in every state a report can be in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from shoal.records.accounts import Accounts, ContextColumn, ExcludedColumn, Metric, Outcome
from shoal.records.evidence import (
    Algorithm,
    EvidenceRow,
    Natural,
    Recommendation,
    RunnerUp,
    Verdict,
)
from shoal.records.findings import Finding, Severity
from shoal.records.meanings import Better, ContextRole, Kind, Topic
from shoal.records.preparation import Preparation, PreparedMetric, Scale
from shoal.records.scoring import Assignment, Prototype, ScoringRule
from shoal.records.segments import (
    Condition,
    MetricProfile,
    OutcomeShare,
    PlainRule,
    Play,
    Segment,
)
from shoal.records.studies import AccountMap, Study, Tree, TreeLeaf
from shoal.records.tables import ColumnType
from shoal.reports.reading import Reading, read_study

AS_OF = date(2026, 6, 30)

METRICS = (
    Metric(
        name="active_rate", column="active_rate", label="Weekly active rate", unit="%",
        better=Better.MORE, topic=Topic.USE, decimals=0,
    ),
    Metric(
        name="days_since_last_login", column="days_since_last_login",
        label="Days since last login", unit="days", better=Better.LESS, topic=Topic.USE, decimals=0,
    ),
    Metric(
        name="feature_adoption", column="feature_adoption", label="Feature adoption", unit="%",
        better=Better.MORE, topic=Topic.USE, decimals=0,
    ),
    Metric(
        name="logins", column="logins", label="Logins per user and week", better=Better.MORE,
        topic=Topic.USE,
    ),
    Metric(
        name="nps", column="nps", label="NPS", better=Better.MORE, topic=Topic.MOOD, signed=True,
        decimals=0,
    ),
    Metric(
        name="onboarding", column="onboarding", label="Onboarding done", unit="%",
        better=Better.MORE, topic=Topic.START, decimals=0,
    ),
    Metric(
        name="resolution_hours", column="resolution_hours", label="Time to resolve a ticket",
        unit="hours", better=Better.LESS, topic=Topic.HELP, decimals=0, structural=True,
    ),
    Metric(
        name="tickets", column="tickets", label="Tickets per 100 seats and month",
        better=Better.LESS, topic=Topic.HELP,
    ),
    Metric(
        name="usage_trend", column="usage_trend", label="Usage trend", unit="%",
        better=Better.MORE, topic=Topic.USE, signed=True, decimals=0,
    ),
)  # fmt: skip

CENTRES = {
    "At Risk": (26, 6, 34, 1.9, -39, 84, 67, 7.0, -42),
    "Silent Churners": (15, 24, 16, 0.9, 12, 76, 18, 0.2, -22),
    "Struggling Adopters": (41, 3, 23, 3.0, 7, 54, 41, 9.9, -2),
    "Expansion Ready": (66, 1, 40, 5.2, 45, 90, 27, 3.1, 50),
    "Self-Sufficient Power Users": (67, 1, 66, 7.5, 31, 92, 6, 0.2, 1),
    "Champions": (82, 0, 84, 11.5, 68, 98, 15, 4.1, 7),
    "Dormant": (3, 60, 5, 0.1, 0, 40, 20, 0.1, -60),
    "Support-Heavy": (55, 2, 45, 4.5, 5, 88, 55, 14.0, 0),
    "Onboarding": (35, 2, 20, 4.0, 30, 30, 20, 5.0, 20),
    "Casual": (38, 5, 30, 2.0, 25, 85, 22, 1.5, -3),
}
_SPREADS = (7, 1.2, 6, 0.5, 12, 6, 6, 0.7, 7)
_SIZES = (59, 71, 85, 79, 112, 94, 40, 45, 38, 52)
_PERSONAS = {
    "At Risk": "Use is falling, tickets are slow to close and those who answer are unhappy.",
    "Silent Churners": "Bought, set up, then stopped. Few log in and nobody asks for help.",
}
_PLAYS = {
    "At Risk": (
        Play(trigger="On entry", action="high-priority task for the CSM, due in 2 days"),
        Play(trigger="On entry", action="stop upsell campaigns; tell the account team"),
        Play(trigger="Every week", action="support lead reviews open tickets"),
    ),
    "Silent Churners": (
        Play(trigger="On entry", action="CSM calls the sponsor, not the users"),
        Play(trigger="After 14 days", action="restart workshop, 45 minutes, their own data"),
    ),
}
_SURNAMES = ("Robotics", "Hotels", "Analytics", "Freight", "Foods", "Legal", "Media", "Energy")
_FIRST = ("Lumen", "Delta", "Ember", "Kestrel", "Nimbus", "Quill", "Harbor", "Union", "Zephyr")
_OWNERS = ("Owner North", "Owner South", "Owner East")


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a made-up study has and has not."""

    archetypes: tuple[str, ...] = tuple(CENTRES)[:6]
    named: bool = True  # False: descriptive names, no archetypes
    money: str | None = "USD"  # None: no contract value; "": no currency; "mixed"
    money_name: str = "arr"
    renewals: bool = True
    owners: bool = True
    names: bool = True
    ids: bool = True
    natural: Natural = Natural.STRONG
    metrics: tuple[Metric, ...] = METRICS
    scale: float = 1.0
    unusual: int = 0
    long_names: bool = False
    outcomes: bool = False
    findings: tuple[Finding, ...] = ()
    title: str = "Acme Cloud"
    same_group_share: float = 0.998
    seed: int = 3


def build(**changes: object) -> Study:
    """Build a study with some options changed."""
    options = Options(**changes)  # type: ignore[arg-type]
    rng = np.random.default_rng(options.seed)
    truth, values = _values(options, rng)
    accounts = _accounts(options, values, rng)
    confidence = rng.uniform(0.65, 1.0, len(truth))
    if options.natural is not Natural.STRONG:
        confidence[rng.random(len(truth)) < 0.25] = 0.1
    unusual = np.zeros(len(truth), dtype=bool)
    unusual[rng.permutation(len(truth))[: options.unusual]] = True
    n = len(options.archetypes)
    keys = tuple(f"s{i + 1}" for i in range(n))
    assignment = Assignment(
        keys=keys,
        segment=truth,
        second=np.where(n > 1, (truth + 1) % n, -1).astype(np.intp),
        confidence=confidence,
        unusual=unusual,
    )
    segments = tuple(_segment(options, i, accounts, truth) for i in range(n))
    return Study(
        name=options.title,
        as_of=AS_OF,
        version="0.1.0",
        accounts=accounts,
        findings=options.findings,
        excluded=(ExcludedColumn(column="arr", kind=Kind.FACT, why="Says who a customer is."),),
        applied=("Three repeated rows were counted once.",),
        recommendation=_recommendation(options, n),
        rule=_rule(accounts, keys),
        segments=segments,
        assignment=assignment,
        map=_map(accounts),
        tree=_tree(keys, truth) if n > 1 else None,
    )


def metric(index: int, *, better: Better = Better.NEITHER) -> Metric:
    """Return a metric nobody recognises."""
    return Metric(
        name=f"m{index:02d}", column=f"m{index:02d}", label=f"Measure {index}", better=better
    )


def _values(options: Options, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    sizes = [max(int(s * options.scale), 1) for s in _SIZES[: len(options.archetypes)]]
    truth = np.repeat(np.arange(len(sizes)), sizes)
    truth = truth[rng.permutation(len(truth))]
    width = len(METRICS)
    centres = np.array([CENTRES[a] for a in options.archetypes], dtype=float)
    own = {m.name: j for j, m in enumerate(METRICS)}
    columns = []
    for j, m in enumerate(options.metrics):
        source = own.get(m.name, j % width)
        noise = rng.normal(0, _SPREADS[source], len(truth))
        column = centres[truth, source] * (1 if m.name in own else 1 + j) + noise
        if not m.signed:
            column = np.abs(column)
        columns.append(column)
    values = np.column_stack(columns)
    if values.shape[1] > 4:
        values[rng.random(len(truth)) < 0.2, 4] = np.nan
    return truth, values


def _accounts(options: Options, values: np.ndarray, rng: np.random.Generator) -> Accounts:
    n = len(values)
    context = []
    if options.names:
        names = [f"{_FIRST[i % 9]} {_SURNAMES[i % 8]} {i}" for i in range(n)]
        context.append(_column("account_name", "Account name", ContextRole.NAME, names))
    if options.owners:
        owners = [_OWNERS[i % 3] for i in range(n)]
        context.append(_column("csm", "Owner", ContextRole.OWNER, owners))
    if options.money is not None:
        context.append(_money(options, rng, n))
    if options.renewals:
        days = rng.integers(-30, 330, n)
        dates = (np.datetime64(AS_OF, "D") + days).astype("datetime64[s]")
        context.append(
            ContextColumn(
                name="renewal_date", label="Renewal date", role=ContextRole.RENEWAL,
                type=ColumnType.DATE, values=dates,
            )
        )  # fmt: skip
    industries = [("Retail", "Health", "Media")[i % 3] for i in range(n)]
    context.append(_column("industry", "Industry", ContextRole.INDUSTRY, industries))
    outcomes = ()
    if options.outcomes:
        churned = (rng.random(n) < 0.2).astype(float)
        outcomes = (Outcome(name="churned", label="Churned", values=churned),)
    return Accounts(
        id_name="account_id" if options.ids else None,
        ids=tuple(f"A-{i:05d}" if options.ids else str(i + 1) for i in range(n)),
        rows=np.arange(n),
        first_rows=np.arange(n),
        metrics=options.metrics,
        values=values,
        context=tuple(context),
        outcomes=outcomes,
    )


def _column(name: str, label: str, role: ContextRole, values: list[str]) -> ContextColumn:
    return ContextColumn(
        name=name, label=label, role=role, type=ColumnType.TEXT,
        values=np.array(values, dtype=object),
    )  # fmt: skip


def _money(options: Options, rng: np.random.Generator, n: int) -> ContextColumn:
    amounts = np.round(np.exp(rng.normal(10.5, 0.8, n)))
    currencies = None
    if options.money == "mixed":
        currencies = np.array(["USD", "EUR"], dtype=object)[rng.integers(0, 2, n)]
    return ContextColumn(
        name=options.money_name,
        label="Contract value",
        role=ContextRole.CONTRACT_VALUE,
        type=ColumnType.NUMBER,
        values=amounts,
        currency=options.money if options.money in {"USD", "EUR"} else None,
        currencies=currencies,
    )


def _segment(options: Options, i: int, accounts: Accounts, truth: np.ndarray) -> Segment:
    archetype = options.archetypes[i]
    members = truth == i
    size = int(members.sum())
    name = archetype if options.named else f"High measure {i + 1}, low others"
    if options.long_names:
        name = f"{name} with a name that nobody could say in a single breath"
    labels = options.metrics[: min(2, len(options.metrics))]
    text = " and ".join(f"{_lower(m.label)} at least {10 * (k + 2)}" for k, m in enumerate(labels))
    sliced = options.natural is Natural.NONE
    return Segment(
        key=f"s{i + 1}",
        name=name,
        size=size,
        share=size / len(truth),
        persona=_PERSONAS.get(archetype, "Steady use of the product, few tickets, calm mood.")
        if options.named
        else f"Measure {i + 1} is higher than elsewhere.",
        metrics=tuple(
            _profile(m, accounts.values[:, j], members) for j, m in enumerate(accounts.metrics)
        ),
        archetype=archetype if options.named and not sliced else None,
        reason="Compared with the other accounts of this base: use is lower.",
        rule=PlainRule(
            text=text,
            conditions=tuple(
                Condition(metric=m.name, at_least=True, threshold=10.0 * (k + 2))
                for k, m in enumerate(labels)
            ),
            precision=0.93,
            coverage=0.9,
            fits=size,
            hits=max(size - 3, 1),
        ),
        plays=_PLAYS.get(archetype, ()) if options.named else (),
        typical=tuple(np.array(accounts.ids)[members][:5].tolist()),
        outcomes=(
            OutcomeShare(name="churned", label="Churned", share=0.24, low=0.15, high=0.36, n=size),
        )
        if options.outcomes
        else (),
    )


def _lower(label: str) -> str:
    return label if label.isupper() else label[:1].lower() + label[1:]


def _profile(m: Metric, column: np.ndarray, members: np.ndarray) -> MetricProfile:
    here, others = column[members], column[~members]
    here, others = here[~np.isnan(here)], others[~np.isnan(others)]
    everyone = column[~np.isnan(column)]
    effect = 0.0
    if len(here) and len(others):
        effect = float(np.sign(here[:, None] - others[None, :400]).mean())
    return MetricProfile(
        metric=m.name,
        mean=float(here.mean()),
        median=float(np.median(here)),
        overall_mean=float(everyone.mean()),
        overall_median=float(np.median(everyone)),
        others_median=float(np.median(others)) if len(others) else float("nan"),
        low=float(np.quantile(everyone, 0.05)),
        high=float(np.quantile(everyone, 0.95)),
        effect=effect,
        unit=m.unit,
    )


def _recommendation(options: Options, n: int) -> Recommendation:
    rows = []
    for algorithm in (Algorithm.KMEANS, Algorithm.WARD):
        for k in range(2, 11):
            shift = 0.0 if algorithm is Algorithm.KMEANS else 0.01
            silhouette = 0.2 if options.natural is Natural.NONE else 0.54 - 0.03 * abs(k - n)
            rows.append(
                EvidenceRow(
                    algorithm=algorithm,
                    preparation="per metric",
                    n_segments=k,
                    silhouette=silhouette - shift,
                    smallest=1 / (k + 2),
                    stability=0.98 - 0.02 * abs(k - n) if abs(k - n) < 3 else None,
                    inertia=1.2 / (k + 1),
                    chosen=k == n and algorithm is Algorithm.KMEANS,
                )
            )
    return Recommendation(
        algorithm=Algorithm.KMEANS,
        preparation="per metric",
        n_segments=n,
        natural=options.natural,
        reasons=("These groups stand furthest apart and come back when the work is repeated.",),
        runner_up=RunnerUp(
            algorithm=Algorithm.KMEANS, n_segments=n + 1, why="One more only splits the largest."
        ),
        evidence=tuple(rows),
        verdict=Verdict(
            natural=options.natural,
            sentence="They stand further apart than the same data without structure.",
            excess=8.0,
            null_silhouette=tuple((k, 0.15 + 0.2 / k, 0.18 + 0.25 / k) for k in range(2, 11)),
            border_share=0.1,
        ),
        same_group_share=options.same_group_share,
        agreement=0.99,
        alone=(("silhouette", n), ("elbow", 5), ("BIC", 7)),
    )


def _rule(accounts: Accounts, keys: tuple[str, ...]) -> ScoringRule:
    heavy = {"tickets", "resolution_hours", "days_since_last_login"}
    prepared = tuple(
        PreparedMetric(
            metric=m.name,
            scale=Scale.LOG if m.name in heavy else Scale.IDENTITY,
            reference=float(np.nanmedian(np.abs(accounts.values[:, j]))) or 1.0,
            centre=0.0,
            spread=1.0,
            why="A few values are very large." if m.name in heavy else "",
        )
        for j, m in enumerate(accounts.metrics)
    )
    width = len(prepared)
    return ScoringRule(
        preparation=Preparation(name="per metric", metrics=prepared),
        prototypes=tuple(
            Prototype(
                segment=k,
                log_weight=0.0,
                means=(0.0,) * width,
                spreads=(1.0,) * width,
                pile_shares=(0.0,) * width,
            )
            for k in keys
        ),
    )


def _map(accounts: Accounts) -> AccountMap:
    values = accounts.values
    if values.shape[1] == 2:
        return AccountMap(points=values, share=1.0, loadings=np.eye(2), native=True)
    filled = np.where(np.isnan(values), np.nanmedian(values, axis=0), values)
    z = (filled - filled.mean(axis=0)) / (filled.std(axis=0) + 1e-9)
    _, s, vt = np.linalg.svd(z, full_matrices=False)
    share = float((s[:2] ** 2).sum() / (s**2).sum())
    return AccountMap(points=z @ vt[:2].T, share=share, loadings=vt[:2].T)


def _tree(keys: tuple[str, ...], truth: np.ndarray) -> Tree:
    leaves, merges, tops = [], [], []
    for i, key in enumerate(keys):
        size = int((truth == i).sum())
        leaves += [
            TreeLeaf(size=size - size // 2, segment=key),
            TreeLeaf(size=size // 2, segment=key),
        ]
    n = len(leaves)
    for i in range(len(keys)):
        merges.append((2 * i, 2 * i + 1, 1.0 + 0.1 * i))
        tops.append(n + i)
    height = 3.0
    while len(tops) > 1:
        merges.append((tops[0], tops[1], height))
        tops = [n + len(merges) - 1, *tops[2:]]
        height += 0.7
    return Tree(leaves=tuple(leaves), merges=tuple(merges), agreement=0.99, n_accounts=len(truth))


@pytest.fixture
def size_finding() -> Finding:
    """Return the finding that segments follow size."""
    return Finding(
        code="segments-follow-size",
        severity=Severity.WARNING,
        message="Segments explain 24% of the seats.",
        evidence={"share": 0.24},
    )


@pytest.fixture
def build_study() -> Callable[..., Study]:
    """Return the builder; its options are those of `Options`."""
    return build


@pytest.fixture
def unknown_metric() -> Callable[..., Metric]:
    """Return a builder of metrics that nobody recognises."""
    return metric


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Return a function that builds a study and reads it."""
    return lambda **changes: read_study(build(**changes))
