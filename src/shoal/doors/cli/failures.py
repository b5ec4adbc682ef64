"""How a failure reaches the shell: a sentence, a way out, an exit code; no traceback."""

import json
import os
import sys
import traceback

import click

from shoal.errors import InternalError, Noticed, ShoalError, UsageError

_INTERRUPTED = 130
_CLOSED_PIPE = 141


def told(command: click.Command) -> int:
    """Run a command and return the exit code, having said what went wrong on stderr.

    With `--json` the failure also goes to stdout as one object; with `--debug` the traceback is
    shown.
    """
    arguments = sys.argv[1:]
    as_json, debug = "--json" in arguments, "--debug" in arguments
    try:
        return _left(command, arguments)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing was written.", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except Exception as error:  # noqa: BLE001  # the door: whatever is left is said, not raised
        if debug:
            traceback.print_exc()
        return _say(_as_ours(error), as_json=as_json)


def _left(command: click.Command, arguments: list[str]) -> int:
    """Run a command and return the exit code that it leaves with."""
    try:
        command.main(args=arguments, prog_name="shoal", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.NoArgsIsHelpError as asking:
        click.echo(asking.format_message(), err=True)
        return UsageError.exit_code
    except SystemExit as leaving:
        # Click leaves with 1 when nobody reads on, which is no failure of the command.
        if isinstance(leaving.__context__, BrokenPipeError):
            return _CLOSED_PIPE
        raise
    return 0


def _as_ours(error: Exception) -> ShoalError:
    if isinstance(error, ShoalError):
        return error
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f"See {context.command_path} --help." if context else None
        return UsageError(error.format_message(), suggestion=hint)
    return InternalError(
        f"This is a bug in Shoal: {type(error).__name__}: {error}",
        suggestion="Run again with --debug and report it.",
    )


def _say(error: ShoalError, *, as_json: bool) -> int:
    click.echo(f"Error: {error.message}", err=True)
    if error.suggestion:
        click.echo(error.suggestion, err=True)
    if as_json:
        told = {"code": error.code, "message": error.message, "suggestion": error.suggestion}
        findings = [_finding(f) for f in error.findings]
        click.echo(json.dumps({"error": told, "findings": findings}))
    return error.exit_code


def _finding(finding: Noticed) -> dict[str, object]:
    keys = ("code", "severity", "column", "message", "evidence", "suggestion")
    plain = {key: getattr(finding, key, None) for key in keys}
    return plain | {"evidence": dict(plain["evidence"] or {})}
