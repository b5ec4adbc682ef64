"""Progress on stderr: a moving line in a terminal, one line a stage elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[str, float], None]


@contextmanager
def shown_progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Yield a callable that shows the stage and the share of it that is done."""
    if quiet:
        yield lambda _stage, _share: None
    elif sys.stderr.isatty():
        with _moving() as progress:
            yield progress
    else:
        yield _Lines().say


class _Lines:
    """Says each stage once."""

    def __init__(self) -> None:
        self._stage = ""

    def say(self, stage: str, _share: float) -> None:
        if stage != self._stage:
            self._stage = stage
            click.echo(f"{stage} ...", err=True)


@contextmanager
def _moving() -> Iterator[Progress]:
    width = 62
    previous = ""

    def say(stage: str, share: float) -> None:
        nonlocal previous
        if previous and stage != previous:
            click.echo("", err=True)
        previous = stage
        done = f" {share:.0%}" if share else ""
        click.echo(f"\r{stage}{done}".ljust(width), nl=False, err=True)

    try:
        yield say
    finally:
        if previous:
            click.echo("", err=True)
