"""What two machines must have in common for a run to come out the same on both."""

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
    """What the tasks of a sweep were hashed with, on the machine that wants them run."""
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
    """What this machine has on its disk now.

    cases: names or folders. One that cannot be read has the reason in place of its hash.
    """
    project = _project(provenance.origin({}, (), None))
    return {"project": project, "data": {case: _data(case) for case in cases}}


def differences(wanted: Fingerprint, local: Fingerprint) -> list[tuple[str, str, str]]:
    """What differs: its name, what the machine has and what is wanted, short enough to show."""
    pairs = [(name, local["project"].get(name, ""), v) for name, v in wanted["project"].items()]
    pairs += [(f"data of {case}", local["data"][case], v) for case, v in wanted["data"].items()]
    return [(name, _short(has), _short(value)) for name, has, value in pairs if has != value]


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
    """A hash cut to what tells it apart; anything else as it is."""
    return text[:SHORT] if len(text) == HASH else text or "not there"
