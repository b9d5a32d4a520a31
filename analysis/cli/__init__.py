"""The command line: the only part that prints. Exit code 0 only when all is well."""

from __future__ import annotations

import os
import sys

from analysis.cli.interrupts import fill_standard_streams, quiet_start

with quiet_start():
    import typer

    from analysis.cli import batch as batch
    from analysis.cli import data as data
    from analysis.cli import lab as lab
    from analysis.cli import report as report
    from analysis.cli.app import app as app
    from analysis.cli.app import say
    from analysis.errors import Invalid


def main() -> None:
    """Run the command line; what is refused is said line by line, without a traceback."""
    fill_standard_streams()
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    try:
        app()
    except Invalid as refused:
        say(refused.problems)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"{error.filename or 'standard output'}: {error.strerror}", err=True)
        sys.exit(1)
