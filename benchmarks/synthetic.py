"""Synthetic claims by the million, in the schema of the convoy and with its own words."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pyarrow as pa

from analysis.case.layout import to_csv
from analysis.case.properties import STATEMENTS
from analysis.case.schema import package
from analysis.case.tables import read
from analysis.paths import PACKAGE, SCHEMA, case_folder


def package_of(folder: Path, rows: int, case: str = "convoy-2017") -> Path:
    """A case with so many claims, each a row of another case, drawn by lot, under a new id.

    folder: where to write it; it must not be there. rows: how many. case: the other one. Links,
    disputes and the sentences of its head are left out, since they name ids of the other. The same
    rows on every run.
    """
    origin = case_folder(case)
    shutil.copytree(origin, folder)
    shutil.copytree(SCHEMA, folder.parent / "schema", dirs_exist_ok=True)
    data = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    head = {key: value for key, value in data.items() if key not in STATEMENTS}
    (folder / PACKAGE).write_text(json.dumps({**head, "name": folder.name}), encoding="utf-8")
    claims = read(package(origin))[0]["claims"]
    names = claims.schema.columns
    texts = {name: claims.columns[name].cast(pa.string()).to_pylist() for name in names}
    chosen = random.Random(1).choices(range(len(claims)), k=rows)
    columns = {name: [texts[name][row] for row in chosen] for name in names}
    columns["claim_id"] = [f"c{number:07}" for number in range(rows)]
    for name in ("links", "disputes"):
        first = (folder / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
        (folder / f"{name}.csv").write_text(first + "\n", encoding="utf-8")
    rows_of = zip(*(columns[name] for name in names), strict=True)
    (folder / "claims.csv").write_bytes(to_csv(names, rows_of))
    return folder
