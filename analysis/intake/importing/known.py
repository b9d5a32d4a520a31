"""The data sets that are known: a mapping for each, recognised by names of columns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from analysis.errors import Invalid, Place, shorten
from analysis.intake.importing.mapping import Mapping, read_mapping
from analysis.intake.importing.raw import plain

FOLDER = Path(__file__).resolve().parent.parent / "mappings"
"""The mappings of known data sets."""


@cache
def mappings() -> tuple[Mapping, ...]:
    """The mappings of the data sets that are known, in alphabetical order."""
    return tuple(read_mapping(path) for path in sorted(FOLDER.glob("*.yaml")))


def recognised(file: str, header: Iterable[str]) -> Mapping:
    """The mapping of the data set that has these columns, in whatever order.

    file: the name of the file. Raises Invalid where no data set that is known has them; of several
    the one with most columns in common is taken.
    """
    names = {plain(name) for name in header}
    lacking = {m: [c for c in m.recognise if plain(c) not in names] for m in mappings()}
    fitting = [mapping for mapping, missing in lacking.items() if not missing]
    if fitting:
        return max(fitting, key=lambda mapping: len(mapping.recognise))
    near = min(lacking, key=lambda mapping: len(lacking[mapping]) / len(mapping.recognise))
    value = "no data set that is known"
    allowed = f"the columns of {shorten(m.name for m in mappings())}"
    if len(lacking[near]) < len(near.recognise) / 2:
        value = f"{value}; {near.name} has {shorten(lacking[near])} too"
    fix = f"write a mapping; `contested import --guess {file}` begins one"
    raise Invalid([Place("", file, 1).problem(value, allowed, fix)])
