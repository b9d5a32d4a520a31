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
from analysis.paths import NOTEBOOKS, all_notebooks
from analysis.words import findings
from browser.driver import CURRENT, Notebook, Server, opened, plain

FILES = all_notebooks()
PNG = "image/png"
AS_OF = "2017-09-02"
Open = Callable[[str], Notebook]


@pytest.fixture(scope="module")
def hosts() -> list[str]:
    """The hosts that pages have sent a request to."""
    return []


@pytest.fixture(scope="module")
def context(browser: Browser, hosts: list[str]) -> Iterator[BrowserContext]:
    def note(request: Request) -> None:
        hosts.append(urlsplit(request.url).netloc)

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
    book = lab(path.relative_to(NOTEBOOKS).as_posix()).run()
    cells = book.cells()
    assert {name: amiss(cell) for name, cell in cells.items() if amiss(cell)} == {}
    assert [name for name, cell in cells.items() if not cell["execution_count"]] == []
    pictures = book.pictures()
    assert len(pictures) == drawn(path)
    assert all(pictures)


@pytest.mark.parametrize("name", ["README.ipynb", "chronology.ipynb", "convoy-2017/buses.ipynb"])
def test_a_notebook_that_is_only_read_is_as_it_was(name: str, lab: Open) -> None:
    book = lab(name)
    book.page.locator(".jp-Notebook .jp-Cell").last.scroll_into_view_if_needed()
    assert not book.page.evaluate(f"() => {CURRENT}.context.model.dirty")
    book.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save-all')")
    assert (
        json.loads(NOTEBOOKS.joinpath(name).read_text("utf-8"))["metadata"]
        == (json.loads(book.stored())["metadata"])
    )


def test_code_is_folded_but_that_of_the_parameters(lab: Open) -> None:
    book = lab("chronology.ipynb")
    folded = book.page.locator(".jp-CodeCell:has(.jp-InputPlaceholder)")
    codes = [cell for cell in book.cells().values() if not cell["metadata"].get("tags")]
    expect(folded.first).to_be_visible()
    parameters = book.page.locator(".jp-CodeCell").filter(has_text="include_retellings")
    expect(parameters.locator(".jp-InputArea-editor").first).to_be_visible()
    assert folded.count() >= len(codes)


def test_a_table_is_a_table(lab: Open) -> None:
    book = lab("sources.ipynb").run()
    expect(book.page.locator(".jp-RenderedHTMLCommon table").first).to_be_visible()


def test_a_changed_parameter_needs_no_restart(lab: Open) -> None:
    whole = an.load("convoy-2017")
    book = lab("convoy-2017/buses.ipynb").run()
    assert str(findings.coverage(whole)) in book.text("load")
    book.change("parameters", 'as_of: str = ""', f'as_of: str = "{AS_OF}"')
    book.run()
    assert str(findings.coverage(whole.as_of(AS_OF))) in book.text("load")
    assert [amiss(cell) for cell in book.cells().values() if amiss(cell)] == []


def test_a_wrong_parameter_is_refused_in_a_line(lab: Open) -> None:
    book = lab("convoy-2017/buses.ipynb")
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
            name = path.relative_to(NOTEBOOKS).as_posix()
            expect(table.get_by_text(name, exact=True)).to_be_visible()
    table.get_by_role("link", name="Buses").click()
    Notebook(book.page, "convoy-2017/buses.ipynb").ready()


def test_a_kernel_has_the_program_and_the_module(lab: Open) -> None:
    book = lab("README.ipynb")
    book.change("shelf", "shelf()", "import shutil\nshutil.which('contested'), shelf.__module__")
    book.run()
    assert book.text("shelf").endswith("bin/contested', 'analysis.notebooks.lab')")


def test_no_other_host_gets_a_request(lab: Open, hosts: list[str], server: Server) -> None:
    lab("README.ipynb").run()
    assert set(hosts) - {""} == {urlsplit(server.base).netloc}


def test_the_token_is_needed(context: BrowserContext, server: Server) -> None:
    answer = context.request.get(
        f"{server.base}/api/contents", headers={"Cookie": "", "Authorization": "token wrong"}
    )
    assert answer.status == 403
