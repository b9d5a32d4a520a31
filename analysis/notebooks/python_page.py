"""The page `docs/python.md`, and the README: what their lines print, and the pictures they draw.

The page is its own source: `refresh` runs the lines that stand in it and writes what they give into
it and beside it, so that what a reader sees is what the lines do. What is drawn of which case is
said there alone.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from doctest import DocTestParser, Example
from pathlib import Path
from typing import Any

from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.errors import Invalid, Problem
from analysis.paths import ROOT

PAGE = ROOT / "docs" / "python.md"
README = ROOT / "README.md"
FOLDER = ROOT / "docs" / "charts"
SESSION = re.compile(r"(?<=^```pycon\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
"""What is typed into Python and what it prints."""
FORM = re.compile(r"^### `(\w+)`\n(.*?)^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A form of chart: its name, what is said of it, and the lines that draw it."""


def pages() -> dict[Path, str]:
    """The page and the README, with what their lines print now."""
    return {path: with_outputs(path.read_text(encoding="utf-8")) for path in (PAGE, README)}


def with_outputs(text: str) -> str:
    """The page, with what each line prints now below it; the sessions go on from one another."""
    names: dict[str, Any] = {}
    return SESSION.sub(lambda match: "".join(_session(match[0], names)), text)


def pictures(text: str) -> dict[Path, bytes]:
    """The chart of each form as a file in `docs/charts`, drawn by the lines of the page.

    Raises Invalid where lines end in no chart, or in an empty one.
    """
    return {
        FOLDER / f"{name}.png": _png(_chart(name, source)) for name, _, source in FORM.findall(text)
    }


def _session(text: str, names: dict[str, Any]) -> Iterator[str]:
    for part in DocTestParser().parse(text):
        if isinstance(part, Example):
            first, *more = part.source.splitlines()
            yield "\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in more), ""])
            yield _printed(part.source, names)
        else:
            yield part


def _printed(source: str, names: dict[str, Any]) -> str:
    """What Python prints for a line, as its own prompt would."""
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(source, PAGE.name, "single"), names)  # noqa: S102  (the project's own page)
    return out.getvalue()


def _chart(name: str, source: str) -> Chart:
    """What the last line of a few gives, which must be a chart."""
    names: dict[str, Any] = {}
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), PAGE.name, "exec"), names)  # noqa: S102  (as above)
    chart = eval(ast.unparse(last), names)  # noqa: S307  (as above)
    if not isinstance(chart, Chart) or isinstance(chart, EmptyChart):
        value = chart.alt if isinstance(chart, Chart) else type(chart).__name__
        raise Invalid([Problem(name, value, "a chart", f"mend the lines in {PAGE.name}")])
    return chart


def _png(chart: Chart) -> bytes:
    """The picture as a file, as small as it can be with all of its colours."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(chart.png())) as picture:
        # All colours stay: with fewer, that of one side of a story turns into another's.
        picture.convert("RGB").save(out, "png", optimize=True)
    return out.getvalue()
