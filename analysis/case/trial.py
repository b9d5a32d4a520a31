"""What the checks would say of a case if some of its tables were other than they are."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from analysis.case.load import Examined, examined
from analysis.case.schema import Package
from analysis.paths import write_all


def examined_with(description: Package, bodies: Mapping[str, bytes]) -> Examined:
    """A case with all that its checks would say if some of its tables had other contents.

    description: of the case, whose files stay as they are. bodies: the contents of the tables that
    differ, by the names of their files. Raises OSError where a table cannot be read.
    """
    paths = [schema.path for schema in description.tables.values()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        others = [path for path in paths if path not in bodies]
        unchanged = {path: (description.folder / path).read_bytes() for path in others}
        write_all({folder / path: body for path, body in {**unchanged, **bodies}.items()})
        return examined(description, replace(description, folder=folder))
