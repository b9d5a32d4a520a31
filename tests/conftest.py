"""Fixtures: the invented ferry case, loaded once, or copied for a test to break."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from analysis.case.load import examine, load
from analysis.case.schema import package
from analysis.case.timeline import Timeline

PATIENCE = 600.0
"""Seconds after which a test gives up: it is then broken, however busy the machine is."""

MEASURING = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
"""With these a process is measured as it starts."""


def unmeasured() -> dict[str, str]:
    """The environment of processes that are compared, or sent signals.

    One that is measured says so in its standard error. And a signal that raises an error while
    coverage holds its lock (`Collector.lock_data`) leaves that held: the process never ends.
    """
    return {name: value for name, value in os.environ.items() if name not in MEASURING}


# A job that a shell starts with `&` or nohup has some signals ignored, and hands that down to all
# that it starts: what a test sends would not arrive. Here they mean what they do at a terminal.
signal.signal(signal.SIGINT, signal.default_int_handler)
for _number in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
    signal.signal(_number, signal.SIG_DFL)

# An example that takes long says how busy the machine is, not that something is wrong.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

CASES = Path(__file__).resolve().parent / "cases"
SERIES = CASES.parent / "series"
"""Data sets, which are no stories: each is set beside one."""
FERRY = CASES / "ferry-2031"


@dataclass(frozen=True)
class Case:
    """A copy of the ferry case that a test may break; tables are named without `.csv`."""

    folder: Path

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.path(table).read_text(encoding="utf-8"))))

    def line(self, table: str, key: str) -> int:
        """The line of the file on which the row with that key stands."""
        firsts = [next(iter(row.values())) for row in self.rows(table)]
        return firsts.index(key) + 2

    def change(self, table: str, key: str, **cells: str) -> Case:
        """Other cells in the first row whose first column holds `key`."""
        rows = self.rows(table)
        row = rows[self.line(table, key) - 2]
        assert row.keys() >= cells.keys(), f"no such column in {table}"
        row.update(cells)
        return self._save(table, rows)

    def add(self, table: str, like: str, **cells: str) -> Case:
        """One more row, like another but for these cells, in the place its key gives it."""
        rows = self.rows(table)
        rows.append({**rows[self.line(table, like) - 2], **cells})
        return self._save(table, self._sorted(table, rows))

    def drop(self, table: str, key: str) -> Case:
        """Without the first row whose first column holds `key`."""
        rows = self.rows(table)
        del rows[self.line(table, key) - 2]
        return self._save(table, rows)

    def edit(self, table: str, old: str, new: str) -> Case:
        """The first occurrence of some text replaced in the file as it stands."""
        path = self.path(table)
        text = path.read_bytes()
        assert old.encode() in text, f"{old!r} is not in {table}"
        path.write_bytes(text.replace(old.encode(), new.encode(), 1))
        return self

    def remake(self, table: str, make: Callable[[bytes], bytes]) -> Case:
        """The bytes of a file made over."""
        path = self.path(table)
        path.write_bytes(make(path.read_bytes()))
        return self

    def describe(self, make: Callable[[bytes], bytes]) -> Case:
        """The bytes of datapackage.json made over."""
        path = self.folder / "datapackage.json"
        path.write_bytes(make(path.read_bytes()))
        return self

    def problems(self) -> list[str]:
        """Every problem as it is printed."""
        return [str(problem) for problem in examine(self.folder).problems]

    def load(self) -> Timeline:
        return load(self.folder)

    def hash(self) -> str:
        """Changes when any file, or the name of one, changes."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        texts = ((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files)
        return repr(list(texts))

    def _sorted(self, table: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        schema = package(self.folder).tables[table]
        if schema.as_written:
            return rows
        return sorted(rows, key=lambda row: [row[name] for name in schema.key])

    def _save(self, table: str, rows: list[dict[str, str]]) -> Case:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.path(table).write_bytes(out.getvalue().encode("utf-8"))
        return self


@pytest.fixture(scope="session")
def ferry() -> Timeline:
    """The ferry case, loaded."""
    return load(FERRY)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A copy of the ferry case to break."""
    return Case(Path(shutil.copytree(FERRY, tmp_path / "ferry-2031")))


@pytest.fixture
def short_values() -> Iterator[None]:
    """What the csv module takes for a value, which other code may have raised, put to its own."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)
