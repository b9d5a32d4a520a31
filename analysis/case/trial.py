"""What the checks would say of a case if some of its tables were other than they are."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from analysis.case import chapters
from analysis.case.check import checked, in_order, named
from analysis.case.contradictions import contradictions
from analysis.case.load import Examined
from analysis.case.schema import Package
from analysis.case.timeline import Timeline
from analysis.claims.claim import Lookup
from analysis.paths import write_all


def examined_with(description: Package, bodies: Mapping[str, bytes]) -> Examined:
    """A case with all that its checks would say if some of its tables had other contents.

    description: of the case, whose files stay as they are. bodies: the contents of the tables that
    differ, by the names of their files. Raises OSError where a table cannot be read.
    """
    tables = [schema.path for schema in description.tables.values()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        others = [path for path in tables if path not in bodies]
        unchanged = {path: (description.folder / path).read_bytes() for path in others}
        write_all({folder / path: body for path, body in {**unchanged, **bodies}.items()})
        result = checked(replace(description, folder=folder))
    problems = [*result.problems, *named(description), *chapters.problems(description)]
    held = contradictions(result.judged) if result.judged else None
    return Examined(result.tables, in_order(problems, description), result.flags, held)


def timeline_of(description: Package, examined: Examined) -> Timeline:
    """All claims of a case without problems, as it was examined."""
    rows = {
        name: tuple(MappingProxyType(row) for row in table.rows())
        for name, table in examined.tables.items()
    }
    return Timeline(description, MappingProxyType(rows), rows["claims"], lookup=Lookup(rows))
