"""What a benchmark measures and writes down: wall and CPU, beside its limit and the last time.

Each run leaves its figures as one JSON file in `benchmarks/results/`, which git ignores. A run says
what got slower in CPU by more than a tenth since the last one of the same machine and benchmark.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
SLOWER = 1.1
"""Times the last CPU above which a figure is called slower."""
LEAST = 0.02
"""Seconds of CPU below which a difference is noise."""


@dataclass(frozen=True)
class Taken:
    """Seconds of wall, and of CPU of this process and of those below it that have ended."""

    wall: float
    cpu: float

    def per(self, count: int) -> Taken:
        """That of each of `count` equal pieces of work."""
        return Taken(self.wall / count, self.cpu / count)

    def less(self, other: Taken) -> Taken:
        """What is left without another, as imports that are measured by themselves."""
        return Taken(self.wall - other.wall, self.cpu - other.cpu)


def cpu() -> float:
    """Seconds of CPU so far, user and system, of this process and of its ended children."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def taken(action: Callable[[], object]) -> Taken:
    """What a single call of `action` takes."""
    wall, before = time.perf_counter(), cpu()
    action()
    return Taken(time.perf_counter() - wall, cpu() - before)


def best(times: int, action: Callable[[], object]) -> Taken:
    """Of so many calls of `action` the one that took least CPU, being disturbed the least."""
    return min((taken(action) for _ in range(times)), key=lambda item: item.cpu)


@dataclass
class Record:
    """The figures of one run of a benchmark, by what was measured."""

    name: str
    figures: dict[str, Taken] = field(default_factory=dict)

    def show(self, what: str, figure: Taken, limit: float | None = None, of: str = "wall") -> None:
        """Remember a figure, and print its line of the table.

        what: was measured. limit: seconds, above which it is too slow. of: `wall` or `cpu`, which
        of the two the limit is for.
        """
        self.figures[what] = figure
        seconds = getattr(figure, of)
        verdict = "" if limit is None else "ok" if seconds <= limit else "TOO SLOW"
        allowed = "" if limit is None else f"{limit:.2f} {of}"
        print(f"{what:<58}{figure.wall:8.3f}{figure.cpu:8.3f}{allowed:>12}  {verdict}", flush=True)

    def slower(self, before: Mapping[str, Taken]) -> Iterator[str]:
        """A line for each figure that takes more CPU than before, which is the last run."""
        for what, figure in self.figures.items():
            last = before.get(what)
            if last and figure.cpu > SLOWER * last.cpu and figure.cpu - last.cpu > LEAST:
                yield f"{what}: {figure.cpu:.3f} s of CPU, {last.cpu:.3f} the last time"


@contextmanager
def recording(name: str) -> Iterator[Record]:
    """A record that is compared with the last one of this machine, and saved as JSON.

    name: of the benchmark.
    """
    before = _last(name)
    record = Record(name)
    print(f"{os.cpu_count()} cores; seconds\n{'':<58}{'wall':>8}{'CPU':>8}{'limit':>12}")
    yield record
    for line in record.slower(before):
        print(f"SLOWER  {line}")
    if not before:
        print("nothing to compare with: the first run of this benchmark on this machine")
    RESULTS.mkdir(exist_ok=True)
    moment = datetime.now().strftime("%Y%m%dT%H%M%S")
    figures = {what: asdict(figure) for what, figure in record.figures.items()}
    texts = {"machine": machine(), "figures": figures}
    (RESULTS / f"{name}-{moment}.json").write_text(json.dumps(texts, indent=1), encoding="utf-8")


def machine() -> str:
    """What tells one machine from another: its name and its processors."""
    return f"{platform.node()} {platform.machine()} {os.cpu_count()}"


def _last(name: str) -> dict[str, Taken]:
    """The figures of the last run of this machine; empty where there is none."""
    for path in sorted(RESULTS.glob(f"{name}-*.json"), reverse=True):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["machine"] == machine():
            return {what: Taken(**figure) for what, figure in data["figures"].items()}
    return {}
