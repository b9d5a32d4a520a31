"""The places of a table: a row of places.csv for each that its rows name differently."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.claims.cells import Row
from analysis.intake.importing.figures import BLANKS, UNKNOWN
from analysis.intake.importing.mapping import PlaceColumns
from analysis.intake.importing.raw import Raw

DEGREES = re.compile(r"-?\d{1,3}(\.\d+)?", re.ASCII)
REGIONS = (6, 4, 3)
"""The precision of what contains a place, the largest first: a country, a province, a district."""
QUOTES = "'\"“”‘’« »"
"""Signs that no cell of a case begins and ends with."""


@dataclass(frozen=True)
class Place:
    """A place as rows describe it; equal where they mean the same one.

    within: what contains it, if anything.
    """

    name: str
    within: Place | None = None
    latitude: str = ""
    longitude: str = ""
    precision: int = 5


@dataclass(frozen=True)
class Located:
    """The places of a table.

    ids: for each row that of its place, empty where it names none. rows: those of places.csv.
    flags: for each row what is strange in its position, empty where nothing is.
    """

    ids: Sequence[str]
    rows: Sequence[Row]
    flags: Sequence[str]


def slug(name: str) -> str:
    """An id for a name, in small letters and hyphens; `x` where no letter is left.

    >>> slug("Ar Raqqah town"), slug("Mar’a")
    ('ar-raqqah-town', 'mara')
    """
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or "x"


def places(raw: Raw, columns: PlaceColumns) -> Located:
    """The places of a table, by the columns that name and locate them."""
    names = [raw.column(name) for name in (columns.name, *columns.within)]
    where = [raw.column(n) for n in (columns.latitude, columns.longitude, columns.precision)]
    rows = list(zip(*names, *where, strict=True))
    read = {cells: _read(cells[: len(names)], cells[len(names) :], columns) for cells in set(rows)}
    described = [read[cells][0] for cells in rows]
    ids = _ids(described)
    return Located(
        [ids[place] if place else "" for place in described],
        [_row(place, ids) for place in ids],
        [read[cells][1] for cells in rows],
    )


def _ids(described: Sequence[Place | None]) -> dict[Place, str]:
    """An id for each place and for all that contain it, in the order in which they come."""
    known: dict[Place, None] = {}
    for place in dict.fromkeys(described):
        chain = place
        while chain is not None and chain not in known:
            known[chain] = None
            chain = chain.within
    used: Counter[str] = Counter()
    ids = {}
    for place in known:
        wanted = slug(place.name)
        used[wanted] += 1
        ids[place] = wanted if used[wanted] == 1 else f"{wanted}_{used[wanted]}"
    return ids


def _row(place: Place, ids: dict[Place, str]) -> Row:
    return {
        **dict.fromkeys(("name_local", "aliases", "uncertainty_km", "note"), ""),
        "place_id": ids[place],
        "name": place.name,
        "within": ids[place.within] if place.within else "",
        "latitude": place.latitude,
        "longitude": place.longitude,
        "where_precision": str(place.precision),
    }


def _read(
    names: Sequence[str], where: Sequence[str], columns: PlaceColumns
) -> tuple[Place | None, str]:
    """The place that cells describe, and what is strange in its position."""
    name, *within = (_words(cell) for cell in names)
    latitude, longitude, flag = _degrees(where[0].strip(), where[1].strip())
    container = _container([other for other in within if other and other != name])
    if not name and not latitude:
        return container, flag
    called = name or f"{latitude}, {longitude}"
    precision = columns.codes.get(where[2].strip(), columns.usual)
    return Place(called, container, latitude, longitude, precision), flag


def _container(names: Sequence[str]) -> Place | None:
    """The smallest of the places that contain one. names: of all of them, the smallest first."""
    place = None
    for number, name in enumerate(reversed(names)):
        place = Place(name, place, precision=REGIONS[min(number, len(REGIONS) - 1)])
    return place


def _words(cell: str) -> str:
    text = " ".join(cell.split()).strip(QUOTES)
    return "" if text.casefold() in BLANKS | UNKNOWN else text


def _degrees(north: str, east: str) -> tuple[str, str, str]:
    """A position as places.csv has it, and what is strange with it, which is then left out."""
    if north.casefold() in BLANKS and east.casefold() in BLANKS:
        return "", "", ""
    good = DEGREES.fullmatch(north) and DEGREES.fullmatch(east)
    if good and abs(float(north)) <= 90 and abs(float(east)) <= 180:
        return _rounded(north), _rounded(east), ""
    return "", "", f"no position on earth, left empty: {north}, {east}"


def _rounded(degrees: str) -> str:
    """Degrees to less than a metre, without zeros at the end."""
    return f"{round(float(degrees), 6):.6f}".rstrip("0").rstrip(".")
