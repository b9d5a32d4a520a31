"""Batches: real notebooks in real kernels; whatever happens, a run is whole or absent."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from batching import command, counted, killed, run_batch, started, sweep, tree
from conftest import FERRY
from markupsafe import escape
from reporting import PARAMETERS as COMMON
from reporting import SCOPE, code, markdown, notebook

from analysis.batch import store
from analysis.batch.make import Batch, make
from analysis.batch.store import INDEX, PARQUET, TABLE
from analysis.engine import Limits
from analysis.errors import Invalid
from analysis.notebooks.provenance import MANIFEST, file_hash
from analysis.sweep import read

WRONG = ("raise", "kill", "hang", "eat")
LIMITS = Limits(timeout=12, memory=3 << 30)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sweep of six runs, and its batch made undisturbed."""
    folder = tmp_path_factory.mktemp("whole")
    path = sweep(folder / "in", counted(6))
    run_batch(path, folder / "out")
    return path, folder / "out"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """Runs of which some go wrong in every way, between runs that go well."""
    folder = tmp_path_factory.mktemp("mixed")
    runs = [{"name": how, "how": how} for how in WRONG] + counted(3)
    return run_batch(sweep(folder, runs), folder / "out", limits=LIMITS)[0]


def rows(out: Path) -> list[dict[str, str]]:
    with (out / TABLE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def never() -> object:
    raise AssertionError("nothing was to be made")


def test_every_run_has_its_folder_and_its_rows(whole: tuple[Path, Path]) -> None:
    _, out = whole
    runs = sorted(path.name for path in (out / store.RUNS).iterdir())
    assert runs == [f"n{n}" for n in range(6)]
    texts = [(r["run"], r["number"], r["name"], r["value"], r["notebook"]) for r in rows(out)]
    assert texts == [
        row
        for n in range(6)
        for row in (
            (f"n{n}", str(n), "square", str(n * n), "work"),
            (f"n{n}", str(n), "unknown", "", "work"),
        )
    ]


def test_the_twin_holds_the_same(whole: tuple[Path, Path]) -> None:
    _, out = whole
    twin = pq.read_table(out / PARQUET).to_pylist()
    data = [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in twin]
    assert data == rows(out)
    assert {type(row["value"]) for row in twin} == {int, type(None)}


def test_a_manifest_tells_from_what_and_what(whole: tuple[Path, Path]) -> None:
    _, out = whole
    folder = out / store.RUNS / "n3"
    data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert data["parameters"] == {"number": 3}
    assert set(data["notebooks_sha256"]) == {"work.ipynb"}
    assert data["case"] is None
    assert {"python", "papermill"} <= set(data["environment"])
    values = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(data["outputs"]) == values - {MANIFEST}
    for name, output in data["outputs"].items():
        assert output["sha256"] == file_hash(folder / name)


def test_the_index_needs_nothing_else_and_leads_to_every_run(whole: tuple[Path, Path]) -> None:
    _, out = whole
    page = (out / INDEX).read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(https?:)?//', page)
    assert "<script" not in page
    links = set(re.findall(r'href="([^"]+)"', page))
    assert links == {f"runs/n{n}/notebooks/work.ipynb" for n in range(6)}
    assert all((out / link).is_file() for link in links)
    assert page.count('src="data:image/png') == 6


def test_order_and_number_of_workers_change_no_byte(
    whole: tuple[Path, Path], tmp_path: Path
) -> None:
    path, out = whole
    run_batch(path, tmp_path / "alone", workers=1)
    assert tree(tmp_path / "alone") == tree(out)


def test_started_again_it_makes_nothing(whole: tuple[Path, Path]) -> None:
    file, out = whole
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    batch = make(read(file), out, never, [].append)  # type: ignore[arg-type]
    assert (batch.up_to_date, batch.completed) == (6, 0)
    after = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert {p: t for p, t in after.items() if p.name != ".lock"} == {
        p: t for p, t in before.items() if p.name != ".lock"
    }


def test_what_is_missing_or_cut_off_is_run_again_and_nothing_else(
    whole: tuple[Path, Path], tmp_path: Path
) -> None:
    path, out = whole
    copy = Path(shutil.copytree(out, tmp_path / "out"))
    (copy / "runs/n0/manifest.json").unlink()
    os.truncate(copy / "runs/n1/notebooks/work.ipynb", 100)
    (copy / "runs/n2/thumbnail.png").unlink()
    (copy / "runs/n3/manifest.json").write_text("not JSON", encoding="utf-8")
    shutil.rmtree(copy / "runs/n4")
    batch, events = run_batch(path, copy)
    names = {event.run for event in events if event.event == "run"}
    assert names == {"n0", "n1", "n2", "n3", "n4"}
    assert (batch.completed, batch.up_to_date) == (5, 1)
    assert tree(copy) == tree(out)


@pytest.mark.parametrize("lost", [TABLE, PARQUET, INDEX, MANIFEST])
def test_what_is_gathered_is_gathered_again_without_a_run(
    whole: tuple[Path, Path], tmp_path: Path, lost: str
) -> None:
    path, out = whole
    copy = Path(shutil.copytree(out, tmp_path / "out"))
    (copy / lost).unlink()
    make(read(path), copy, never, [].append)  # type: ignore[arg-type]
    assert tree(copy) == tree(out)


def test_a_change_of_the_notebook_makes_all_again(whole: tuple[Path, Path], tmp_path: Path) -> None:
    _, out = whole
    copy = Path(shutil.copytree(out, tmp_path / "out"))
    again = sweep(tmp_path / "in", counted(6))
    book = again.parent / "work.ipynb"
    book.write_text(book.read_text().replace("number * number, unk", "number + 1, unk"))
    assert run_batch(again, copy)[0].completed == 6
    assert [row["value"] for row in rows(copy) if row["name"] == "square"] == list("123456")


def test_runs_of_another_sweep_are_left_and_named(whole: tuple[Path, Path], tmp_path: Path) -> None:
    _, out = whole
    copy = Path(shutil.copytree(out, tmp_path / "out"))
    batch, _ = run_batch(sweep(tmp_path / "in", counted(2)), copy)
    assert batch.others == ("n2", "n3", "n4", "n5")
    assert {row["run"] for row in rows(copy)} == {"n0", "n1"}
    assert (copy / "runs/n5/manifest.json").is_file()


def test_a_run_that_goes_wrong_leaves_the_others_alone(mixed: Batch) -> None:
    assert {result.task.name for result in mixed.failures} == set(WRONG)
    assert mixed.completed == 3
    assert {row["run"] for row in rows(mixed.folder)} == {"n0", "n1", "n2"}


@pytest.mark.parametrize(
    ("how", "kind", "words"),
    [
        ("raise", "failed", "KeyError: 'key'"),
        ("kill", "died", "died"),
        ("hang", "timed out", "12"),
        ("eat", "memory", "MemoryError"),
    ],
)
def test_an_error_is_reported_and_its_notebook_stays(
    mixed: Batch, how: str, kind: str, words: str
) -> None:
    result = next(result for result in mixed.failures if result.task.name == how)
    assert result.kind == kind
    assert words in result.error
    folder = mixed.folder / store.FAILED / how
    book = json.loads((folder / "work.ipynb").read_text(encoding="utf-8"))
    assert [cell["id"] for cell in book["cells"]][-2:] == ["deeds", "shown"]
    assert result.error in (folder / "error.txt").read_text(encoding="utf-8")
    index = (mixed.folder / INDEX).read_text(encoding="utf-8")
    assert f"<td>{escape(result.error)}</td>" in index
    assert not (mixed.folder / store.RUNS / how).exists()


def test_nothing_half_done_is_left(mixed: Batch) -> None:
    assert [path.name for path in (mixed.folder / store.RUNS).glob(".*")] == []


def test_runs_that_failed_are_tried_again(mixed: Batch, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(mixed.folder, tmp_path / "out"))
    runs = [{"name": how, "how": ""} for how in WRONG] + counted(3)
    path = sweep(tmp_path / "in", runs)
    batch, _ = run_batch(path, copy)
    assert (batch.completed, batch.up_to_date, batch.failures) == (4, 3, ())
    assert not (copy / store.FAILED).exists()
    run_batch(path, tmp_path / "fresh")
    assert tree(copy) == tree(tmp_path / "fresh")


@pytest.mark.parametrize(
    ("sign", "after"), [(signal.SIGKILL, 0), (signal.SIGKILL, 3), (signal.SIGINT, 2)]
)
def test_stopped_at_any_moment_it_does_the_rest_and_ends_the_same(
    whole: tuple[Path, Path], tmp_path: Path, sign: signal.Signals, after: int
) -> None:
    path, out = whole
    again = tmp_path / "out"
    process = started(str(path), "--out", str(again), "--json")
    assert process.stdout
    for line in process.stdout:
        if json.loads(line)["ready"] >= after:
            break
    assert killed(process, sign) in (-signal.SIGKILL, 130, 0)
    batch, _ = run_batch(path, again)
    assert batch.up_to_date >= after
    assert tree(again) == tree(out)


def test_a_run_with_pages_is_a_report(tmp_path: Path) -> None:
    begin = [markdown("# People\n\nHow many?"), code("parameters", COMMON, "parameters")]
    chart = code("aboard", 'an.charts.intervals(told.where(measure="people"), "People aboard")')
    notebook(tmp_path / "people.ipynb", [*begin, code("load", SCOPE, "remove"), chart])
    queries = {"notebooks": ["./people.ipynb"], "formats": ["html", "pdf", "docx"]}
    days = {"as_of": ["2031-03-05", "2031-03-06"]}
    texts = {**queries, "parameters": {"case": str(FERRY)}, "grid": days}
    (tmp_path / "pages.yaml").write_text(yaml.safe_dump(texts), encoding="utf-8")
    batch, _ = run_batch(tmp_path / "pages.yaml", tmp_path / "out", limits=Limits(timeout=120))
    assert batch.failures == ()
    for day in days["as_of"]:
        folder = tmp_path / "out" / store.RUNS / f"as_of={day}"
        assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
        assert "People aboard" in (folder / "report.html").read_text(encoding="utf-8")
        value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        assert {"report.docx", "numbers.csv", "thumbnail.png"} <= set(value["outputs"])
        assert value["case"]["name"] == FERRY.name
    page = (tmp_path / "out" / INDEX).read_text(encoding="utf-8")
    assert 'href="runs/as_of%3D2031-03-05/report.html"' in page


def test_a_folder_in_use_is_refused_and_the_process_named(
    whole: tuple[Path, Path], tmp_path: Path
) -> None:
    path = sweep(tmp_path / "in", [{"name": "hang", "how": "hang"}])
    process = started(str(path), "--out", str(tmp_path / "out"), "--json")
    assert process.stdout
    assert json.loads(process.stdout.readline())["event"] == "start"
    with pytest.raises(Invalid, match=rf"out: out is in use by process {process.pid} on "):
        run_batch(path, tmp_path / "out")
    killed(process)


def test_a_folder_that_is_no_batch_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Invalid, match="out: out is not a batch; a new folder"):
        run_batch(sweep(tmp_path, counted(1)), tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_where_nothing_can_be_written_a_line_says_so(tmp_path: Path) -> None:
    path = sweep(tmp_path, counted(1))
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    completed = subprocess.run(
        command(str(path), "--out", str(blocked / "out")), capture_output=True, text=True
    )
    assert completed.returncode == 1
    assert "Traceback" not in completed.stderr
    assert "not a directory; a folder that can be made; name another with --out" in completed.stderr


def test_no_room_left_loses_nothing(whole: tuple[Path, Path], tmp_path: Path) -> None:
    path, out = whole
    again = tmp_path / "out"
    words = " ".join(f"'{word}'" for word in command(str(path), "--out", str(again)))
    small = f"ulimit -f 1; exec {words}"  # no file may grow beyond half a kibibyte or one
    bare = {name: value for name, value in os.environ.items() if "COV" not in name}
    completed = subprocess.run(["bash", "-c", small], capture_output=True, text=True, env=bare)
    assert completed.returncode == 1
    assert "Traceback" not in completed.stderr
    assert not list((again / store.RUNS).glob("n*"))
    assert run_batch(path, again)[0].completed == 6
    assert tree(again) == tree(out)
