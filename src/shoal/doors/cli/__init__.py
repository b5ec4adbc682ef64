"""The command line: a table of verbs, each loaded when it is called."""

import io
import sys
from importlib import import_module

import click

from shoal.doors.cli.failures import told
from shoal.errors import UsageError, near_matches

# verb: (module under shoal.doors.cli, one line of help)
_VERBS = {
    "segment": ("segment", "Find segments in one table of customers."),
    "assign": ("assign", "Put new customers into the segments of a model.json."),
    "export": ("export", "Write a model.json as one SQL statement: shoal export sql."),
    "init": ("init", "Write a workspace file that fits your tables: shoal init DIR --from FILES."),
    "check": ("check", "Check a workspace file and the tables it names."),
    "measure": ("measure", "Measure every account of a workspace as of a date."),
    "audit": ("audit", "Judge the sources and the snapshot of a workspace."),
    "fit": ("fit", "Segment the accounts of a workspace as of a date."),
    "demo": ("demo", "Run the main job on a made-up company."),
}


class _Verbs(click.Group):
    """Loads a verb's module only when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the verbs in the order of the table."""
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one verb."""
        if cmd_name not in _VERBS:
            return None
        module = import_module(f"shoal.doors.cli.{_VERBS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that was typed, or say which one was probably meant."""
        if args[0] not in _VERBS and not args[0].startswith("-"):
            raise UsageError(
                f"There is no command {args[0]}.{near_matches(args[0], _VERBS)}",
                suggestion="See shoal --help.",
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(verb, line) for verb, (_, line) in _VERBS.items()])


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shoal", prog_name="shoal")
def shoal() -> None:
    """Find the natural groups in how customers behave."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A letter that the terminal's encoding lacks must not stop the answer.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    raise SystemExit(told(shoal))
