"""Any end is clean: a word is said, nothing stays, and the same command makes the rest."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from batching import command, counted, run_batch, started, sweep, tree
from conftest import PATIENCE, unmeasured

from analysis import paths
from analysis.batch import store

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
LINE = "stopped; the same command does the rest"


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for temporary files, whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="b-") as folder:
        yield Path(folder)


def below(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return list(psutil.Process(process.pid).children(recursive=True))


@pytest.mark.parametrize("after", ["start", "run"])
@pytest.mark.parametrize("sign", SIGNALS, ids=lambda sign: sign.name)
def test_a_signal_ends_it_with_a_line_and_nothing_stays(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch, sign: signal.Signals, after: str
) -> None:
    """Also while the engine is starting, which it does once the first event is told."""
    monkeypatch.setenv("TMPDIR", str(place))
    plan, out = sweep(tmp_path / "in", counted(6)), tmp_path / "out"
    with started(str(plan), "--out", str(out), "--json") as process:
        assert process.stdout
        assert process.stderr
        for line in process.stdout:
            if json.loads(line)["event"] == after:
                break
        processes = below(process)
        for _ in range(3):  # the later ones must not cut off what the first has begun
            process.send_signal(sign)
        text = process.stderr.read()
        assert process.wait() == 128 + sign
    assert text.splitlines()[-1] == LINE
    assert "Traceback" not in text
    assert psutil.wait_procs(processes, timeout=PATIENCE)[1] == []
    assert list(place.glob("kernels-*")) == []
    assert not (out / ".owner.json").exists()
    run_batch(plan, out)
    run_batch(plan, tmp_path / "fresh")
    assert tree(out) == tree(tmp_path / "fresh")


def test_what_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """As `nohup` asks for."""
    plan, out = sweep(tmp_path / "in", counted(3)), tmp_path / "out"
    words = " ".join(f"'{word}'" for word in command(str(plan), "--out", str(out), "--json"))
    process = subprocess.Popen(
        ["sh", "-c", f"trap '' HUP; exec {words}"],
        stdout=subprocess.PIPE,
        text=True,
        env=unmeasured(),
    )
    with process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        process.stdout.read()
    assert process.returncode == 0
    assert len(list((out / store.RUNS).iterdir())) == 3


def test_on_a_terminal_the_line_stands_below_the_bar(tmp_path: Path) -> None:
    plan, out = sweep(tmp_path / "in", [{"name": "h", "how": "hang"}]), tmp_path / "out"
    number, terminal = pty.openpty()
    words = command(str(plan), "--out", str(out))
    streams: dict[str, Any] = {"stderr": terminal, "stdout": terminal}
    with subprocess.Popen(words, **streams, start_new_session=True, env=unmeasured()) as it:
        os.close(terminal)
        text = b""
        while b"0/1" not in text:
            text += os.read(number, 1 << 12)
        it.send_signal(signal.SIGINT)
        try:
            while chunk := os.read(number, 1 << 12):
                text += chunk
        except OSError:  # the terminal has no other end any more
            pass
    os.close(number)
    last = text.decode(errors="replace").rstrip().splitlines()[-1]
    assert last.endswith(LINE)
    assert "0/1" not in last


def test_a_reader_that_has_enough_ends_it_without_a_word(tmp_path: Path) -> None:
    """As `head` does."""
    reading, writing = os.pipe()
    os.close(reading)
    words = command(str(sweep(tmp_path / "in", counted(2))), "--dry-run")
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_a_standard_stream_that_is_closed_is_no_hindrance(tmp_path: Path, closed: str) -> None:
    plan, out = sweep(tmp_path / "in", counted(2)), tmp_path / "out"
    words = " ".join(f"'{word}'" for word in command(str(plan), "--out", str(out)))
    assert subprocess.run(["sh", "-c", f"exec {words} {closed}"]).returncode == 0
    assert len(list((out / store.RUNS).iterdir())) == 2
    assert run_batch(plan, out)[0].up_to_date == 2


def test_a_home_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, place: Path) -> None:
    plan, out = sweep(tmp_path / "in", counted(3)), tmp_path / "out"
    bare = {n: v for n, v in os.environ.items() if n not in ("IPYTHONDIR", "MPLCONFIGDIR")}
    environment = {**bare, "HOME": "/proc/home", "TMPDIR": str(place), "XDG_CONFIG_HOME": ""}
    done = subprocess.run(
        command(str(plan), "--out", str(out)), env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "not a writable" not in done.stderr
    assert list(place.iterdir()) == []


def test_a_full_disk_names_the_file_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device") as error:
        paths.write(tmp_path / "results.csv", "a")
    assert error.value.filename == str(tmp_path / "results.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_signal_in_the_first_moment_is_no_traceback(tmp_path: Path) -> None:
    """While the command line itself is imported, before a command is known."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Stop())\n",
        encoding="utf-8",
    )
    environment = {**unmeasured(), "PYTHONPATH": str(tmp_path)}
    words = [sys.executable, "-c", "from analysis.cli import main; main()", "batch", "x.yaml"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, f"{LINE}\n")
