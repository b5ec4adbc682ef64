"""The page of definitions: what every preset means, from the words beside its formula."""

from collections.abc import Iterable, Mapping

from shoal.records.definitions import MetricDefinition
from shoal.records.meanings import Better
from shoal.wording import join_words

_BETTER = {Better.MORE: "more", Better.LESS: "less", Better.NEITHER: "neither"}
_HEAD = """\
# Metrics

What `shoal measure` computes for every account, as of the end of a day. The window is 90 days
unless the workspace sets `metrics.window_days`; it ends with the day that is asked for, and
nothing later is read. An account younger than the window is measured over the time it had. A
preset is measured where the sources allow it; `shoal measure` says what the others need, and
`shoal measure --explain METRIC` prints the SQL.

*Missing* says what an account has without any row: `zero`, because nothing happened; `unknown`,
because nobody answered; `undefined`, because the number would have no meaning. Metrics of kind
`outcome` are shown beside the segments and never clustered.

This page is made from the docstrings of `src/shoal/metrics/presets/`.

| metric | unit | better | missing | in short |
|---|---|---|---|---|
"""


def metrics_page(presets: Iterable[MetricDefinition], needs: Mapping[str, str]) -> str:
    """Return docs/metrics.md.

    Parameters
    ----------
    presets : iterable of MetricDefinition
        In the order they are told in.
    needs : mapping of str to str
        What each need of a preset asks for, in words.
    """
    told = tuple(presets)
    rows = "".join(_row(preset) for preset in told)
    return _HEAD + rows + "".join(_section(preset, needs) for preset in told)


def _row(preset: MetricDefinition) -> str:
    cells = (
        f"[`{preset.name}`](#{preset.name})",
        preset.unit,
        _BETTER[preset.better],
        preset.missing.value,
        preset.summary,
    )
    return f"| {' | '.join(cells)} |\n"


def _section(preset: MetricDefinition, needs: Mapping[str, str]) -> str:
    asked = join_words([needs[need] for need in preset.needs])
    return (
        f"\n## {preset.name}\n\n{preset.meaning}\n\n"
        f"Unit: {preset.unit}. Better: {_BETTER[preset.better]}. Kind: `{preset.kind.value}`."
        f" Needs {asked}.\n"
    )
