"""A result belongs to what it was made from, whatever is edited, stopped or damaged meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from batching import PARAMETERS, counted, executor, run_batch, sweep, tree
from conftest import FERRY
from reporting import code, notebook

from analysis import paths
from analysis.batch import inputs, store
from analysis.batch import make as making
from analysis.batch.inputs import Inputs
from analysis.batch.make import Batch, Event, make
from analysis.errors import Invalid
from analysis.notebooks.provenance import MANIFEST
from analysis.sweep import read
from batch.test_batch import never, rows

READING = """\
from pathlib import Path
import analysis as an
home = Path(place)
exec((home / "helper.py").read_text())  # not imported: a forked kernel is enough for that
read = [(home / name).read_text() for name in ("data.csv", "far/x.csv")]
an.record(sum=VALUE + sum(map(int, read)) + number)
"""


def reading(folder: Path, runs: int = 3, **more: object) -> Path:
    """A sweep over a notebook that reads code and files beside it and below it."""
    cells = [
        code(
            "parameters", f"{PARAMETERS}\nplace: str = ''\ncase: str = {str(FERRY)!r}", "parameters"
        ),
        code("reading", READING),
    ]
    notebook(folder / "work.ipynb", cells)
    (folder / "far").mkdir()
    (folder / "helper.py").write_text("VALUE = 1\n", encoding="utf-8")
    (folder / "data.csv").write_text("10\n", encoding="utf-8")
    (folder / "far" / "x.csv").write_text("100\n", encoding="utf-8")
    plan = {
        "notebooks": ["./work.ipynb"],
        "sets": counted(runs),
        "parameters": {"place": str(folder)},
        **more,
    }
    (folder / "sweep.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    return folder / "sweep.yaml"


def sums(out: Path) -> list[str]:
    return [row["value"] for row in rows(out) if row["name"] == "sum"]


def altering(plan: Path, out: Path, after: int, alter: Callable[[], object]) -> Batch:
    """A batch, one run at a time, in whose middle something is done."""

    def tell(event: Event) -> None:
        if event.event == "run" and event.ready + event.failed == after:
            alter()

    swept = read(plan)
    return make(swept, out, lambda: executor(swept, workers=1), tell)


def swapped(path: Path, old: str, new: str) -> Callable[[], object]:
    text = path.read_text(encoding="utf-8")
    assert old in text
    return lambda: paths.write(path, text.replace(old, new))  # at once: a run may be reading it


def test_a_notebook_that_is_edited_in_the_middle_changes_no_run(tmp_path: Path) -> None:
    plan = sweep(tmp_path / "in", counted(5))
    book = plan.parent / "work.ipynb"
    before = book.read_bytes()
    edit = swapped(book, "square=number * number", "square=number * number + 1000")
    batch = altering(plan, tmp_path / "out", 2, edit)
    squares = [str(n * n) for n in range(5)]
    assert batch.failures == ()
    assert [row["value"] for row in rows(tmp_path / "out") if row["name"] == "square"] == squares
    book.write_bytes(before)
    make(read(plan), tmp_path / "out", never, [].append)  # type: ignore[arg-type]
    assert not (tmp_path / "out" / inputs.COPIES).exists()


@pytest.mark.parametrize(
    ("name", "new"), [("helper.py", "VALUE = 2\n"), ("data.csv", "20\n"), ("far/x.csv", "200\n")]
)
def test_a_file_that_is_edited_in_the_middle_fails_the_runs_after_it(
    tmp_path: Path, name: str, new: str
) -> None:
    plan, out = reading(tmp_path / "in", files=["far/*.csv"]), tmp_path / "out"
    path = plan.parent / name
    before = path.read_bytes()
    batch = altering(plan, out, 1, lambda: path.write_text(new, encoding="utf-8"))
    assert {result.kind for result in batch.failures} == {making.CHANGED}
    assert 1 <= len(batch.failures) <= 2
    assert all(f"{path.name} has changed since " in result.error for result in batch.failures)
    path.write_bytes(before)
    assert run_batch(plan, out)[0].failures == ()
    assert sums(out) == ["111", "112", "113"]


def test_a_file_in_a_folder_below_is_named_with_its_folder(tmp_path: Path) -> None:
    plan = reading(tmp_path / "in", runs=2)
    module = plan.parent / "pk" / "inner.py"
    module.parent.mkdir()
    module.write_text("VALUE = 1\n", encoding="utf-8")
    change = swapped(module, "1", "2")
    batch = altering(plan, tmp_path / "out", 1, change)
    assert [result.error.partition(" has changed")[0] for result in batch.failures] == [
        "pk/inner.py"
    ]


def test_a_file_that_is_edited_and_put_back_while_a_run_reads_it_fails_that_run(
    tmp_path: Path,
) -> None:
    plan, out = reading(tmp_path / "in", runs=4), tmp_path / "out"
    data = plan.parent / "data.csv"

    def there_and_back() -> None:
        before = data.read_bytes()
        data.write_text("20\n", encoding="utf-8")
        data.write_bytes(before)

    batch = altering(plan, out, 1, there_and_back)
    assert len(batch.failures) in (1, 2)  # those that had been handed out by then
    assert all(
        "data.csv has changed since the run began" in result.error for result in batch.failures
    )
    assert run_batch(plan, out)[0].failures == ()
    assert sums(out) == ["11" + str(n + 1) for n in range(4)]


def test_a_case_that_is_edited_in_the_middle_fails_the_runs_after_it(tmp_path: Path) -> None:
    case = Path(shutil.copytree(FERRY, tmp_path / "ferry-2031"))
    parameters = {"case": str(case), "place": str(tmp_path / "in")}
    plan = reading(tmp_path / "in", parameters=parameters)
    edit = swapped(case / "datapackage.json", '"version": "', '"version": "9.')
    batch = altering(plan, tmp_path / "out", 1, edit)
    assert batch.failures
    assert all("datapackage.json has changed since" in result.error for result in batch.failures)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("helper.py", True),
        ("data.csv", True),
        ("package/inner.py", True),
        ("far/x.csv", False),
        ("other.ipynb", False),
        (".hidden", False),
        ("sweep.yaml", False),
    ],
)
def test_what_lies_next_to_an_own_notebook_counts(tmp_path: Path, name: str, counts: bool) -> None:
    plan = reading(tmp_path / "in", runs=1)
    (plan.parent / "package").mkdir()
    (plan.parent / "package" / "__init__.py").touch()
    run_batch(plan, tmp_path / "out")
    path = plan.parent / name
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")
    assert run_batch(plan, tmp_path / "out")[0].completed == int(counts)


def test_what_a_sweep_names_counts_too(tmp_path: Path) -> None:
    plan = reading(tmp_path / "in", runs=1, files=["far/*.csv"])
    run_batch(plan, tmp_path / "out")
    (plan.parent / "far" / "x.csv").write_text("200\n", encoding="utf-8")
    assert run_batch(plan, tmp_path / "out")[0].completed == 1
    assert sums(tmp_path / "out") == ["211"]


def test_a_file_that_a_notebook_writes_next_to_itself_can_be_left_out(tmp_path: Path) -> None:
    plan, out = sweep(tmp_path / "in", counted(2)), tmp_path / "out"
    book = tmp_path / "in" / "work.ipynb"
    mine = tmp_path / "in" / "mine.csv"
    swapped(book, "import base64", f"open({str(mine)!r}, 'a').write('x')\\nimport base64")()
    mine.write_text("x", encoding="utf-8")
    (batch, _) = run_batch(plan, out, workers=1)
    assert {result.kind for result in batch.failures} == {making.CHANGED}
    assert 'as in files: ["!out.csv"]' in batch.failures[0].error
    with plan.open("a", encoding="utf-8") as file:
        file.write('files: ["!mine.csv", "!later.csv"]\n')
    assert run_batch(plan, out, workers=1)[0].failures == ()
    make(read(plan), out, never, [].append)  # type: ignore[arg-type]


def test_touching_a_file_changes_nothing(tmp_path: Path) -> None:
    plan = reading(tmp_path / "in", runs=3)
    batch = altering(plan, tmp_path / "out", 2, lambda: None)
    os.utime(plan.parent / "data.csv")
    assert batch.failures == ()
    make(read(plan), tmp_path / "out", never, [].append)  # type: ignore[arg-type]


def test_again_makes_all_anew(tmp_path: Path) -> None:
    plan = reading(tmp_path / "in", runs=2)
    run_batch(plan, tmp_path / "out")
    before = tree(tmp_path / "out")
    swept = read(plan)
    batch = make(swept, tmp_path / "out", lambda: executor(swept), lambda _: None, again=True)
    assert (batch.completed, batch.up_to_date) == (2, 0)
    assert tree(tmp_path / "out") == before


def test_a_file_is_altered_by_what_it_holds_not_by_its_times(tmp_path: Path) -> None:
    path, gone = tmp_path / "a", tmp_path / "b"
    path.write_text("one", encoding="utf-8")
    taken = Inputs.read([path, gone], tuple, tmp_path)
    assert taken.altered(taken.now()) == []
    path.write_text("one", encoding="utf-8")
    assert taken.altered(taken.now()) == []
    path.write_text("two", encoding="utf-8")
    assert taken.altered(taken.now()) == [path]
    gone.touch()
    assert taken.altered(taken.now()) == [path, gone]


def test_a_file_that_is_new_in_a_folder_has_altered_it(tmp_path: Path) -> None:
    taken = Inputs.read([], lambda: inputs.within([tmp_path], []), tmp_path)
    (tmp_path / "new.csv").write_text("1", encoding="utf-8")
    assert taken.altered(taken.now()) == [tmp_path / "new.csv"]


@pytest.mark.parametrize(
    ("mode", "device", "counts"),
    [(stat.S_IFREG, 0, False), (stat.S_IFREG, 1, True), (stat.S_IFIFO, 0, True)],
)
def test_only_the_very_file_that_output_goes_to_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, device: int, counts: bool
) -> None:
    """A pipe, or a file of another disk, may go by the same number."""
    path = tmp_path / "data.csv"
    path.touch()
    own = path.stat()
    output = os.stat_result((mode, own.st_ino, own.st_dev + device, 1, 0, 0, 0, 0, 0, 0))
    monkeypatch.setattr(os, "fstat", lambda _: output)
    assert inputs.within([tmp_path], []) == ([path] if counts else [])


class StopError(Exception):
    """A batch that ends here, as if killed."""


@pytest.mark.parametrize("name", [store.TABLE, store.PARQUET, store.INDEX])
def test_a_batch_that_is_stopped_while_it_gathers_is_gathered_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Also where the sweep was changed for that start and changed back after it."""
    plan, shorter = sweep(tmp_path / "in", counted(4)), tmp_path / "short"
    out = tmp_path / "out"
    run_batch(plan, out)
    before = tree(out)
    write = paths.write

    def stopping(path: Path, data: bytes | str) -> None:
        write(path, data)
        if path.name == name:
            raise StopError

    with monkeypatch.context() as patched:
        patched.setattr(paths, "write", stopping)
        with pytest.raises(StopError):
            make(read(sweep(shorter, counted(2))), out, never, [].append)  # type: ignore[arg-type]
    make(read(plan), out, never, [].append)  # type: ignore[arg-type]
    assert tree(out) == before


