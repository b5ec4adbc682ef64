"""How a failure reaches the shell: a sentence, a way out, an exit code; no traceback."""

import json
import os
import sys
import traceback

import click

from shoal.errors import InternalError, Noticed, ShoalError

_INTERRUPTED = 130
_USAGE = 2
_CLOSED_PIPE = 141


def told(command: click.Command) -> int:
    """Run a command and return the exit code, having said what went wrong on stderr.

    With `--json` the failure also goes to stdout as one object; with `--debug` the traceback is
    shown.
    """
    arguments = sys.argv[1:]
    as_json, debug = "--json" in arguments, "--debug" in arguments
    try:
        command.main(args=arguments, prog_name="shoal", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing was written.", err=True)
        return _INTERRUPTED
    except click.ClickException as error:
        _tell("usage", error.format_message(), _hint(error), as_json=as_json)
        return _USAGE
    except ShoalError as error:
        if debug:
            traceback.print_exc()
        _tell(error.code, error.message, error.suggestion, error.findings, as_json=as_json)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except Exception as error:  # noqa: BLE001  # the door: whatever is left is our bug
        if debug:
            traceback.print_exc()
        message = f"This is a bug in Shoal: {type(error).__name__}: {error}"
        _tell(InternalError.code, message, "Run again with --debug and report it.", as_json=as_json)
        return InternalError.exit_code
    return 0


def _hint(error: click.ClickException) -> str | None:
    context = getattr(error, "ctx", None)
    return f"See {context.command_path} --help." if context else None


def _tell(
    code: str,
    message: str,
    suggestion: str | None,
    findings: tuple[Noticed, ...] = (),
    *,
    as_json: bool,
) -> None:
    click.echo(f"Error: {message}", err=True)
    if suggestion:
        click.echo(suggestion, err=True)
    if as_json:
        error = {"code": code, "message": message, "suggestion": suggestion}
        listed = [_finding(f) for f in findings]
        click.echo(json.dumps({"error": error, "findings": listed}, ensure_ascii=False))


def _finding(finding: Noticed) -> dict[str, object]:
    keys = ("code", "severity", "column", "message", "evidence", "suggestion")
    plain = {key: getattr(finding, key, None) for key in keys}
    return plain | {"evidence": dict(plain["evidence"] or {})}
