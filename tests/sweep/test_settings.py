"""What a sweep says beside its parameters: notebooks, formats, files and limits."""

from __future__ import annotations

import json

import pytest
from reporting import code, notebook

from analysis.sweep import settings
from sweep.conftest import Folder

# what stands below `notebooks: one.ipynb`, and how each problem begins
WRONG: list[tuple[str, list[str]]] = [
    ("title: 5", ["2:title: 5; text; put it in quotation marks"]),
    ("title: [a]", ["2:title: ['a']; text; write one text, without brackets"]),
    (
        "formats: [htm, 7]",
        ["2:formats[1]: 'htm'; html or pdf or docx; did you mean html?", "2:formats[2]: 7; text"],
    ),
    ("formats: [htm]", ["2:formats[1]: 'htm'; html or pdf or docx; did you mean html?"]),
    ("thumbnail: one/drawm", ["2:thumbnail: 'one/drawm'; a cell of one; did you mean drawn?"]),
    (
        "thumbnail: on/drawn",
        ["2:thumbnail: 'on/drawn'; a notebook of the sweep; did you mean one?"],
    ),
    ("timeout: 0", ["2:timeout: 0; seconds, more than 0"]),
    ("timeout: true", ["2:timeout: true; seconds"]),
    ("kernel: 3", ["2:kernel: 3; text; put it in quotation marks"]),
    ("kernel: pyhton3", ["2:kernel: 'pyhton3': no such kernel; a kernel that this machine has"]),
    ("cwd: ./nowhere", ["2:cwd: './nowhere': no such folder; a folder that is there; correct"]),
    ("cwd: one.ipynb", ["2:cwd: 'one.ipynb': no such folder"]),
    ('cwd: "a\\0b"', ["2:cwd: 'a\\x00b': no such folder"]),
    ("cwd: [a]", ["2:cwd: ['a']; text"]),
    (
        "files: [a.csv, ~]",
        [
            "2:files[1]: 'a.csv': no such file; a file, by its path from this one",
            "2:files[2]: nothing; text; write it, or delete the line",
        ],
    ),
    ("timeout: soon", ["2:timeout: 'soon'; seconds"]),
    (
        "timeout: 10m",
        ["2:timeout: '10m'; seconds, more than 0 and at most those of a year; write 600"],
    ),
    (
        "timeout: 1h",
        ["2:timeout: '1h'; seconds, more than 0 and at most those of a year; write 3600"],
    ),
    ("timeout: 1e10", ["2:timeout: 10000000000.0; seconds, more than 0 and at most"]),
    ("memory: 100000000000000T", ["2:memory: '100000000000000T'; an amount of memory"]),
    ("files: [.]", ["2:files[1]: '.': a folder; a file, by its path"]),
    ("memory: 0MB", ["2:memory: '0MB'; an amount of memory, at least 64MB"]),
    ("memory: 1", ["2:memory: '1'; an amount of memory, at least 64MB; write 2GB or 512MB"]),
    ("memory: [2]", ["2:memory: '[2]'; an amount of memory"]),
]


@pytest.mark.parametrize(("text", "problems"), WRONG, ids=[text[:48] for text, _ in WRONG])
def test_a_wrong_setting_is_reported_at_its_line(
    folder: Folder, text: str, problems: list[str]
) -> None:
    folder.check(text, problems)


# what the file holds, and how its problem begins
NO_SWEEP: list[tuple[str, str]] = [
    ("notebooks: []", "x.yaml:1:notebooks: an empty list; "),
    (f"notebooks: {'a' * 300}", f"x.yaml:1:notebooks: '{'a' * 300}': no such file; "),
    (
        "notebooks: foreign",
        "x.yaml:1:notebooks: 'foreign': no such file; a notebook of the suite, or a path from "
        "this file; write foreign.ipynb",
    ),
    ("notebooks: ../", "x.yaml:1:notebooks: '../': a folder; "),
    ("notebooks:", "x.yaml:1:notebooks: nothing is written after it; "),
    ("notebooks: [no.ipynb]", "x.yaml:1:notebooks[1]: 'no.ipynb': no such file; "),
    (
        "notebooks: [./foriegn.ipynb]",
        "x.yaml:1:notebooks[1]: './foriegn.ipynb': no such file; a notebook of the suite, or "
        "a path from this file; did you mean ./foreign.ipynb?",
    ),
    (
        "notebooks: casualtes",
        "x.yaml:1:notebooks: 'casualtes': no such file; a notebook of the suite, or "
        "a path from this file; did you mean casualties?",
    ),
    (
        "notebooks: [one.ipynb, ./one.ipynb]",
        "x.yaml:1:notebooks[2]: 'one': a second notebook of that name; ",
    ),
    (
        "notebooks: [one.ipynb, foreign.ipynb]\nformats: html",
        "x.yaml:2:formats: foreign.ipynb has no parameter case, ",
    ),
]


@pytest.mark.parametrize(("text", "beginning"), NO_SWEEP, ids=[text[:40] for text, _ in NO_SWEEP])
def test_a_notebook_that_cannot_be_used_is_reported(
    folder: Folder, text: str, beginning: str
) -> None:
    (problem,) = folder.refused(text)
    assert problem.startswith(beginning)


def test_a_notebook_without_parameters_is_named_with_all_else(folder: Folder) -> None:
    (folder.path / "broken.ipynb").write_text("{")
    notebook(folder.path / "bare.ipynb", [code("a", "b = 1")])
    data = {"nbformat": 4, "metadata": {"kernelspec": {"name": "ir"}}, "cells": []}
    (folder.path / "r.ipynb").write_text(json.dumps(data))
    text = "notebooks: [broken.ipynb, bare.ipynb, r.ipynb, one.ipynb]\nparameters: {strat: x}\n"
    assert [problem.split("; ")[0] for problem in folder.refused(text)] == [
        "x.yaml:2:parameters.strat: no such parameter in one.ipynb",
        "broken.ipynb:1: not JSON: Expecting property name enclosed in double quotes",
        "bare.ipynb: no cell tagged `parameters`",
        "r.ipynb: no cell tagged `parameters`",
    ]


@pytest.mark.parametrize(
    ("amount", "size"),
    [
        ("2GB", 2 * 10**9),
        ("512 MB", 512 * 10**6),
        ("1.5GiB", 3 * 2**29),
        ("100000000", 10**8),
        ("90000k", 90_000_000),
    ],
)
def test_an_amount_of_memory_is_read_as_bytes(amount: str, size: int) -> None:
    assert settings.memory_of(amount) == size
