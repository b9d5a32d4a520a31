"""A mapping: which columns of a table hold figures, days, places and ids, and what they count.

It is a YAML file, checked as strictly as a sweep: every mistake at once, each with its line.
Those of data sets that are known are in `intake/mappings/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Named
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from analysis.case.yaml_text import read
from analysis.claims.quantity import Scale
from analysis.errors import Gathered, Invalid, Place
from analysis.intake.importing.keys import ID, Keys
from analysis.intake.importing.readers import READERS

SCALES = tuple(str(scale) for scale in Scale if scale != Scale.NONE)
ORDERS = ("day-first", "month-first")
"""The orders of days that begin with no year."""
ACTOR_KINDS = ("coalition", "state", "armed_group", "monitor", "outlet", "officials", "unnamed")
PRECISIONS = tuple(range(1, 8))
"""The codes of `where_precision`."""


@dataclass(frozen=True)
class Claimant:
    """Who asserts the figures of a table: an actor of the case, and the name of its group."""

    id: str
    name: str
    kind: str
    group: str


@dataclass(frozen=True)
class Licence:
    """The terms of a data set as Data Packages name them; empty where it has no licence."""

    name: str = ""
    title: str = ""
    path: str = ""


@dataclass(frozen=True)
class Dates:
    """The columns that say when.

    start, end: the days on which what is counted happened. said: the day on which it was said.
    order: of days that begin with no year; empty where the column shall prove it. days_before: by
    how many days it may have happened before the day of the column; both ends are then inferred.
    precision: the column that says how exact the day is, with the codes of a week and of a month.
    """

    start: str = ""
    end: str = ""
    said: str = ""
    order: str = ""
    days_before: int = 0
    precision: str = ""
    week: str = ""
    month: str = ""


@dataclass(frozen=True)
class PlaceColumns:
    """The columns that say where.

    name: of the place. within: those that contain it, the smallest first. precision: the column of
    `where_precision`, with what its codes mean; usual: the precision of a place without a code.
    """

    name: str = ""
    within: tuple[str, ...] = ()
    latitude: str = ""
    longitude: str = ""
    precision: str = ""
    codes: Named[str, int] = field(default_factory=dict)
    usual: int = 5


@dataclass(frozen=True, eq=False)
class Count:
    """A figure that every row may have.

    columns: those that hold it: one of text, or low, best and high. roles: `text`, `low`, `best` or
    `high` for each. reader: how their cells are read. context: other columns that the reader needs.
    pick: which of several figures in a cell. unknown: whether “Unknown” says that there were any.
    scale: the kind of number. parts: what it divides into, each a figure of its own. add_up:
    whether these add up to it.
    """

    measure: str
    category: str
    label: str
    unit: str
    definition: str
    definition_url: str
    columns: tuple[str, ...]
    roles: tuple[str, ...]
    reader: str = "number"
    context: tuple[str, ...] = ()
    pick: str = ""
    unknown: bool = False
    scale: Scale = Scale.COUNT
    parts: tuple[Count, ...] = ()
    add_up: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The columns in which it may stand."""
        return (*self.columns, *self.context) if READERS[self.reader].picks else self.columns


@dataclass(frozen=True, eq=False)
class Mapping:
    """What the columns of a table mean.

    file: its own. recognise: the columns by which a file of its kind is known. identity: what ids
    of rows begin with. row_id: their column, if any. notes: columns that go into the note of a
    claim, each with the words before it. left_out: columns that are never imported, with why.
    optional: columns that a file may lack. shared: whether its terms allow rows to be passed on.
    places: where the mapping names each column.
    """

    file: Path
    name: str
    title: str
    publisher: str
    language: str
    url: str
    citation: str
    terms: str
    licence: Licence
    shared: bool
    recognise: tuple[str, ...]
    claimant: Claimant
    speech: str
    row_id: str
    identity: str
    dates: Dates
    place: PlaceColumns
    counts: tuple[Count, ...]
    notes: Named[str, str]
    left_out: Named[str, str]
    optional: frozenset[str]
    places: Named[str, Place]

    @property
    def figures(self) -> tuple[Count, ...]:
        """Every count, each followed by its parts."""
        return tuple(count for whole in self.counts for count in (whole, *whole.parts))


def read_mapping(path: Path) -> Mapping:
    """The mapping in a YAML file.

    Raises Invalid with everything that is wrong with it, each with its line, and OSError.
    """
    top = read(path)
    if not isinstance(top.value, dict):
        fix = "run `contested import --guess` for one to begin with"
        raise Invalid([Place("", path.name, 1).problem("no mapping", "names with values", fix)])
    problems = Gathered()
    mapping = _mapping(path, Keys(top, problems))
    problems.refuse(path.name)
    return mapping


