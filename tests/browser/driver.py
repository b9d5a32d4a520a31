"""What the tests do with JupyterLab: open a notebook, run it, read what its cells show."""

from __future__ import annotations

import random
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

LONG = 300_000
"""Milliseconds that anything may take before a test gives up."""
CURRENT = "window.jupyterapp.shell.currentWidget"
READY = """name => {
  const current = window.jupyterapp?.shell?.currentWidget;
  const session = current?.context?.sessionContext;
  return current?.context?.path === name && session?.isReady
    && session.session?.kernel?.status === 'idle';
}"""
CELLS = f"() => {CURRENT}.content.model.sharedModel.cells.map(cell => cell.toJSON())"
PICTURES = """() => {
  const pictures = document.querySelectorAll(
    '.jp-Notebook .jp-OutputArea-output img, .jp-Notebook .jp-OutputArea-output svg[aria-label]');
  return [...pictures].map(item => item.naturalWidth ?? item.getBoundingClientRect().width);
}"""
CHANGE = f"""([id, old, fresh]) => {{
  const cell = {CURRENT}.content.model.sharedModel.cells.find(cell => cell.id === id);
  cell.setSource(cell.getSource().replace(old, fresh));
}}"""


def free_port() -> str:
    """A port that nothing has, and that no kernel will be given.

    Programs that ask for any port get one from 32768 on (`ip_local_port_range`), and might ask
    before the server that this is for has taken it.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return str(port)


@dataclass(frozen=True)
class Server:
    """Where a JupyterLab is, the token that lets one in, and what it has said."""

    base: str
    token: str
    log: Path

    def address(self, name: str) -> str:
        """Where a notebook opens, with no other tab beside it."""
        return f"{self.base}/lab/tree/{name}?token={self.token}&reset"


@dataclass(frozen=True)
class Notebook:
    """A notebook that is open in JupyterLab."""

    page: Page
    name: str

    def ready(self) -> Notebook:
        """The notebook, once its kernel waits for something to do."""
        self.page.wait_for_function(READY, arg=self.name, timeout=LONG)
        return self

    def run(self) -> Notebook:
        """Every cell from top to bottom, in the kernel as it is."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        return self.ready()

    def change(self, cell: str, old: str, fresh: str) -> None:
        """Other text within a cell."""
        self.page.evaluate(CHANGE, [cell, old, fresh])

    def cells(self) -> dict[str, dict[str, Any]]:
        """The cells of code by their ids, as they would be saved."""
        data = self.page.evaluate(CELLS)
        return {cell["id"]: cell for cell in data if cell["cell_type"] == "code"}

    def text(self, cell: str) -> str:
        """What a cell shows, as plain text."""
        outputs = self.cells()[cell]["outputs"]
        return "\n".join(plain(output["data"]["text/plain"]) for output in outputs)

    def stored(self) -> str:
        """The notebook as the server has it on disk."""
        return str(
            self.page.evaluate(
                """async name => {
  const answer = await window.jupyterapp.serviceManager.contents.get(
    name, {type: 'file', format: 'text', content: true});
  return answer.content;
}""",
                self.name,
            )
        )

    def pictures(self) -> list[int]:
        """The width of each picture that is shown, 0 where one is broken."""
        numbers: list[int] = self.page.evaluate(PICTURES)
        return numbers

    def end(self) -> None:
        """End its kernel, and close it."""
        self.page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
        self.page.close()


def opened(page: Page, server: Server, name: str) -> Notebook:
    """A notebook, open and ready to run."""
    page.goto(server.address(name))
    return Notebook(page, name).ready()


def plain(text: str | list[str]) -> str:
    """Text that a notebook's file holds whole or in lines."""
    return text if isinstance(text, str) else "".join(text)
