"""The same sweep on a cluster: a real scheduler, real workers, and what may go wrong with them."""

from __future__ import annotations

import importlib.util
import io
import logging
import shutil
import signal
import socket
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import psutil
import pytest
from batching import command, run_batch, tree
from clustering import (
    FERRY,
    GO,
    PLACE,
    Machines,
    alive,
    began,
    below,
    kernels,
    machines,
    until,
    waiting,
)

import analysis
from analysis.batch.cluster import cluster, fingerprint
from analysis.batch.cluster.executor import unpacked
from analysis.batch.cluster.fingerprint import SHORT
from analysis.batch.cluster.worker import packed
from analysis.batch.make import Batch, make
from analysis.batch.task import tasks_of
from analysis.engine import Limits
from analysis.errors import Invalid
from analysis.notebooks import provenance

HOWS = {**dict.fromkeys(range(4), ""), 4: "raise", 5: "kill"}


def copied(folder: Path) -> dict[str, str]:
    """The environment of a worker with a copy of the project."""
    home = Path(analysis.__file__).parent
    shutil.copytree(home, folder / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    return {"PYTHONPATH": str(folder)}


def changed(folder: Path) -> None:
    """Add a line to a copy of the project."""
    with (folder / "analysis" / "notebooks" / "results.py").open("a") as file:
        file.write("\n")


def odd(folder: Path) -> dict[str, str]:
    """The environment of a worker whose copy of the project has one line more."""
    environment = copied(folder)
    changed(folder)
    return environment


def bare(folder: Path) -> dict[str, str]:
    """The environment of a worker without the project."""
    (folder / "analysis").mkdir(parents=True)
    (folder / "analysis" / "__init__.py").write_text("raise ImportError('not installed')")
    return {"PYTHONPATH": str(folder)}


def batch_on_cluster(machines: Machines, folder: Path, out: Path) -> Batch:
    return make(
        waiting(folder, HOWS), out, lambda: cluster(machines.address, Limits()), lambda _: None
    )


@dataclass(frozen=True)
class Story:
    """A batch during which one of two workers was killed and an odd one came."""

    batch: Batch
    local: Path
    begun: dict[str, int]
    log: str
    orphans: list[psutil.Process]
    stayed: subprocess.Popen[bytes]
    machines: Machines


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("story")
    lines = io.StringIO()
    logging.getLogger("analysis").addHandler(handler := logging.StreamHandler(lines))
    ended: list[Batch] = []
    with machines(folder) as there, pytest.MonkeyPatch.context() as patch:
        patch.setenv(PLACE, str(folder))
        lost, stayed = there.worker("lost", "--no-nanny"), there.worker("stays")
        there.come(2)
        work = threading.Thread(
            target=lambda: ended.append(batch_on_cluster(there, folder / "in", folder / "out")),
            daemon=True,
        )
        work.start()
        until(lambda: len(began(folder)) == 2, "both workers have a run")
        orphans = below(lost)
        lost.kill()
        lost.wait()
        there.worker("odd", "--no-nanny", **odd(folder / "odd"))
        until(lambda: "odd" in lines.getvalue(), "the odd worker is seen")
        (folder / GO).touch()
        work.join()
        begun = began(folder)
        run_batch(waiting(folder / "in", HOWS), folder / "local")
        yield Story(ended[0], folder / "local", begun, lines.getvalue(), orphans, stayed, there)
    logging.getLogger("analysis").removeHandler(handler)


def test_a_lost_worker_costs_no_run_and_changes_no_byte(story: Story) -> None:
    assert story.batch.completed == 4
    assert tree(story.batch.folder / "runs") == tree(story.local / "runs")
    for name in ("results.csv", "results.parquet", "index.html", "manifest.json"):
        assert (story.batch.folder / name).read_bytes() == (story.local / name).read_bytes()


def test_a_run_is_repeated_if_its_worker_is_lost_not_if_it_fails(story: Story) -> None:
    again = [name for name, times in story.begun.items() if times > 1]
    assert len(again) == 1
    assert set(again) < {f"began-{n}" for n in range(4)}
    assert [(result.task.name, result.kind) for result in story.batch.failures] == [
        ("n4", "failed"),
        ("n5", "died"),
    ]
    assert "KeyError" in story.batch.failures[0].error


def test_a_worker_that_comes_later_and_differs_is_named_and_gets_nothing(story: Story) -> None:
    assert story.log.count("worker odd") == 1
    assert not story.machines.runs("odd")
    assert "worker stays" not in story.log


def test_nothing_is_left_on_the_workers(story: Story) -> None:
    until(lambda: not alive(story.orphans), "the lost worker's processes have ended")
    until(lambda: not kernels(story.stayed), "the other's have ended too")
    assert not story.machines.runs("stays")


def test_when_the_client_is_killed_its_runs_end(tmp_path: Path) -> None:
    waiting(tmp_path / "in", {1: "", 2: ""})
    with machines(tmp_path) as there:
        worker = there.worker("one", "--no-nanny")
        there.come(1)
        words = (str(tmp_path / "in" / "sweep.yaml"), "--out", str(tmp_path / "out"))
        client = subprocess.Popen(
            command(*words, "--scheduler", there.address), stderr=subprocess.DEVNULL
        )
        until(lambda: len(began(tmp_path)) == 1, "a run is under way")
        running = kernels(worker)
        client.send_signal(signal.SIGKILL)
        client.wait()
        until(lambda: not alive(running), "the run and all beside it have ended")
        until(lambda: not there.runs("one"), "its folder is gone")
        assert worker.poll() is None
        assert len(began(tmp_path)) == 1


def test_when_the_scheduler_is_lost_a_line_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with machines(tmp_path) as there, ThreadPoolExecutor(1) as pool:
        there.worker("one", "--no-nanny")
        there.come(1)
        making = pool.submit(batch_on_cluster, there, tmp_path / "in", tmp_path / "out")
        until(lambda: len(began(tmp_path)) == 1, "a run is under way")
        there.running[0].kill()
        with pytest.raises(Invalid, match="the same command does the rest"):
            making.result()
    assert "Traceback" not in caplog.text


def test_a_worker_whose_project_is_changed_meanwhile_gets_no_more_runs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The run that it could not make any more is made by another worker."""
    sweep = waiting(tmp_path / "in", {1: "", 2: ""})
    with machines(tmp_path) as there, ThreadPoolExecutor(1) as pool:
        there.worker("updated", "--no-nanny", **copied(tmp_path / "copy"))
        there.come(1)
        address, out = there.address, tmp_path / "out"
        making = pool.submit(make, sweep, out, lambda: cluster(address, Limits()), lambda _: None)
        until(lambda: len(began(tmp_path)) == 1, "a run is under way")
        changed(tmp_path / "copy")
        (tmp_path / GO).touch()
        until(lambda: "worker updated" in caplog.text, "the worker is asked once more")
        assert len(began(tmp_path)) == 1
        there.worker("good", "--no-nanny")
        batch = making.result()
    assert (batch.completed, batch.failures) == (2, ())
    assert caplog.text.count("worker updated") == 1


def test_a_run_that_takes_too_long_is_ended_on_its_worker(tmp_path: Path) -> None:
    sweep = waiting(tmp_path / "in", {1: ""})  # for what never comes
    with machines(tmp_path) as there:
        worker = there.worker("good", "--no-nanny")
        there.come(1)
        limits = Limits(timeout=1)
        batch = make(sweep, tmp_path / "out", lambda: cluster(there.address, limits), print)
        until(lambda: not kernels(worker), "its processes have ended")
    assert [result.kind for result in batch.failures] == ["timed out"]
    assert (batch.folder / "failed" / "n1" / "work.ipynb").is_file()


def test_a_cluster_is_refused_for_what_its_workers_lack(tmp_path: Path) -> None:
    with machines(tmp_path) as there:
        with pytest.raises(Invalid, match="the cluster has no worker"):
            batch_on_cluster(there, tmp_path / "in", tmp_path / "out")
        there.worker("good", "--no-nanny")
        there.worker("odd", "--no-nanny", **odd(tmp_path / "odd"))
        there.worker("bare", "--no-nanny", **bare(tmp_path / "bare"))
        there.come(3)
        with pytest.raises(Invalid) as data:
            batch_on_cluster(there, tmp_path / "in", tmp_path / "out")
        assert not began(tmp_path)
    problems = {problem.where.split()[1]: problem for problem in data.value.problems}
    assert set(problems) == {"odd", "bare"}
    place = provenance.code_hash()[:SHORT]
    assert "tcp://127.0.0.1:" in problems["odd"].where
    assert problems["odd"].value.startswith("has code ")
    assert problems["odd"].allowed == f"wanted is code {place}"
    assert place not in problems["odd"].value
    assert "ImportError: not installed" in problems["bare"].value


@pytest.mark.parametrize(
    "address",
    ["", "localhost:8786", "tcp://", "tcp://localhost", "http://localhost:8786", "tcp://a:b"],
)
def test_an_address_of_another_form_is_refused(address: str) -> None:
    with pytest.raises(Invalid, match="tcp://host:8786"), cluster(address, Limits()):
        pass


@pytest.mark.parametrize("listening", [False, True], ids=["nobody", "somebody else"])
def test_where_no_scheduler_answers_a_line_says_so(listening: bool) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if listening:
            taken.listen()
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Invalid, match=f"no answer from a scheduler at {address}") as data:
            cluster(address, Limits()).__enter__()
    assert len(str(data.value).splitlines()) == 1


def test_without_the_library_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(Invalid, match="pip install"), cluster("tcp://localhost:1", Limits()):
        pass


@pytest.mark.parametrize(
    ("part", "name", "value", "differing"),
    [
        ("project", "version", "0.0.1", ("version", "0.0.1")),
        ("project", "pandas", "", ("pandas", "not there")),
        ("project", "code", "f" * 64, ("code", "f" * SHORT)),
        ("data", str(FERRY), "e" * 64, (f"data of {FERRY}", "e" * SHORT)),
    ],
)
def test_whatever_differs_is_named(
    part: Literal["project", "data"],
    name: str,
    value: str,
    differing: tuple[str, str],
    tmp_path: Path,
) -> None:
    wanted = fingerprint.of_tasks(tasks_of(waiting(tmp_path, {1: ""})))
    local = fingerprint.of_machine(wanted["data"])
    assert fingerprint.differences(wanted, local) == []
    other = cast(fingerprint.Fingerprint, {**local, part: {**local[part], name: value}})
    [(what, has, allowed)] = fingerprint.differences(wanted, other)
    assert (what, has) == differing
    assert wanted[part][name].startswith(allowed)


def test_a_case_that_is_not_there_differs_by_saying_so(tmp_path: Path) -> None:
    row = fingerprint.of_machine([str(tmp_path / "none")])["data"]
    assert list(row.values()) == [repr(str(tmp_path / "none"))]


def test_a_parcel_holds_a_folder_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "from" / "deep").mkdir(parents=True)
    (tmp_path / "from" / "deep" / "file").write_bytes(b"told")
    unpacked(packed(tmp_path / "from"), tmp_path / "to")
    assert (tmp_path / "to" / "deep" / "file").read_bytes() == b"told"


@pytest.mark.parametrize("name", ["../out", "deep/../../out"])
def test_a_parcel_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as packing:
        packing.addfile(tarfile.TarInfo(name))
    with pytest.raises(tarfile.TarError):
        unpacked(held.getvalue(), tmp_path / "to")
    assert not (tmp_path / "out").exists()
