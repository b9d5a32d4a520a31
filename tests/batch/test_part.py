"""Parts of a sweep: disjoint, whole, and together the same batch as if it had not been divided."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from batching import command, counted, run_batch, sweep, tree
from hypothesis import given
from hypothesis import strategies as st

from analysis.batch import store
from analysis.batch.make import make
from analysis.batch.part import Part
from analysis.batch.store import INDEX, PARQUET, TABLE
from analysis.errors import Invalid
from analysis.notebooks.provenance import MANIFEST
from analysis.sweep import read

GATHERED = (TABLE, PARQUET, INDEX, MANIFEST)
RUNS = 5
FIRST, SECOND = Part(1, 2), Part(2, 2)


def never() -> object:
    raise AssertionError("nothing was to be run")


def names(out: Path) -> list[str]:
    return sorted(path.name for path in (out / store.RUNS).iterdir())


def batch_command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*words), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sweep(tmp_path_factory.mktemp("plan"), counted(RUNS))


@pytest.fixture(scope="module")
def whole(plan: Path) -> Path:
    """The batch as one machine makes it."""
    run_batch(plan, plan.parent / "whole")
    return plan.parent / "whole"


@pytest.fixture(scope="module")
def parts(plan: Path) -> tuple[Path, Path]:
    """The folders of two machines that have run half of it each."""
    folders = plan.parent / "first", plan.parent / "second"
    for part, folder in zip((FIRST, SECOND), folders, strict=True):
        run_batch(plan, folder, part=part)
    return folders


@given(st.integers(0, 60), st.integers(1, 70))
def test_each_run_is_in_a_single_part_and_parts_are_of_a_size(runs: int, count: int) -> None:
    parts = [list(Part(number, count).of(range(runs))) for number in range(1, count + 1)]
    assert sorted(run for part in parts for run in part) == list(range(runs))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert all(part == sorted(part) for part in parts)


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_part_is_read_as_it_is_written(number: int, count: int) -> None:
    if number <= count:
        assert Part.parse(str(Part(number, count))) == Part(number, count)
    else:
        with pytest.raises(Invalid):
            Part.parse(f"{number}/{count}")


@pytest.mark.parametrize(
    "text", ["0/3", "4/3", "2", "a/b", "", "1/0", "-1/3", "1/3/5", "1 / 3", "1/²", "9" * 5000]
)
def test_what_is_no_part_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        Part.parse(text)
    assert str(caught.value) == (
        f"part: {text!r}; k/n, k from 1 to n; write 2/8 for the second of eight parts"
    )


def test_the_parts_are_disjoint_and_nothing_is_gathered_from_them(
    parts: tuple[Path, Path],
) -> None:
    first, second = parts
    assert (names(first), names(second)) == (["n0", "n2", "n4"], ["n1", "n3"])
    assert not [name for out in parts for name in GATHERED if (out / name).exists()]


def test_parts_copied_together_are_the_undivided_batch_and_nothing_is_run_again(
    plan: Path, whole: Path, parts: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for folder in parts:
        shutil.copytree(folder / store.RUNS, out / store.RUNS, dirs_exist_ok=True)
    batch = make(read(plan), out, never, [].append)  # type: ignore[arg-type]
    assert (batch.up_to_date, batch.failures, batch.others) == (RUNS, (), ())
    assert tree(out) == tree(whole)


def test_a_part_counts_its_own_runs_and_knows_those_of_the_others(
    plan: Path, parts: tuple[Path, Path], tmp_path: Path
) -> None:
    out = Path(shutil.copytree(parts[0], tmp_path / "out"))
    batch, events = run_batch(plan, out, part=SECOND)
    assert (batch.completed, batch.up_to_date, batch.others, batch.part) == (2, 0, (), SECOND)
    assert {event.total for event in events} == {2}
    assert names(out) == [f"n{n}" for n in range(RUNS)]


def test_a_table_is_taken_away_by_a_part_that_makes_a_run_anew_and_by_no_other(
    plan: Path, whole: Path, tmp_path: Path
) -> None:
    """It would not be that of the runs which lie there."""
    out = Path(shutil.copytree(whole, tmp_path / "out"))
    make(read(plan), out, never, [].append, part=FIRST)  # type: ignore[arg-type]
    assert tree(out) == tree(whole)
    shutil.rmtree(out / store.RUNS / "n1")
    make(read(plan), out, never, [].append, part=FIRST)  # type: ignore[arg-type]
    assert (out / TABLE).exists()
    run_batch(plan, out, part=SECOND)
    assert not [name for name in GATHERED if (out / name).exists()]
    make(read(plan), out, never, [].append)  # type: ignore[arg-type]
    assert tree(out) == tree(whole)


def test_a_run_of_a_part_that_fails_is_reported_and_tried_again_without_part(
    tmp_path: Path,
) -> None:
    runs = [*counted(2), {"name": "wrong", "how": "raise"}]
    out = tmp_path / "out"
    batch, _ = run_batch(sweep(tmp_path / "in", runs), out, part=FIRST)
    assert [result.task.name for result in batch.failures] == ["wrong"]
    assert (out / store.FAILED / "wrong" / "error.txt").is_file()
    mended, _ = run_batch(sweep(tmp_path / "in", [*counted(2), {"name": "wrong", "how": ""}]), out)
    assert mended.failures == ()
    assert not (out / store.FAILED).exists()


def test_the_command_makes_a_part_and_says_in_a_line_what_is_left_to_do(
    plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ended = batch_command(str(plan), "--out", str(out), "--part", "2/3")
    assert ended.returncode == 0, ended.stderr
    counts, last = ended.stdout.splitlines()
    assert counts == "2 made, 0 there already, 0 failed"
    assert "out/runs is part 2/3, with no table and no index" in last
    assert names(out) == ["n1", "n4"]
    again = batch_command(str(plan), "--out", str(out), "--part", "2/3", "--json")
    assert [json.loads(line)["total"] for line in again.stdout.splitlines()] == [2, 2]


def test_a_dry_run_lists_the_part(plan: Path, tmp_path: Path) -> None:
    ended = batch_command(str(plan), "--out", str(tmp_path / "out"), "--part", "2/3", "--dry-run")
    assert ended.stdout.splitlines() == ["missing  n1  number=1", "missing  n4  number=4"]
    assert ended.stderr == "part 2/3: 2 of 5 runs of work\n"


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=["run", "dry run"])
def test_the_command_refuses_what_is_no_part(plan: Path, tmp_path: Path, more: list[str]) -> None:
    ended = batch_command(str(plan), "--out", str(tmp_path / "out"), "--part", "0/3", *more)
    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.splitlines()
    assert "part: '0/3'; k/n, k from 1 to n; write 2/8 for the second of eight parts" in line
    assert not (tmp_path / "out").exists()
