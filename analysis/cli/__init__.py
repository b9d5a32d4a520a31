"""The command line, the only package that prints; its exit code is 0 only where all went well."""

from __future__ import annotations

import os
import sys

from analysis.cli.interrupts import fill_standard_streams, quiet_start

# Imports take long enough for Ctrl-C to come in between, and Python would answer it with a
# traceback out of some library. Hence the block, and nothing but the standard library before it.
with quiet_start():
    import typer

    from analysis.cli.app import app as app
    from analysis.cli.app import say

    # A verb joins the application when its file is imported, and help lists them in this order.
    # isort: off
    from analysis.cli import new as new
    from analysis.cli import data as data
    from analysis.cli import add as add
    from analysis.cli import dispute as dispute
    from analysis.cli import listing as listing
    from analysis.cli import read as read
    from analysis.cli import rename as rename
    from analysis.cli import report as report
    from analysis.cli import export as export
    from analysis.cli import batch as batch
    from analysis.cli import importing as importing
    from analysis.cli import explore as explore
    from analysis.cli import lab as lab

    # isort: on
    from analysis.errors import Invalid


def main() -> None:
    """Run the command line; problems are printed as lines of text, without a traceback.

    Exits with 0 where all is well, 1 where something is wrong, 2 where the command is not
    understood, and 128 and the number of the signal where one ended a batch.
    """
    fill_standard_streams()
    # Python leaves None for a stream that was closed when it started; then nobody could print.
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    try:
        app()
    except Invalid as invalid:
        say(invalid.problems)
        sys.exit(1)
    except OSError as error:  # but for a broken pipe, which Click ends quietly by itself
        typer.echo(f"{error.filename or 'standard output'}: {error.strerror}", err=True)
        sys.exit(1)
