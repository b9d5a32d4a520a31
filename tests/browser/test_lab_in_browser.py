"""The notebooks in a real JupyterLab: run from top to bottom, changed, and run again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Request, expect

import analysis as an
from analysis.paths import NOTEBOOKS
from analysis.words import findings
from browser.driver import Notebook, Server, opened, plain

FILES = sorted(NOTEBOOKS.glob("*.ipynb"))
PNG = "image/png"
AS_OF = "2017-09-02"
Open = Callable[[str], Notebook]


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """The hosts that pages have asked for something."""
    return []


@pytest.fixture(scope="module")
def context(browser: Browser, asked: list[str]) -> Iterator[BrowserContext]:
    def note(request: Request) -> None:
        asked.append(urlsplit(request.url).netloc)

    result = browser.new_context(viewport={"width": 1400, "height": 1000})
    result.on("request", note)
    yield result
    result.close()


@pytest.fixture
def lab(context: BrowserContext, server: Server) -> Iterator[Open]:
    """Opens a notebook by its name; its kernel ends with the test."""
    books: list[Notebook] = []

    def make(name: str) -> Notebook:
        books.append(opened(context.new_page(), server, name))
        return books[-1]

    yield make
    for book in books:
        book.end()


def drawn(path: Path) -> int:
    """How many pictures a notebook, as committed, shows."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return sum(PNG in output.get("data", {}) for output in outputs)


def amiss(cell: dict[str, Any]) -> list[str]:
    """What a cell says that is an error or a warning."""
    return [
        output.get("ename") or plain(output["text"])
        for output in cell["outputs"]
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_notebook_runs_from_top_to_bottom_with_every_picture(path: Path, lab: Open) -> None:
    book = lab(path.name).run()
    cells = book.cells()
    assert {name: amiss(cell) for name, cell in cells.items() if amiss(cell)} == {}
    assert [name for name, cell in cells.items() if not cell["execution_count"]] == []
    pictures = book.pictures()
    assert len(pictures) == drawn(path)
    assert all(pictures)


def test_a_changed_parameter_needs_no_restart(lab: Open) -> None:
    whole = an.load("convoy-2017")
    book = lab("3_buses.ipynb").run()
    assert str(findings.coverage(whole)) in book.text("load")
    book.change("parameters", 'as_of: str = ""', f'as_of: str = "{AS_OF}"')
    book.run()
    assert str(findings.coverage(whole.as_of(AS_OF))) in book.text("load")
    assert [amiss(cell) for cell in book.cells().values() if amiss(cell)] == []


def test_a_wrong_parameter_is_refused_in_a_line(lab: Open) -> None:
    book = lab("3_buses.ipynb")
    book.change("parameters", 'as_of: str = ""', 'as_of: str = "yesterday"')
    book.run()
    (error,) = book.cells()["check"]["outputs"]
    assert error["ename"] == "Invalid"
    locator = book.page.locator(".jp-OutputArea-output[data-mime-type*=stderr]")
    expect(locator).to_contain_text("as_of: 'yesterday'")
    expect(locator).not_to_contain_text("Traceback")


def test_the_start_page_leads_to_every_notebook(lab: Open) -> None:
    book = lab("README.ipynb").run()
    table = book.page.locator(".jp-RenderedMarkdown table").first
    for path in FILES:
        if path.stem != "README":
            expect(table.get_by_text(path.name, exact=True)).to_be_visible()
    table.get_by_role("link", name="Buses").click()
    Notebook(book.page, "3_buses.ipynb").ready()


def test_a_kernel_has_the_program_and_the_module(lab: Open) -> None:
    book = lab("README.ipynb")
    book.change("shelf", "shelf()", "import shutil\nshutil.which('contested'), shelf.__module__")
    book.run()
    assert book.text("shelf").endswith("bin/contested', 'analysis.notebooks.lab')")


def test_nobody_else_is_asked_for_anything(lab: Open, asked: list[str], server: Server) -> None:
    lab("README.ipynb").run()
    assert set(asked) - {""} == {urlsplit(server.base).netloc}


def test_the_token_is_needed(context: BrowserContext, server: Server) -> None:
    answer = context.request.get(
        f"{server.base}/api/contents", headers={"Cookie": "", "Authorization": "token wrong"}
    )
    assert answer.status == 403
