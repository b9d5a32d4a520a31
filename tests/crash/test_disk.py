"""A disk that is full at any moment: one sentence, what was whole stays, the rest can be done."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PATIENCE

from crash.trial import COUNT, Trial, Whole, chance, noted

FULL = "No space left on device"
PAGE = 4096
"""Bytes that a file takes on a tmpfs, or a multiple of them."""
ROOMY = 64
"""MiB of the disk that is not full."""
FILLED = [(5, 25), (25, 45), (45, 70), (75, 97)]
"""Hundredths of the room that is needed, from and to: what fills up is a run, or a page."""
NAMESPACES = [["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]]
"""Ways to mount a disk that nobody else sees and that goes with its process."""
SCRIPT = """
set -e
mount -t tmpfs -o size="$SIZE" none "$OUT"
code=0; "$@" --json > "$NOTES/lines" 2> "$NOTES/errors" || code=$?
echo $code > "$NOTES/code"
cp -a "$OUT" "$NOTES/full"
mount -o remount,size="$ROOMY"m "$OUT"
code=0; "$@" > "$NOTES/lines-2" 2> "$NOTES/errors-2" || code=$?
echo $code > "$NOTES/code-2"
cp -a "$OUT" "$NOTES/whole"
"""


@pytest.fixture(scope="session")
def namespace(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that makes a small disk possible on this machine; else the test is skipped."""
    folder = str(tmp_path_factory.mktemp("disk"))
    tried = []
    for words in NAMESPACES:
        mounting = [*words, "mount", "-t", "tmpfs", "-o", "size=64k", "none", folder]
        try:
            done = subprocess.run(mounting, capture_output=True, text=True, timeout=PATIENCE)
        except FileNotFoundError as error:
            pytest.skip(f"a full disk was not tried on this machine: {error}")
        if done.returncode == 0:
            return words
        tried.append(done.stderr.strip())
    pytest.skip(f"a full disk was not tried on this machine: {'; '.join(tried)}")


def room(whole: Whole) -> int:
    """Bytes that the files of a batch take."""
    sizes = (path.stat().st_size for path in whole.out.rglob("*") if path.is_file())
    return sum(-(-size // PAGE) * PAGE for size in sizes)


@pytest.mark.parametrize("filled", FILLED, ids=lambda filled: f"{filled[0]}-{filled[1]}-percent")
def test_a_full_disk_costs_no_run_that_was_whole(
    filled: tuple[int, int],
    trial: Trial,
    namespace: list[str],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    size = int(room(trial.whole) * chance("disk", filled).uniform(*filled) / 100)
    trial.out.mkdir()
    notes = tmp_path / "notes"
    notes.mkdir()
    settings = {"SIZE": str(size), "OUT": str(trial.out), "NOTES": str(notes), "ROOMY": str(ROOMY)}
    with noted("full disk", f"{size} bytes"):
        words = [*namespace, "sh", "-c", SCRIPT, "sh", *trial.command()]
        environment = {**trial.environment, **settings}
        subprocess.run(words, env=environment, check=True, timeout=PATIENCE)
        trial.left_nothing()
        there = _ran_full(trial, notes)
        assert (notes / "code-2").read_text().strip() == "0", (notes / "errors-2").read_text()
        counts = f"{COUNT - there} made, {there} there already, 0 failed"
        assert (notes / "lines-2").read_text().splitlines()[0] == counts
        assert trial.whole.differences(notes / "whole") == []
    record_property("full disks", 1)


def _ran_full(trial: Trial, notes: Path) -> int:
    """It has said so in one sentence, or of runs that failed; how many runs are whole."""
    words = (notes / "errors").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in (notes / "lines").read_text().splitlines()]
    assert (notes / "code").read_text().strip() == "1", words
    ended = [line for line in lines if line["event"] == "run"]
    assert all(FULL in line["error"] for line in ended if line["error"])
    if lines[-1]["event"] == "end":  # there was room to write down what had failed
        assert lines[-1]["failed"]
    else:
        sentence = rf"{re.escape(str(trial.out))}/\S+: {FULL}; the same command does the rest\n"
        assert re.fullmatch(sentence, words), words
    there = trial.whole.complete(notes / "full")
    assert there >= {line["run"] for line in ended if not line["error"]}
    return len(there)
