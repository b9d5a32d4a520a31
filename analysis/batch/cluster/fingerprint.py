"""What a machine must have in common with the one that asked for a sweep, and what it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from analysis.batch.task import Task, usual_case
from analysis.case.schema import package
from analysis.errors import Invalid
from analysis.notebooks import provenance
from analysis.paths import case_folder

SHORT = 12
"""Characters of a hash that are shown."""


class Standing(TypedDict):
    """The project by version, hash of its code and libraries; the data by hash, for each case."""

    project: dict[str, str]
    data: dict[str, str]


def wanted(orders: Iterable[Task]) -> Standing:
    """What all of the orders were hashed with."""
    tasks = tuple(orders)
    usual = usual_case(tasks[0].notebooks) if tasks else ""
    return {
        "project": _project(tasks[0].origin) if tasks else {},
        "data": {
            str(order.parameters.get("case", usual)): order.origin["data_sha256"]
            for order in tasks
            if order.origin["data_sha256"]
        },
    }


def found(cases: Iterable[str]) -> Standing:
    """What is here. cases: names or folders; one that cannot be read says why."""
    origin = provenance.origin({}, (), None)
    return {"project": _project(origin), "data": {case: _data(case) for case in cases}}


def differences(requested: Standing, local: Standing) -> list[tuple[str, str, str]]:
    """What differs, each with what is here and what is asked for, ready to be shown."""
    pairs = [
        *(
            (name, local["project"].get(name, ""), value)
            for name, value in requested["project"].items()
        ),
        *(
            (f"data of {name}", local["data"][name], value)
            for name, value in requested["data"].items()
        ),
    ]
    return [(name, _short(text), _short(other)) for name, text, other in pairs if text != other]


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
    return text[:SHORT] if len(text) == 64 else text or "not there"