def _mapping(path: Path, keys: Keys) -> Mapping:
    rows = keys.inside("rows")
    mapping = Mapping(
        file=path,
        name=keys.matching("name", ID),
        title=keys.text("title"),
        publisher=keys.text("publisher"),
        language=keys.text("language", "en"),
        url=keys.matching("url", "https?://.*", ""),
        citation=keys.text("citation"),
        terms=keys.text("terms"),
        licence=_licence(keys.inside("licence", optional=True)),
        shared=keys.switch("may_be_shared", default=False),
        recognise=keys.names("recognise"),
        claimant=_claimant(keys.inside("claimant")),
        speech=keys.among("speech", ("own", "quoted", "paraphrased"), "own"),
        row_id=rows.column("id"),
        identity=rows.matching("prefix", ID),
        dates=_dates(keys.inside("dates", optional=True)),
        place=_place(keys.inside("place", optional=True)),
        counts=tuple(_count(inside) for inside in keys.listed("counts")),
        notes=keys.labels("notes", are_read=True),
        left_out=keys.labels("left_out"),
        optional=frozenset(keys.names("optional")),
        places=keys.columns,
    )
    rows.finish()
    keys.finish()
    counted = Counter((count.measure, count.category) for count in mapping.figures)
    for (measure, category), number in counted.items():
        if number > 1:
            keys.wrong(f"{measure}/{category} {number} times", "each measure and category once")
    return mapping


def _licence(keys: Keys) -> Licence:
    licence = Licence(keys.text("name", ""), keys.text("title", ""), keys.text("path", ""))
    keys.finish()
    return licence


def _claimant(keys: Keys) -> Claimant:
    claimant = Claimant(
        keys.matching("id", ID),
        keys.text("name"),
        keys.among("kind", ACTOR_KINDS),
        keys.text("group"),
    )
    keys.finish()
    return claimant


def _dates(keys: Keys) -> Dates:
    dates = Dates(
        start=keys.column("start"),
        end=keys.column("end"),
        said=keys.column("said"),
        order=keys.among("order", ORDERS, ""),
        days_before=keys.whole("days_before", 0, range(32)),
        precision=keys.column("precision"),
        week=keys.text("week", ""),
        month=keys.text("month", ""),
    )
    keys.finish()
    return dates


def _place(keys: Keys) -> PlaceColumns:
    place = PlaceColumns(
        name=keys.column("name"),
        within=keys.several("within"),
        latitude=keys.column("latitude"),
        longitude=keys.column("longitude"),
        precision=keys.column("precision"),
        codes=keys.codes("codes", PRECISIONS),
        usual=keys.whole("usual", 5, PRECISIONS),
    )
    keys.finish()
    return place


def _count(keys: Keys) -> Count:
    """One entry of `counts`."""
    measure = keys.matching("measure", ID)
    unit = keys.text("unit")
    definition = keys.text("definition")
    part = partial(_part, measure=measure, unit=unit, definition=definition)
    count = _figure(keys, measure, "total", unit, definition)
    count = replace(
        count,
        definition_url=keys.matching("definition_url", "https?://.*", ""),
        add_up=keys.switch("parts_add_up", default=False),
        parts=tuple(part(inside) for inside in keys.listed("parts", optional=True)),
    )
    keys.finish()
    return count


def _part(keys: Keys, measure: str, unit: str, definition: str) -> Count:
    """One entry of `parts`: what is not said there is as in the whole."""
    category = keys.matching("category", ID)
    count = _figure(keys, measure, category, unit, keys.text("definition", definition))
    keys.finish()
    return count


def _figure(keys: Keys, measure: str, category: str, unit: str, definition: str) -> Count:
    """What a count and a part have in common: the columns, and how they are read."""
    label = keys.text("label")
    roles = [role for role in ("low", "best", "high") if role in keys]
    column = keys.column("column")
    if bool(column) == bool(roles) or roles == ["best"]:
        keys.wrong("its columns", "either a column, or low and high, or low, best and high")
    reader = "range" if roles and "best" not in roles else "estimate" if roles else "number"
    return Count(
        measure=measure,
        category=category,
        label=label,
        unit=unit,
        definition=definition,
        definition_url="",
        columns=tuple(keys.column(role) for role in roles) or (column,),
        roles=tuple(roles) or ("text",),
        reader=keys.among("read_as", tuple(READERS), reader),
        context=keys.several("with"),
        pick=keys.text("pick", ""),
        unknown=keys.switch("unknown_means_some", default=False),
        scale=Scale(keys.among("scale", SCALES, "count") or "count"),
    )
