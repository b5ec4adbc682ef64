"""What a workspace measures: presets that its sources allow, and its own metrics."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from shoal.audit.sources.features import too_many_features
from shoal.errors import UsageError, near_matches
from shoal.metrics.bindings import Bindings
from shoal.metrics.grains.shape import Shape
from shoal.metrics.offers import in_words, offered
from shoal.metrics.own import Owned, definition_of
from shoal.metrics.plan import Plan
from shoal.metrics.presets.catalogue import PRESETS
from shoal.metrics.stage import Stage
from shoal.metrics.undated import unknown_columns
from shoal.operations.features_on_offer import features_of
from shoal.operations.opening import Opened
from shoal.records.definitions import MetricDefinition
from shoal.records.snapshots import Unavailable
from shoal.records.workspace import Role, WorkspaceSpec
from shoal.wording import join_words


def own_metrics(spec: WorkspaceSpec) -> tuple[Owned, ...]:
    """Return the workspace's own metrics with their places and roles."""
    roles = {source.name: source.role for source in spec.sources}
    return tuple(
        Owned(
            metric=metric,
            place=place,
            role=roles[metric.source],
            window_days=metric.window_days or spec.metrics.window_days,
        )
        for place, metric in enumerate(spec.metrics.own)
    )


def chosen_metrics(
    spec: WorkspaceSpec, opened: Opened
) -> tuple[tuple[MetricDefinition, ...], tuple[Unavailable, ...]]:
    """Return the metrics to measure, by name, and the presets that cannot be.

    Raises
    ------
    UsageError
        If the workspace asks by name for a preset that does not exist or that its sources do not
        allow.
    """
    offers = offered(opened.sources)
    asked = spec.metrics.presets
    _refuse_unknown((*(asked or ()), *spec.metrics.without))
    wanted = [n for n in (PRESETS if asked is None else asked) if n not in spec.metrics.without]
    lacking = [
        Unavailable(metric=n, needs=tuple(in_words(x) for x in PRESETS[n].needs if x not in offers))
        for n in wanted
        if not set(PRESETS[n].needs) <= offers
    ]
    if asked is not None and lacking:
        raise UsageError(
            f"The metric {lacking[0].metric} needs {join_words(lacking[0].needs)}.",
            suggestion="Add it to the sources, or take the metric out of metrics.presets.",
        )
    if not wanted and not spec.metrics.own:
        raise UsageError(
            "The workspace measures nothing: it leaves all presets out, and has no metric of its"
            " own.",
            suggestion="Write presets: standard, or metrics.own.",
        )
    left_out = {one.metric for one in lacking}
    chosen = {n: PRESETS[n] for n in wanted if n not in left_out}
    for owned in own_metrics(spec):
        _refuse_taken(owned, {*PRESETS, *chosen})
        chosen[owned.metric.name] = definition_of(owned)
    return tuple(chosen[name] for name in sorted(chosen)), tuple(lacking)


def stage_of(
    spec: WorkspaceSpec,
    opened: Opened,
    *,
    last: date,
    read_on: date,
    features: tuple[str, ...] = (),
) -> Stage:
    """Return what staging needs to know for dates up to `last`."""
    accounts = opened.of_role(Role.ACCOUNTS)
    return Stage(
        sources=opened.sources,
        own=own_metrics(spec),
        zone=spec.timezone,
        last=last,
        features=features,
        currency=spec.currency,
        rates=spec.rates,
        unknown={s.name: unknown_columns(s, last, read_on=read_on) for s in accounts},
    )


def plan_of(
    spec: WorkspaceSpec,
    opened: Opened,
    metrics: tuple[MetricDefinition, ...],
    *,
    last: date,
    read_on: date,
    first: date | None = None,
) -> Plan:
    """Return the plan for the dates up to the last; features without a list are looked up first.

    Parameters
    ----------
    spec : WorkspaceSpec
    opened : Opened
    metrics : tuple of MetricDefinition
    last : date
        What lies after it is not read.
    read_on : date
        The day on which the sources are read.
    first : date, optional
        The first date that is measured; by default it is the last.

    Raises
    ------
    UsageError
        If a column of features has too many values, and all metrics are about features.
    """
    stage = stage_of(spec, opened, last=last, read_on=read_on)
    features = features_of(opened.engine, stage, metrics, first=first or last)
    steps = stage.of_role(Role.MILESTONES)
    plan = Plan(
        stage=replace(stage, features=features.names),
        metrics=metrics,
        shape=Shape(
            window_days=spec.metrics.window_days,
            n_features=len(features.names),
            integrations=_slots(features.names, stage.integrations),
            listed=_slots(features.names, stage.listed_features),
        ),
        has_logins=any(s.spec.values.get("logins") for s in stage.of_role(Role.EVENTS)),
        n_features=len(features.names) if features.is_whole else None,
        n_steps=len(stage.listed_steps),
        has_other_steps=any(not s.spec.values.get("steps") for s in steps),
        crowded=features.crowded,
    )
    return _uncrowded(plan, first or last)


def plan_at(plan: Plan, opened: Opened, as_of: date, *, read_on: date) -> Plan:
    """Return a plan for one of its dates: what is not known at it reads as missing."""
    unknown = {
        s.name: unknown_columns(s, as_of, read_on=read_on) for s in opened.of_role(Role.ACCOUNTS)
    }
    stage = replace(plan.stage, last=as_of, unknown=unknown, bindings=Bindings())
    return _uncrowded(replace(plan, stage=stage), as_of)


def _slots(names: tuple[str, ...], some: Collection[str]) -> tuple[int, ...]:
    return tuple(slot for slot, name in enumerate(names) if name in some)


def _uncrowded(plan: Plan, as_of: date) -> Plan:
    """Leave out what is told of features where a column has too many values to hold any."""
    if plan.crowded is None or as_of < plan.crowded.since:
        return plan
    kept = tuple(m for m in plan.metrics if "features" not in m.needs)
    if not kept:
        told = too_many_features(plan.crowded, plan.metrics)
        raise UsageError(told.message, suggestion=told.suggestion)
    return replace(plan, metrics=kept)


def _refuse_taken(owned: Owned, taken: Iterable[str]) -> None:
    """Stop an own metric whose name is another's, be it in other letters."""
    metric = owned.metric
    if metric.name.casefold() in {name.casefold() for name in taken}:
        raise UsageError(
            f"{metric.place}: metrics.own.{metric.name} has the name of another metric.",
            suggestion="Give it a name of its own; letters in another case do not count.",
        )


def _refuse_unknown(names: Iterable[str]) -> None:
    for name in names:
        if name not in PRESETS:
            raise UsageError(
                f"There is no preset {name}.{near_matches(name, PRESETS)}",
                suggestion="docs/metrics.md lists them.",
            )
