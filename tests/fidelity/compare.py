"""Executed notebooks side by side, less what differs between two runs of anything."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

MASKED = (
    (re.compile(r"\b0x[0-9a-f]{6,}\b"), "ADDRESS"),
    (re.compile(r"/tmp/ipykernel_\d+/\d+\.py"), "CELL"),
    (re.compile(r"/tmp/(?:tmp\w{8}|kernels-\w{8}/\d+/\d+/k)\.json"), "CONNECTION"),
    (re.compile(r"(CPU times|Wall time): .*"), r"\1"),
    (re.compile(r"('JPY_PARENT_PID': )'\d+'"), r"\1PID"),
    (re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"), "ID"),
)
"""Places in memory, names made of a process's id or of its sockets, and timings."""
TIMES = {"start_time", "end_time", "duration"}
MARKER = "papermill-error-cell-tag"
CREATED = {MARKER, "injected-parameters"}
"""Tags of cells that papermill adds, under ids that are random."""


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of an executed notebook, ready to be compared."""
    return [_cell(cell) for cell in _read(path)["cells"]]


def bare(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell without papermill's notes, as a batch hands it out; new cells go by any id."""
    own = {name: value for name, value in cell["metadata"].items() if name != "papermill"}
    created = any(tag in own.get("tags", ()) for tag in CREATED)
    return {**cell, "metadata": own, "id": "random" if created else cell["id"]}


def metadata(path: Path) -> dict[str, Any]:
    """Its own metadata, less times and places."""
    data = _read(path)["metadata"]
    data["papermill"] = _timeless(data["papermill"])
    return {**data, "widgets": _states(data.get("widgets", {}))}


def _states(widgets: dict[str, Any]) -> list[str]:
    """The states of all widgets, whose order in the file is that of their random ids."""
    storeds = [state for kind in widgets.values() for state in kind["state"]]
    return sorted(json.dumps(state, sort_keys=True) for state in storeds)


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = _masked(json.loads(path.read_text(encoding="utf-8")))
    return data


def _masked(value: Any) -> Any:
    """The same with every string in it masked; lines that belong together are joined."""
    if isinstance(value, dict) and value.keys() >= {"state", "version_major"}:
        return {**value, "state": [_masked(inner) for inner in value["state"].values()]}
    if isinstance(value, dict):
        return {_masked(name): _masked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        lines = value and all(isinstance(line, str) for line in value)
        return _masked("".join(value)) if lines else [_masked(inner) for inner in value]
    if isinstance(value, str):
        for pattern, mask in MASKED:
            value = pattern.sub(mask, value)
    return value


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in cell["metadata"].items() if name != "execution"}
    own["papermill"] = _timeless(own.get("papermill", {}))
    created = any(tag in own.get("tags", ()) for tag in CREATED)
    data = {**cell, "metadata": own, "id": "random" if created else cell["id"]}
    return {**data, "outputs": _joined(cell["outputs"])} if "outputs" in cell else data


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces of one stream as one: where it is cut is a matter of time."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" and output["name"] == last.get("name"):
            joined[-1] = {**last, "text": last["text"] + output["text"]}
        else:
            joined.append(output)
    return joined


def _timeless(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in TIMES}
