"""The index of a batch: one page, whole in itself, that leads to every run."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template, printable
from typing import Any
from urllib.parse import quote

from analysis.batch.results_table import asked
from analysis.batch.store import FAILED, RUNS, THUMBNAIL, folder_of
from analysis.batch.task import Task
from analysis.charts.kit import raster
from analysis.notebooks import provenance
from analysis.notebooks.kernels import NOTEBOOKS
from analysis.words.names_and_days import many

ASSETS = Path(__file__).parent / "assets"
DASH = "–"
FACES = ("Regular", "Semibold")
"""Faces that the page shows."""
SHOWN = 8
"""Results that have a column of their own."""


def page(
    title: str,
    out: Path,
    orders: Sequence[Task],
    failures: Sequence[tuple[Task, str]],
    rows: Iterable[Mapping[str, Any]],
    varied: Sequence[str],
) -> Iterator[str]:
    """The page, piece by piece: the pictures of a thousand runs are never all in memory.

    orders: the runs that are there. failures: the others, each with its error. rows: the results,
    as `gather.rows` has them. varied: the parameters that tell runs apart.
    """
    parts = {
        "title": escape(title),
        "reach": escape(_reach(orders, failures)),
        "failures": _failures(failures),
        "table": _table(orders, list(rows), varied),
        "made": escape(_made(orders)),
    }
    style = (ASSETS / "batch.css").read_text(encoding="utf-8")
    faces = raster.faces("".join(parts.values()) + printable, FACES)
    whole = (ASSETS / "batch.html").read_text(encoding="utf-8")
    before, _, after = whole.partition("$stamps")
    yield Template(before).substitute(parts, style=style, faces=faces)
    yield from _stamps(out, orders)
    yield Template(after).substitute(parts)


def _reach(orders: Sequence[Task], failures: Sequence[object]) -> str:
    if not failures:
        return f"{many(len(orders), 'run')}, each with parameters and axes of its own."
    return f"{len(orders):,} of {many(len(orders) + len(failures), 'run')}; the others failed."


def _made(orders: Sequence[Task]) -> str:
    """From which data and code; where the runs differ in it, their manifests tell."""
    first = orders[0].origin if orders else {}
    case = first.get("case") or {}
    texts = [f"Case {case['name']} {case['version']}."] if case else []
    texts += [f"Made with version {provenance.version()} of the suite."]
    return " ".join([*texts, "What went into a run stands in its manifest.json."])


def _failures(failures: Sequence[tuple[Task, str]]) -> str:
    if not failures:
        return ""
    lines = "\n".join(
        f'<tr><th scope="row"><a href="{FAILED}/{quote(order.name)}/">{escape(order.name)}</a></th>'
        f"<td>{escape(error)}</td></tr>"
        for order, error in failures
    )
    head = '<tr><th scope="col">run</th><th scope="col">what went wrong</th></tr>'
    table = _framed("Runs that failed", head, lines)
    return f'<section class="wrong"><h2>Failed</h2>{table}</section>'


def _stamps(out: Path, orders: Sequence[Task]) -> Iterator[str]:
    """The charts of the runs side by side, small."""
    tasks = [(order, folder_of(out, order) / THUMBNAIL) for order in orders]
    if any(path.is_file() for _, path in tasks):
        yield '<h2>Side by side</h2>\n<ul class="stamps">\n'
        for order, path in tasks:
            yield f"{_stamp(order, path)}\n"
        yield "</ul>"


def _stamp(order: Task, picture: Path) -> str:
    name = escape(order.name)
    return f'<li><a href="{_front(order)}"><b>{name}</b>{_image(picture)}</a></li>'


def _image(picture: Path) -> str:
    """The chart, named by the run that it stands for; some runs have nothing to draw."""
    if not picture.is_file():
        return '<span class="none">nothing to draw</span>'
    data = base64.b64encode(picture.read_bytes()).decode("ascii")
    return f'<span><img alt="" loading="lazy" src="data:image/png;base64,{data}"></span>'


def _table(orders: Sequence[Task], rows: Sequence[Mapping[str, Any]], varied: Sequence[str]) -> str:
    """A row for each run: what tells it apart, each of its results, and its files."""
    names, more = _columns(rows)
    records = {(row["run"], row["notebook"], row["name"]): row for row in rows}
    several = len({notebook for notebook, _ in names}) > 1
    heads = [_heading(notebook if several else "", name) for notebook, name in names]
    head = "".join(f'<th scope="col">{cell}</th>' for cell in ("run", *map(escape, varied), *heads))
    lines = "\n".join(
        f"<tr>{_line(order, asked(order, varied).values())}"
        + "".join(_result(records.get((order.name, *name))) for name in names)
        + f"<td>{_files(order)}</td></tr>"
        for order in orders
    )
    beyond = f"; {many(more, 'further result')} in results.csv" if more else ""
    caption = f"Every run, in the order of the sweep{beyond}"
    head = f'<tr>{head}<th scope="col">files</th></tr>'
    return f"<h2>Results</h2>\n{_framed(caption, head, lines)}" if orders else ""


def _columns(rows: Iterable[Mapping[str, Any]]) -> tuple[list[tuple[str, str]], int]:
    """The results that most runs know, in order, and how many others there are."""
    times = Counter((row["notebook"], row["name"]) for row in rows if row["name"])
    most = {name for name, _ in times.most_common(SHOWN)}
    return [name for name in times if name in most], len(times) - len(most)


def _framed(caption: str, head: str, lines: str) -> str:
    """A table that scrolls by itself where it is wider than the page."""
    return (
        f'<div class="wide" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead>{head}</thead>\n<tbody>\n{lines}\n</tbody>"
        "</table></div>"
    )


def _heading(notebook: str, name: str) -> str:
    words = escape(name.replace("_", " "))
    return f"{words}<br>{escape(notebook)}" if notebook else words


def _line(order: Task, values: Iterable[object]) -> str:
    cells = "".join(f"<td>{escape(_words(value))}</td>" for value in values)
    name = escape(order.name)
    return f'<th scope="row"><a href="{_front(order)}">{name}</a></th>{cells}'


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return DASH if value in ("", None) else str(value)


def _result(row: Mapping[str, Any] | None) -> str:
    """A result as it is said, the claims it rests on for whoever points at it."""
    if not row or not row["shown"]:
        return f'<td class="none">{DASH}</td>'
    claims = f' title="{escape(row["claims"])}"' if row["claims"] else ""
    return f"<td{claims}>{escape(row['shown'])}</td>"


def _files(order: Task) -> str:
    pages = [(f"report.{form}", form.upper()) for form in order.formats]
    books = [(f"{NOTEBOOKS}/{path.name}", path.stem) for path in order.notebooks]
    links = (
        f'<a href="{_address(order, name)}">{escape(words)}</a>' for name, words in [*pages, *books]
    )
    return " · ".join(links)


def _front(order: Task) -> str:
    """The page of a run that is opened first."""
    if "html" in order.formats:
        return _address(order, "report.html")
    if order.formats:
        return _address(order, f"report.{order.formats[0]}")
    return _address(order, f"{NOTEBOOKS}/{order.notebooks[0].name}")


def _address(order: Task, name: str) -> str:
    return quote(f"{RUNS}/{order.name}/{name}")
