"""pandoc as every printer calls it: with one dialect of markdown, and errors as Invalid."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import Invalid, Problem

ASSETS = Path(__file__).parent.parent / "assets"
"""The templates, filters and styles of the printers."""
OFF = (
    "smart raw_html raw_tex latex_macros tex_math_dollars citations yaml_metadata_block "
    "implicit_figures example_lists subscript superscript strikeout"
)
READER = "markdown+lists_without_preceding_blankline" + "".join(f"-{name}" for name in OFF.split())
"""pandoc's markdown without the extensions that would read meaning into a dollar or a dash."""


def convert(
    markdown: str, form: str, *options: str, environment: Mapping[str, str] | None = None
) -> bytes:
    """Markdown in another format.

    form: its name, as pandoc's `--to` takes it. options: further ones of pandoc's command line.
    environment: variables to add to those of this process. Raises Invalid, in pandoc's own words,
    where it fails.
    """
    command = [f"--from={READER}", f"--to={form}", "--wrap=none", *options]
    return run(command, markdown.encode("utf-8"), environment)


def default(name: str) -> bytes:
    """A data file that comes with pandoc, by its name, such as `reference.docx`."""
    return run([f"--print-default-data-file={name}"])


def run(
    options: list[str], body: bytes = b"", environment: Mapping[str, str] | None = None
) -> bytes:
    """Run pandoc and give its output. body: its input. Raises Invalid where it fails."""
    import pypandoc

    process = subprocess.run(  # noqa: S603  (pandoc, from its own package, and options of our own)
        [pypandoc.get_pandoc_path(), *options],
        input=body,
        capture_output=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    if process.returncode:
        message = process.stderr.decode("utf-8", "replace").strip()
        raise Invalid([Problem("pandoc", message, "markdown that it reads", "mend the notebook")])
    return process.stdout
