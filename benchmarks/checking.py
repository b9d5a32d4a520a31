"""How a check grows with the claims of a case: seconds and memory for each size and shape.

Run by `make bench-check`; no test depends on it. Among the shapes are those on which a search that
tries every two claims takes hours. Each check runs in a process of its own.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from measuring import Record, Taken, recording
from synthetic import package_of

from analysis.case.schema import package
from analysis.paths import ROOT

SIZES = (1_000, 16_566, 100_000)
LARGEST = 1_000_000
LIMITS = {16_566: 3.0, 100_000: 20.0, LARGEST: 30.0}
"""Seconds that a check of so many claims may take."""
MOST_MEMORY = 2_048
"""Megabytes that a check of up to 100,000 claims may take."""
START = date(2031, 3, 4)
CHAIN = ("humayma", "syrian_desert", "syria", "syria_and_iraq", "")
"""Places of the convoy, each inside the next; the last is not known."""

Cells = Callable[[int], dict[str, str]]
"""What the claim of a number says."""


def day(number: int) -> str:
    return (START + timedelta(number)).isoformat()


def estimate(number: int) -> dict[str, str]:
    best = number * 7_919 % 900
    numbers = {"stated": str(best), "low": str(best), "high": str(best + 9)}
    return {"hedge": "estimate", "counts": "new", "covers": day(number // 9), **numbers}


def level(number: int) -> dict[str, str]:
    stated = str(number * 7_919 % 100_003)
    return {"measure": "fighters_present", "stated": stated, "counts": "level", "covers": day(0)}


def count(number: int) -> dict[str, str]:
    return {**level(number), "measure": "fighters_killed", "counts": "new"}


def period(number: int) -> str:
    first = number * 31 % 9_001
    return f"{day(first)}/{day(first + number % 50)}"


SHAPES: dict[str, Cells] = {
    "events with identities": lambda n: {**estimate(n), "identity": f"row-{n}"},
    "events without": estimate,
    "one event on one day": lambda n: {**count(n), "identity": "row"},
    "one event, many periods": lambda n: {**count(n), "identity": "row", "covers": period(n)},
    "one event in nested places": lambda n: {
        **count(n), "event_id": "2017-08-30-strikes", "covers": period(n),
        "place_id": CHAIN[n % len(CHAIN)],
    },
    "totals since one day": lambda n: {
        **count(n), "counts": "running_total", "covers": f"{day(0)}/{day(n)}",
    },
    "levels in nested places": lambda n: {**level(n), "place_id": CHAIN[n % len(CHAIN)]},
    "corrections of one claim": level,
    "a chain of retellings": lambda n: {**level(n), "stated": "7"},
    "a chain of garblings": level,
}  # fmt: skip
LINKS: dict[str, Callable[[int], tuple[str, str]]] = {
    "corrections of one claim": lambda _: ("corrects", claim(0)),
    "a chain of retellings": lambda n: ("repeats", claim(n - 1)),
    "a chain of garblings": lambda n: ("garbles", claim(n - 1)),
}
"""For some shapes, what links each claim to an earlier one."""
ALIKE = {"source_id": "set", "locator": "row", "claimant": "coalition", "speech": "own",
         "measure": "fighters_killed", "category": "total", "hedge": "bare",
         "coded_by": "coder", "state": "draft"}  # fmt: skip
SOURCE = {"source_id": "set", "publisher": "Office", "kind": "dataset", "title": "Set",
          "language": "en", "extent": "full", "tier": "A"}  # fmt: skip


def claim(number: int) -> str:
    return f"c{number:07}"


def case_of(folder: Path, shape: str, size: int) -> Path:
    """A case with so many claims of a shape; its other tables are those of the convoy."""
    case = package_of(folder / "case", 1)
    with (case / "sources.csv").open(encoding="utf-8", newline="") as file:
        sources = [*csv.DictReader(file), SOURCE]
    written(case, "sources", sorted(sources, key=lambda row: row["source_id"]))
    cells = SHAPES[shape]
    written(case, "claims", ({**ALIKE, "claim_id": claim(n), **cells(n)} for n in range(size)))
    if shape in LINKS:
        written(case, "links", (link(n, *LINKS[shape](n)) for n in range(1, size)))
    return case


def link(number: int, relation: str, other: str) -> dict[str, str]:
    ends = {"claim_id": claim(number), "relation": relation, "other_id": other}
    return {**ends, "certainty": "sure", "reason": "one text"}


def written(case: Path, name: str, rows: Iterable[dict[str, str]]) -> None:
    columns = package(case).tables[name].columns
    with (case / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def ledger_of(folder: Path, size: int) -> Path:
    """The convoy's own rows drawn by lot, each with an identity."""
    case = package_of(folder / "case", size)
    with (case / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, "identity": f"row-{n}"} for n, row in enumerate(csv.DictReader(file))]
    written(case, "claims", rows)
    return case


def checked(case: Path) -> tuple[Taken, int, str]:
    """What a check takes, its peak in megabytes, and the first line that it prints."""
    command = [str(Path(sys.executable).parent / "contested"), "check", str(case)]
    start = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
                          text=True) as process:  # fmt: skip
        assert process.stdout is not None
        first = process.stdout.readline().strip()
        process.stdout.read()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    wall = perf_counter() - start
    return Taken(wall, usage.ru_utime + usage.ru_stime), usage.ru_maxrss // 1024, first


def measured(record: Record, what: str, size: int, make: Callable[[Path], Path]) -> None:
    with TemporaryDirectory() as name:
        took, memory, first = checked(make(Path(name)))
        shutil.rmtree(name, ignore_errors=True)
        Path(name).mkdir()
    record.show(f"{what}, {size:,} claims", took, LIMITS.get(size))
    much = "" if size > SIZES[-1] or memory <= MOST_MEMORY else "  TOO MUCH"
    print(f"{'':<10}{memory:,} MB{much}  {first}")


if __name__ == "__main__":
    with recording("checking") as record:
        for shape in SHAPES:
            for size in SIZES:
                measured(record, shape, size, partial(case_of, shape=shape, size=size))
        for size in (*SIZES, LARGEST):
            measured(record, "the convoy's rows", size, partial(ledger_of, size=size))
