"""Notebooks run in kernels of their own: real ones."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from reporting import Cell, code, notebook

from analysis.engine import Done, Job
from analysis.engine.plain import execute, run

PARAMETERS = code("parameters", "number = 1", "parameters")


def written(path: Path) -> str:
    """All that the cells of a notebook printed."""
    told = json.loads(path.read_text(encoding="utf-8"))
    outputs = [o for cell in told["cells"] for o in cell.get("outputs", ())]
    return "".join("".join(o["text"]) for o in outputs if o["output_type"] == "stream")


def job(folder: Path, name: str, *cells: Cell, **more: str) -> Job:
    source = notebook(folder / "in" / f"{name}.ipynb", [PARAMETERS, *cells])
    return Job(source, folder / "out" / f"{name}.ipynb", {"number": 7}, more)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """Jobs of every kind, two at a time."""
    folder = tmp_path_factory.mktemp("engine")
    peek = (
        "import os; print(number, os.getpid(), os.environ.get('COLOUR'), os.environ.get('SHAPE'))"
    )
    jobs = [
        job(folder, "red", code("a", peek), COLOUR="red"),
        job(folder, "blue", code("a", peek), COLOUR="blue", SHAPE="round"),
        job(folder, "plain", code("a", peek)),
        job(folder, "wrong", code("a", "print('so far')"), code("b", "{}['key']"), code("c", "1")),
        job(folder, "syntax", code("a", "1 +")),
        job(folder, "dead", code("a", "import os; os._exit(3)")),
        Job(folder / "in" / "missing.ipynb", folder / "out" / "missing.ipynb"),
    ]
    return {done.job.notebook.stem: done for done in run(jobs, workers=2)}


def test_every_job_ends_once(ended: dict[str, Done]) -> None:
    assert set(ended) == {"red", "blue", "plain", "wrong", "syntax", "dead", "missing"}


def test_parameters_and_environment_reach_their_own_kernel_only(ended: dict[str, Done]) -> None:
    told = {name: written(ended[name].job.output).split() for name in ("red", "blue", "plain")}
    assert {name: [words[0], *words[2:]] for name, words in told.items()} == {
        "red": ["7", "red", "None"],
        "blue": ["7", "blue", "round"],
        "plain": ["7", "None", "None"],
    }
    assert "COLOUR" not in os.environ


def test_each_notebook_has_a_kernel_of_its_own(ended: dict[str, Done]) -> None:
    kernels = {written(ended[name].job.output).split()[1] for name in ("red", "blue", "plain")}
    assert len(kernels) == 3


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("red", ""),
        ("wrong", "cell 4: KeyError: 'key'"),
        ("syntax", "cell 3: SyntaxError: invalid syntax"),
        ("dead", "DeadKernelError: Kernel died"),
    ],
)
def test_an_error_is_told_in_its_own_words(ended: dict[str, Done], name: str, error: str) -> None:
    assert ended[name].error.startswith(error)
    assert "\n" not in ended[name].error
    assert bool(ended[name].error) == bool(error)


def test_a_missing_notebook_is_an_error_of_its_job(ended: dict[str, Done]) -> None:
    assert "missing.ipynb" in ended["missing"].error


def test_only_what_went_well_has_its_final_name(ended: dict[str, Done]) -> None:
    found = names(ended["red"].job.output.parent)
    assert [name for name in found if name.count(".") == 1] == [
        "blue.ipynb",
        "plain.ipynb",
        "red.ipynb",
    ]
    assert not [name for name in found if ".part." in name]
    assert "wrong.failed.ipynb" in found


def test_a_notebook_that_failed_is_kept_up_to_its_error(ended: dict[str, Done]) -> None:
    assert written(ended["wrong"].job.failed) == "so far\n"


def test_a_job_leaves_its_process_as_it_was(tmp_path: Path) -> None:
    before = dict(os.environ)
    done = execute(job(tmp_path, "here", code("a", "print('ran')"), COLOUR="green"))
    assert (done.error, written(done.job.output)) == ("", "ran\n")
    assert dict(os.environ) == before


def test_nothing_to_run_is_nothing_done() -> None:
    assert list(run([])) == []
