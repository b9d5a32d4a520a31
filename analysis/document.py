"""Executed notebooks as one document: prose, figures, sentences, tables, and the claims cited."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis import chart, listing, sentences
from analysis.errors import Problem, Refused
from analysis.parts import Block, Document, Figure, Listed, Prose, Section, Told
from analysis.sentences import Number

HIDDEN = frozenset({"parameters", "injected-parameters", "remove"})
ANSWER = "answer"


def document(notebooks: Iterable[Path]) -> Document:
    """Read executed notebooks, in the order given.

    Raises Refused where one is not a notebook, holds an error, or shows a picture that does not
    say what it draws.
    """
    return Document(tuple(_section(path) for path in notebooks))


def _section(path: Path) -> Section:
    cells = [cell for cell in _cells(path) if not _tags(cell) & HIDDEN]
    found = [(cell, block) for cell in cells for block in _blocks(path, cell)]
    title, first = _titled(path, found[0][1] if found else None)
    blocks = [block for _, block in found]
    rest = [first, *blocks[1:]] if first else blocks[1:]
    answer = [b for cell, b in found if ANSWER in _tags(cell) and isinstance(b, Told)]
    return Section(path.stem, title, tuple(answer), tuple(rest))


def _titled(path: Path, first: Block | None) -> tuple[str, Prose | None]:
    """The title of the first cell, and what else it says."""
    head, _, rest = (first.markdown if isinstance(first, Prose) else "").partition("\n")
    if not head.startswith("# "):
        do = "begin the notebook with a markdown cell, `# ` and its title"
        raise Refused([Problem(path.name, "no title", "a title in the first cell", do)])
    return head[2:].strip(), Prose(rest.strip()) if rest.strip() else None


def _cells(path: Path) -> list[Mapping[str, Any]]:
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["cells"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = Problem(path.name, "not a notebook", "nbformat 4", "run the notebook again")
        raise Refused([problem]) from error


def _tags(cell: Mapping[str, Any]) -> set[str]:
    return set(cell.get("metadata", {}).get("tags", ()))


def _blocks(path: Path, cell: Mapping[str, Any]) -> Iterator[Block]:
    if cell["cell_type"] == "markdown":
        yield Prose("".join(cell["source"]))
    figures = 0
    for output in cell.get("outputs", ()):
        block = _block(path, cell, output, figures)
        figures += isinstance(block, Figure)
        if block:
            yield block


def _block(
    path: Path, cell: Mapping[str, Any], output: Mapping[str, Any], figures: int
) -> Block | None:
    """What an output is; None for what is only said to somebody at work in the notebook."""
    where = f"{path.name}:{cell.get('id', '-')}"
    if output["output_type"] == "error":
        found = f"{output['ename']}: {output['evalue']}"
        raise Refused([Problem(where, found, "a notebook without errors", "run it again")])
    data = output.get("data", {})
    if chart.MIME in data:
        name = cell["id"] + (f"-{figures + 1}" if figures else "")
        return _figure(path.stem, name, data)
    if sentences.MIME in data:
        return _told(data[sentences.MIME])
    if listing.MIME in data:
        return _listed(path.stem, cell["id"], data[listing.MIME])
    if "image/png" in data:
        allowed, do = "a Chart", "show a Chart, and run the notebook for a report"
        raise Refused([Problem(where, "a picture that does not say what it draws", allowed, do)])
    return None


def _figure(notebook: str, name: str, data: Mapping[str, Any]) -> Figure:
    told = data[chart.MIME]
    png = base64.b64decode("".join(data["image/png"]))
    return Figure(notebook, name, told["svg"], png, told["alt"], told["table"])


def _told(data: Mapping[str, Any]) -> Told:
    numbers = (n | {"claims": tuple(n["claims"])} for n in data["numbers"])
    return Told(data["text"], tuple(Number(**number) for number in numbers))


def _listed(notebook: str, name: str, data: Mapping[str, Any]) -> Listed:
    rows = tuple(tuple(row) for row in data["rows"])
    return Listed(data["caption"], tuple(data["columns"]), rows, notebook, name)
