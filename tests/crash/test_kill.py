"""`kill -9` of each kind of process: only its own runs are missing, and the next start mends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import psutil
import pytest
from conftest import PATIENCE

from analysis.batch.store import FAILED
from crash.trial import COUNT, WORKERS, Start, Trial, chance, noted, pause, until

REFUSED = "engine: it was killed; a process that kernels can be forked from"
"""Said where that process is killed twice without a run between that could have ended it."""
STARTS = 20
"""Starts after which a chain of kills should have come to its end."""
AWAITED = "the processes below one that is killed end with it"


@dataclass(frozen=True)
class Moment:
    """So many seconds after so many runs have ended and a process of the kind is there."""

    ended: int
    delay: float

    def sooner(self) -> Moment:
        """The next try after a start that ended before it."""
        return Moment(self.ended, self.delay / 2)


@dataclass(frozen=True)
class Kind:
    """A kind of process, so far below the command; a chain is of starts in one folder.

    costs: runs that fail with it at the most. longest: seconds before a kill at the most.
    """

    name: str
    depth: int
    chains: int
    kills: int
    costs: int
    longest: float

    def moments(self, random: Random) -> list[Moment]:
        """When to kill, in order: the later ones further on in the batch."""
        parent = self.name == "parent"  # it is also killed before the start and after the last run
        first, end = (-1, COUNT + 1) if parent else (0, COUNT - self.costs)
        ended = sorted(random.randrange(first, end) for _ in range(self.kills))
        return [Moment(number, random.uniform(0, self.longest)) for number in ended]

    def alive(self, parent: int) -> list[psutil.Process]:
        """Those of a batch that live now."""
        try:
            generation = [psutil.Process(parent)]
            for _ in range(self.depth):
                generation = [child for item in generation for child in item.children()]
            return [item for item in generation if self._is(item)]
        except psutil.NoSuchProcess:
            return []

    def _is(self, process: psutil.Process) -> bool:
        """A kernel has threads, one that waits to be one has not; a cleaner has a zygote below."""
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        threads, below = process.num_threads(), process.children()
        wanted = {"kernel": threads > 1, "stub": threads == 1, "cleaner": bool(below)}
        return bool(wanted.get(self.name, True))


KINDS = (
    Kind("parent", 0, chains=2, kills=5, costs=0, longest=0.5),
    Kind("cleaner", 1, chains=2, kills=4, costs=WORKERS, longest=1.2),
    Kind("zygote", 2, chains=2, kills=4, costs=WORKERS, longest=1.2),
    Kind("client", 3, chains=2, kills=4, costs=1, longest=0.2),
    Kind("kernel", 4, chains=2, kills=4, costs=1, longest=0.2),
    Kind("stub", 4, chains=2, kills=3, costs=1, longest=0.1),
)
"""Each the parent of the next; a stub waits to be the kernel of a notebook."""
CHAINS = [
    pytest.param(kind, number, id=f"{kind.name}-{number}")
    for kind in KINDS
    for number in range(kind.chains)
]


@pytest.mark.parametrize(("kind", "number"), CHAINS)
def test_whatever_is_killed_the_same_command_does_the_rest(
    kind: Kind, number: int, trial: Trial, record_property: Callable[[str, object], None]
) -> None:
    with noted("kill -9", kind.name, number) as notes:
        _killed_starts(trial, kind, kind.moments(chance("kill", kind.name, number)), notes)
        trial.completed()
    record_property(f"kills of a {kind.name}", kind.kills)


def _killed_starts(trial: Trial, kind: Kind, moments: list[Moment], notes: list[str]) -> None:
    """Start the batch until there has been a kill at each moment."""
    for _ in range(STARTS):
        moments = moments[_killed_start(trial, kind, moments, notes) :]
        if not moments:
            return
        moments = [moments[0].sooner(), *moments[1:]]  # on a fast machine all had ended by then
        if trial.out.is_dir() and len(trial.whole.complete(trial.out)) == COUNT:
            shutil.rmtree(trial.out)  # nothing is left to make: once more, from the beginning
    raise AssertionError(f"{STARTS} starts, and still to kill at {moments}")


def _killed_start(trial: Trial, kind: Kind, moments: Sequence[Moment], notes: list[str]) -> int:
    """Start the batch and kill at moments, as long as it runs; how often that was."""
    there = len(trial.whole.complete(trial.out))
    with trial.started() as start:
        hits = sum(1 for moment in moments if _hit(start, kind, moment, notes))
        code = start.end()
        notes.append(f"exit {code}")
        trial.left_nothing()
        assert not start.lines or start.lines[0]["ready"] == there
        if kind.name == "parent":
            assert code == (-9 if hits else 0)
        else:
            _ended_well(trial, start, kind, hits, code)
    return hits


def _hit(start: Start, kind: Kind, moment: Moment, notes: list[str]) -> bool:
    """Kill one process at its moment, and see what is below it go; not if the batch has ended."""
    if not start.reached(moment.ended):
        return False
    if moment.ended >= 0:
        until(lambda: kind.alive(start.process.pid) or start.is_over())
    pause(moment.delay)
    while until(lambda: kind.alive(start.process.pid) or start.is_over()) is not True:
        for victim in kind.alive(start.process.pid):
            if _killed(victim, start):
                notes.append(f"killed {victim.pid} {moment.delay:.3f} s after {moment.ended} runs")
                return True
    return False


def _killed(victim: psutil.Process, start: Start) -> bool:
    """Kill a process; whether it was there. Its exit code is for its own parent to read."""
    try:
        below = victim.children(recursive=True)
        victim.kill()
    except psutil.NoSuchProcess:
        return False
    if victim.pid != start.process.pid:
        assert psutil.wait_procs([victim, *below], PATIENCE)[1] == [], AWAITED
    return True


def _ended_well(trial: Trial, start: Start, kind: Kind, hits: int, code: int) -> None:
    """Its exit code is that of what it says has failed, which is only what was killed."""
    failed, words = start.failed(), start.words.read_text(encoding="utf-8")
    refused = REFUSED in words
    assert code == int(bool(failed) or refused), words
    assert len(failed) <= hits * kind.costs
    assert not refused or hits > 1
    for data in failed:
        assert data["kind"] == "died", data
    if not refused:
        reasons = {
            path.parent.name: path.read_text(encoding="utf-8")
            for path in (trial.out / FAILED).glob("*/error.txt")
        }
        assert reasons == {data["run"]: f"{data['error']}\n" for data in failed}
