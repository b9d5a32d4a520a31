"""Fingerprints of a machine: the project, libraries and data that a run's results depend on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from analysis.batch.task import Task, usual_case
from analysis.case.schema import package
from analysis.errors import Invalid
from analysis.notebooks import provenance
from analysis.paths import case_folder

SHORT = 12
"""Characters of a hash that a message shows."""
HASH = 64
"""Characters of a whole hash."""


class Fingerprint(TypedDict):
    """The version of the project, its code by hash and its libraries; each case's data by hash."""

    project: dict[str, str]
    data: dict[str, str]


def of_tasks(tasks: Iterable[Task]) -> Fingerprint:
    """The fingerprint that a worker must have to run tasks, from the hashes in the tasks."""
    listed = tuple(tasks)
    usual = usual_case(listed[0].notebooks) if listed else ""
    hashes = {
        str(task.parameters.get("case", usual)): task.origin["data_sha256"] for task in listed
    }
    return {
        "project": _project(listed[0].origin) if listed else {},
        "data": {case: sha256 for case, sha256 in hashes.items() if sha256},
    }


def of_machine(cases: Iterable[str]) -> Fingerprint:
    """The fingerprint of this machine, from the files on its disk now.

    cases: names or folders. One that cannot be read has the reason in place of its hash.
    """
    project = _project(provenance.origin({}, (), None))
    return {"project": project, "data": {case: _data(case) for case in cases}}


def differences(wanted: Fingerprint, local: Fingerprint) -> list[tuple[str, str, str]]:
    """What differs between two machines: its name, the local value and the wanted one, shortened.

    wanted: of the machine that sends tasks. local: of the one that is to run them.
    """
    pairs = [(name, local["project"].get(name, ""), v) for name, v in wanted["project"].items()]
    pairs += [(f"data of {case}", local["data"][case], v) for case, v in wanted["data"].items()]
    return [
        (name, _short(present), _short(value)) for name, present, value in pairs if present != value
    ]


def _project(origin: Mapping[str, Any]) -> dict[str, str]:
    code = {"version": origin["code"]["version"], "code": origin["code"]["sha256"]}
    return {**code, **origin["environment"]}


def _data(case: str) -> str:
    try:
        return provenance.data_hash(package(case_folder(case)))
    except Invalid as error:
        return error.problems[0].value
    except OSError as error:
        return error.strerror or "cannot be read"


def _short(text: str) -> str:
    """A hash cut to its first SHORT characters; any other value unchanged."""
    return text[:SHORT] if len(text) == HASH else text or "not there"
