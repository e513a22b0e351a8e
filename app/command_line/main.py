"""Puts the commands together; whatever goes wrong becomes one sentence on standard error and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from app.command_line import bench, catalog, configuration, doctor, serve, train, warm
from engine.errors import PlaygroundError

WRONG = 2

application = typer.Typer(
    name="playground",
    help="Build, train and watch small neural networks.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
application.command()(serve.serve)
application.command()(train.train)
application.command()(catalog.catalog)
application.command()(bench.bench)
application.command()(configuration.config)
application.command()(doctor.doctor)
application.command(hidden=True)(warm.warm)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit."""
    code = 0
    try:
        code = application(args=arguments, prog_name="playground", standalone_mode=False) or 0
    except PlaygroundError as error:
        _fail(str(error))
    except typer.TyperException as error:
        _fail(f"{_message(error).rstrip('.')}. Try playground --help.")
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()  # Whoever read the output has enough.
        sys.exit(0)
    sys.exit(code)


def _message(error: typer.TyperException) -> str:
    """What is wrong with an option or an argument."""
    return str(getattr(error, "format_message", error.__str__)())


def _fail(sentence: str) -> None:
    sys.stderr.write(f"{' '.join(sentence.split())}\n")
    sys.exit(WRONG)