@pytest.mark.parametrize("name", [store.TABLE, store.PARQUET, store.INDEX, MANIFEST])
def test_what_was_gathered_and_is_damaged_is_gathered_again(tmp_path: Path, name: str) -> None:
    plan, out = sweep(tmp_path / "in", counted(2)), tmp_path / "out"
    run_batch(plan, out)
    before = tree(out)
    size = (out / name).stat().st_size
    (out / name).write_bytes(b"x" * size)
    make(read(plan), out, never, [].append)  # type: ignore[arg-type]
    assert tree(out) == before


def test_the_index_shows_the_last_error_and_none_once_all_is_mended(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for words in ("first", "second"):
        plan = sweep(tmp_path / "in", [{"name": "a", "how": "raise"}])
        book = plan.parent / "work.ipynb"
        swapped(book, '{}[\\"key\\"]', f"raise ValueError('{words}')")()
        run_batch(plan, out)
        assert words in (out / store.INDEX).read_text(encoding="utf-8")
        assert words in (out / store.FAILED / "a" / "error.txt").read_text(encoding="utf-8")
    assert "first" not in (out / store.INDEX).read_text(encoding="utf-8")
    assert run_batch(sweep(tmp_path / "in", [{"name": "a"}]), out)[0].failures == ()
    assert not (out / store.FAILED).exists()


def test_a_folder_that_is_removed_in_the_middle_is_missed_and_restored_by_the_next_start(
    tmp_path: Path,
) -> None:
    plan, out = sweep(tmp_path / "in", counted(5)), tmp_path / "out"
    with pytest.raises(Invalid, match="out: out was removed or replaced while the batch ran"):
        altering(plan, out, 2, lambda: shutil.rmtree(out))
    run_batch(plan, out)
    run_batch(plan, tmp_path / "fresh")
    assert tree(out) == tree(tmp_path / "fresh")


def test_what_others_put_into_the_folder_of_runs_is_left_alone(tmp_path: Path) -> None:
    plan, out = sweep(tmp_path / "in", counted(1)), tmp_path / "out"
    run_batch(plan, out)
    mine = out / store.RUNS / ".DS_Store"
    mine.write_text("mine", encoding="utf-8")
    make(read(plan), out, never, [].append)  # type: ignore[arg-type]
    assert mine.read_text(encoding="utf-8") == "mine"


def test_files_that_a_killed_process_left_half_written_go(tmp_path: Path) -> None:
    plan, out = sweep(tmp_path / "in", counted(1)), tmp_path / "out"
    run_batch(plan, out)
    left = [out / f".{name}.abcd1234" for name in ("results.csv", "manifest.json", ".owner.json")]
    for path in left:
        path.touch()
    make(read(plan), out, never, [].append)  # type: ignore[arg-type]
    assert not any(path.exists() for path in left)


def test_a_manifest_names_the_files_that_a_run_read(tmp_path: Path) -> None:
    plan, out = reading(tmp_path / "in", runs=1, files=["far/*.csv"]), tmp_path / "out"
    run_batch(plan, out)
    manifest = json.loads((out / store.RUNS / "n0" / MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest["files_sha256"]) == {"helper.py", "data.csv", "far/x.csv"}


ANY = """\
import numpy, decimal
from fractions import Fraction
an.record(r=eval(how))
"""


@pytest.mark.parametrize(
    "formats", [["2**53", "0.5"], ["True", "3"], ["None"], ["float('1e308')", "-0.0"]]
)
def test_gathering_takes_whatever_was_recorded(tmp_path: Path, formats: list[str]) -> None:
    cells = [
        code("parameters", PARAMETERS, "parameters"),
        code("any", f"import analysis as an\n{ANY}"),
    ]
    notebook(tmp_path / "any.ipynb", cells)
    runs = [{"name": f"n{n}", "how": how} for n, how in enumerate([*formats, "float('inf')"])]
    (tmp_path / "any.yaml").write_text(yaml.safe_dump({"notebooks": ["./any.ipynb"], "sets": runs}))
    batch, _ = run_batch(tmp_path / "any.yaml", tmp_path / "out")
    assert [result.task.name for result in batch.failures] == [f"n{len(formats)}"]
    assert "record:r: inf; a finite number" in batch.failures[0].error
    table = pq.read_table(tmp_path / "out" / store.PARQUET).to_pylist()
    assert [row["value"] for row in table] == [
        None if how == "None" else float(eval(how)) for how in formats
    ]
