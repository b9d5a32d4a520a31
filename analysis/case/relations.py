"""The rules between rows of tables other than claims, each over the rows sound enough for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from analysis.case.sound import Fault, Sound
from analysis.case.tables import Table
from analysis.claims.cells import Row, members
from analysis.claims.claim import RETELLING, retellings
from analysis.claims.dates import when
from analysis.claims.hedge_words import readings
from analysis.claims.quantity import Scale, amount, in_digits
from analysis.errors import Problem, nearest, shorten

RETRACTING = ("corrects", "withdraws")
"""Relations of a claim that takes the place of another, or takes it back."""
Wrong = tuple[str, str, str]
"""What is wrong with a row: value, allowed and fix."""
PAIR = ("measure", "category")


def faults(tables: Mapping[str, Table], sound: Sound) -> Iterator[Fault]:
    """Everything that is wrong between rows, but for contradictions of claims.

    tables: those that could be read, by name. sound: their rows that are sound in themselves.
    """
    if "places" in tables:
        yield from _faults(tables["places"], "within", _inside_themselves(sound))
    if "measures" in tables:
        for field in ("whole", "subset_of"):
            yield from _faults(tables["measures"], field, _unknown_wholes(sound, field))
        yield from _faults(tables["measures"], "frame", _halves(sound))
    if "events" in tables:
        yield from _faults(tables["events"], "known", _known_too_early(sound))
    if "searches" in tables:
        yield from _faults(tables["searches"], "due", _due_too_early(sound))
    if "links" in tables and len(tables["links"]):
        claims = _Claims.of(sound)
        yield from _faults(tables["links"], "other_id", _linked(sound, claims))
        yield from _faults(tables["links"], "relation", _shares(sound, claims))
        yield from _faults(tables["links"], "factor", _factors(sound))


def _faults(table: Table, field: str, wrong: Mapping[int, Wrong]) -> Iterator[Fault]:
    """The fault of rows of a table in one column. wrong: what is, by the number of the row."""

    def problem(row: int) -> Problem:
        return table.place(row, field).problem(*wrong[row])

    if wrong:
        yield Fault(table.schema.name, (field,), sorted(wrong), problem)


def _inside_themselves(sound: Sound) -> dict[int, Wrong]:
    rows = list(sound.rows("places", "place_id", "within"))
    circular = in_circles({row["place_id"]: members(row["within"]) for _, row in rows})
    allowed, fix = "places that contain it", "take one of the containers out"
    return {
        number: (f"{row['place_id']!r}, inside itself", allowed, fix)
        for number, row in rows
        if row["place_id"] in circular
    }


def _unknown_wholes(sound: Sound, field: str) -> dict[int, Wrong]:
    """The rows of measures.csv that name in a column what no row of it is."""
    if not sound.all("measures", *PAIR):
        return {}
    rows = list(sound.rows("measures", *PAIR, field))
    names = {f"{row['measure']}/{row['category']}" for _, row in rows}
    names |= {f"{row['measure']}/{row['category']}" for _, row in sound.rows("measures", *PAIR)}
    wider = {number: _wider(row, field) for number, row in rows if row[field]}
    allowed = "a measure and category of measures.csv"
    return {
        number: (repr(row[field]), allowed, nearest(wider[number], names))
        for number, row in rows
        if wider.get(number, "") not in names | {""}
    }


def _wider(row: Row, field: str) -> str:
    """The measure and category that a row of measures.csv names in a column."""
    return f"{row['measure']}/{row[field]}" if field == "whole" else row[field]


def _halves(sound: Sound) -> dict[int, Wrong]:
    allowed, fix = "whole and frame together", "give both, or neither"
    return {
        number: (repr(row["frame"]) if row["frame"] else "empty", allowed, fix)
        for number, row in sound.rows("measures", "whole", "frame")
        if bool(row["whole"]) != bool(row["frame"])
    }


def _known_too_early(sound: Sound) -> dict[int, Wrong]:
    """The events that are said to be known before any of their documents came out."""
    published = {row["source_id"]: row["published"] for _, row in sound.rows("sources", *DATED)}
    allowed, fix = "a day on which one of them was out", "correct it, or leave it empty"
    return {
        number: (f"{row['known']!r}, before any of its documents", allowed, fix)
        for number, row in sound.rows("events", "known", "sources")
        if row["known"]
        if set(members(row["sources"])) <= published.keys()
        if not any(_by(published[source], row["known"]) for source in members(row["sources"]))
    }


def _due_too_early(sound: Sound) -> dict[int, Wrong]:
    """The searches that are due before the days that they are about were over."""
    allowed, fix = "a day from the last that it covers on", "correct it, or leave it empty"
    return {
        number: (f"{row['due']!r}, before the end of {row['covers']}", allowed, fix)
        for number, row in sound.rows("searches", "covers", "due")
        if row["due"] and row["covers"] and not _by(row["covers"], row["due"])
    }


def _by(day: str, limit: str) -> bool:
    """Whether a day, as written, is over by the end of another; not where it is not known."""
    end, known = when(day).last if day else None, when(limit).last
    return bool(end and known and end <= known)


@dataclass(frozen=True)
class _Claims:
    """What the rules of links look up, by the id of a claim; without what is not sound.

    published: the day its source came out, as written. said: the day it was said, as written.
    scale: that of its measure.
    """

    published: Mapping[str, str]
    said: Mapping[str, str]
    measure: Mapping[str, str]
    scale: Mapping[str, str]

    @classmethod
    def of(cls, sound: Sound) -> _Claims:
        sources = {r["source_id"]: r["published"] for _, r in sound.rows("sources", *DATED)}
        scales = {
            (r["measure"], r["category"]): r["scale"]
            for _, r in sound.rows("measures", *PAIR, "scale")
        }
        claims = [row for _, row in sound.rows("claims", "claim_id", "source_id", *PAIR)]
        said = [row for _, row in sound.rows("claims", "claim_id", "said_on")]
        return cls(
            {row["claim_id"]: sources.get(row["source_id"], "") for row in claims},
            {row["claim_id"]: row["said_on"] for row in said},
            {row["claim_id"]: row["measure"] for row in claims},
            {
                row["claim_id"]: scales.get((row["measure"], members(row["category"])[0]), "")
                for row in claims
            },
        )

    def in_wrong_order(self, claim: str, other: str) -> bool:
        """Whether what a claim refers to came out after it, and was not said before it either.

        A document may quote what was said days before, and be the only one to have the very words.
        """
        day, later = self.published.get(claim, ""), self.published.get(other, "")
        if not (day and later):
            return False
        said = self.said.get(other, "")
        days = [when(text).first for text in (later, said) if text]
        last, first = when(day).last, min((day for day in days if day), default=None)
        return bool(last and first and first > last)


DATED = ("source_id", "published")


def _linked(sound: Sound, claims: _Claims) -> dict[int, Wrong]:
    """The links that lead to a claim to which they cannot lead."""
    rows = list(sound.rows("links", "claim_id", "relation", "other_id", "certainty"))
    circular = _circular([row for _, row in rows])
    wrong = {number: _wrong_link(row, claims, circular) for number, row in rows}
    return {number: what for number, what in wrong.items() if what}


def _wrong_link(row: Row, claims: _Claims, circular: Collection[tuple[str, bool]]) -> Wrong | None:
    """What is wrong with a link. circular: as `_circular` gives them."""
    claim, relation, other = row["claim_id"], row["relation"], row["other_id"]
    retells = relation in RETELLING
    if claim == other:
        return f"{claim!r}, itself", "another claim", "correct it"
    if not retells and relation not in RETRACTING:
        return None
    if (claim, retells) in circular and (other, retells) in circular:
        return f"{other!r}, a circle", "an earlier utterance", "take one of the links out"
    if claims.in_wrong_order(claim, other):
        value = f"{other!r}, published {claims.published[other]}, after {claims.published[claim]}"
        return value, "an earlier utterance", "turn the link round"
    measure, another = claims.measure.get(claim), claims.measure.get(other)
    if relation == "repeats" and measure and another and measure != another:
        fix = "use garbles where the thing counted has changed"
        return f"{other!r}, of another measure", f"a claim of {measure}", fix
    return None


def _circular(links: list[Row]) -> set[tuple[str, bool]]:
    """The claims that retell (True), or correct or withdraw (False), themselves at the end."""
    retold = {claim: (row["other_id"],) for claim, row in retellings(links).items()}
    retracted: dict[str, list[str]] = {}
    for row in links:
        if row["relation"] in RETRACTING:
            retracted.setdefault(row["claim_id"], []).append(row["other_id"])
    return {(claim, True) for claim in in_circles(retold)} | {
        (claim, False) for claim in in_circles(retracted)
    }


def _shares(sound: Sound, claims: _Claims) -> dict[int, Wrong]:
    """The links that call a claim a share that is none."""
    fix = "use part_of for a number of things"
    return {
        number: (f"share_of, for {row['claim_id']}", "share_of for a share in per cent", fix)
        for number, row in sound.rows("links", "claim_id", "relation")
        if row["relation"] == "share_of"
        and claims.scale.get(row["claim_id"], "") not in ("", Scale.SHARE, Scale.NONE)
    }


def _factors(sound: Sound) -> dict[int, Wrong]:
    rows = [
        (number, row)
        for number, row in sound.rows("links", "claim_id", "relation", "factor")
        if row["factor"]
    ]
    stating = {row["claim_id"] for _, row in rows}
    words = {
        row["claim_id"]: row["gloss"] or row["phrase"]
        for _, row in sound.rows("claims", "claim_id", "phrase", "gloss")
        if row["claim_id"] in stating
    }
    wrong = {number: _wrong_factor(row, words.get(row["claim_id"], "")) for number, row in rows}
    return {number: why for number, why in wrong.items() if why}


def _wrong_factor(row: Row, words: str) -> Wrong | None:
    """What is wrong with the factor of a link; words: of its claim, empty where not known."""
    if row["relation"] != "relative_to":
        value, fix = f"{row['factor']!r}, for {row['relation']}", "clear it, or use relative_to"
        return value, "a factor for relative_to alone", fix
    stated = [
        number
        for reading in readings(words).readings
        if reading.unit == "x"
        for number in reading.quantity.numbers
    ]
    if not words or amount(row["factor"]) in stated:
        return None
    said = shorten(f"{in_digits(number)} times" for number in dict.fromkeys(stated)) or "no factor"
    value = f"{row['factor']!r}, but {words!r} states {said}"
    return value, "the factor that the words state", "correct it, or clear it"


def in_circles(parents: Mapping[str, Collection[str]]) -> set[str]:
    """The names from which the way from child to parent leads back to them.

    parents: the parents of each name. Takes time in proportion to their number, since it looks for
    strongly connected components (Kosaraju).

    >>> sorted(in_circles({"a": ["b"], "b": ["a"], "c": ["a"], "d": ["d"], "e": []}))
    ['a', 'b', 'd']
    """
    children: dict[str, list[str]] = {}
    for name, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(name)
    circular: set[str] = set()
    seen: set[str] = set()
    for name in reversed(list(_children_first(parents))):
        group = _reached(name, children, seen)
        seen |= group
        if len(group) > 1 or name in parents.get(name, ()):
            circular |= group
    return circular


def _children_first(parents: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Every name, after all that are reached from it for the first time."""
    seen: set[str] = set()
    for start in parents:
        way = [] if start in seen else [(start, iter(parents[start]))]
        seen.add(start)
        while way:
            name, rest = way[-1]
            following = next((parent for parent in rest if parent not in seen), None)
            if following is None:
                way.pop()
                yield name
            else:
                seen.add(following)
                way.append((following, iter(parents.get(following, ()))))


def _reached(start: str, edges: Mapping[str, list[str]], seen: Collection[str]) -> set[str]:
    """What is reached from a name by ways that touch nothing seen; empty where that is seen."""
    group: set[str] = set()
    pending = [start]
    while pending:
        name = pending.pop()
        if name not in seen and name not in group:
            group.add(name)
            pending += edges.get(name, ())
    return group
