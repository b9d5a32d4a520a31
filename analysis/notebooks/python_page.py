"""The Python code in `docs/python.md` and in the README: what it prints, and the charts it draws.

`contested refresh` runs the code of these pages, writes what it prints back into them, and writes
the charts to `docs/charts`. So a page shows what its code does, and which case is drawn is written
in the page alone.
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
"""A block of lines as typed into Python, with what they print."""
FORM = re.compile(r"^### `(\w+)`\n(.*?)^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A form of chart in the page: its name, its description, and the lines that draw it."""


def pages() -> dict[Path, str]:
    """The page and the README, with what their lines print now."""
    return {path: with_outputs(path.read_text(encoding="utf-8")) for path in (PAGE, README)}


def with_outputs(text: str) -> str:
    """A page with the present output below each line that prints.

    text: the page, as markdown. All of its sessions share their variables, as one would.
    """
    names: dict[str, Any] = {}
    return SESSION.sub(lambda match: "".join(_session(match[0], names)), text)


def pictures(text: str) -> dict[Path, bytes]:
    """The chart of each form as PNG, by its file in `docs/charts`, drawn by the lines of the page.

    text: the page, as markdown. Raises Invalid where lines end in no chart, or in an empty one.
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
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(source, PAGE.name, "single"), names)  # noqa: S102  (the project's own page)
    return printed.getvalue()


def _chart(name: str, source: str) -> Chart:
    """The chart that the last of the lines gives; Invalid where it is another thing, or empty."""
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

    png = io.BytesIO()
    with Image.open(io.BytesIO(chart.png())) as picture:
        # All colours stay: with fewer, that of one side of a story turns into another's.
        picture.convert("RGB").save(png, "png", optimize=True)
    return png.getvalue()
