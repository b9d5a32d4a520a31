"""The rules that a schema cannot express: within a row of claims.csv, and between rows.

Rules within a row run on every row that its schema accepts. Rules between rows need every row to be
sound, so they run only where nothing else is wrong. A new rule within a row is a `Rule`, to be
listed in `ROW_RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from analysis.case.printed import printed
from analysis.case.tables import Table
from analysis.claims.cells import Row, Rows, members
from analysis.claims.claim import RETELLING, Claim, ancestors, claims_of, retellings
from analysis.claims.dates import When, when
from analysis.claims.disputes import Dispute, RaisedBy, fingerprint, raised, recorded
from analysis.claims.measure import EVENT_DATE, STATEMENT, Measure, measures_of
from analysis.claims.quantity import TYPED_BOUNDS, WITHOUT_NUMBER, Hedge, Scale, amount
from analysis.errors import Place, Problem, nearest

Rule = Callable[[Row, "Known"], Iterator[tuple[str, str, str, str]]]
"""Gives what is wrong with a row of claims.csv, each as field, value, allowed and fix."""

MOST_WORDS = {"phrase": 8, "window": 6, "verb": 3}
"""The most words that a cell may hold: those of a figure, never a sentence of a source."""
NEEDED = ("sources", "actors", "places", "measures", "claims", "links", "disputes")
"""The tables that the rules read."""


def problems(tables: Mapping[str, Table], unsound: Iterable[Problem]) -> Iterator[Problem]:
    """Everything in the tables of a case that breaks a rule.

    tables: the tables that could be read, by name; nothing is checked where one of `NEEDED` is not
    among them. unsound: the problems that the check against the schema reported.
    """
    unsound = list(unsound)
    if not set(NEEDED) <= set(tables):
        return
    within = list(_within_rows(tables, Sound(unsound)))
    yield from within
    if not unsound and not within:
        yield from between_rows(tables, {name: t.rows() for name, t in tables.items()})


def _within_rows(tables: Mapping[str, Table], sound: Sound) -> Iterator[Problem]:
    known, claims = Known(tables, sound), tables["claims"]
    for number, row in sound.rows(claims):
        for rule in ROW_RULES if known.enough(row) else ():
            for field, value, allowed, fix in rule(row, known):
                yield claims.place(number, field).problem(value, allowed, fix)


class Sound:
    """The rows that the schema accepts: those at which none of its problems lies."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._lines: set[tuple[str, int]] = set()
        self._uncertain_from: dict[str, int] = {}
        for problem in problems:
            path, line = problem.file, problem.line
            self._lines.add((path, line))
            if problem.more:
                self._uncertain_from[path] = min(line, self._uncertain_from.get(path, line))

    def rows(self, table: Table) -> Iterator[tuple[int, Row]]:
        """The sound rows with their numbers, counted from 0.

        Problems beyond `errors.MOST` of a kind are only counted, so that any row from there on may
        be among them: these are left out.
        """
        path = table.schema.path
        limit = self._uncertain_from.get(path)
        for number, row in enumerate(table.rows()):
            line = table.line(number)
            if (path, line) not in self._lines and (limit is None or line < limit):
                yield number, row

    def all(self, table: Table) -> bool:
        """Whether the table is whole, and every row of it sound."""
        return table.whole and not any(path == table.schema.path for path, _ in self._lines)


class Known:
    """The sound rows of other tables that the rules within a row look up."""

    def __init__(self, tables: Mapping[str, Table], sound: Sound) -> None:
        sources, measures = tables["sources"], tables["measures"]
        self.published = {row["source_id"]: row["published"] for _, row in sound.rows(sources)}
        self.languages = {row["source_id"]: row["language"] for _, row in sound.rows(sources)}
        self.measures = {(row["measure"], row["category"]): row for _, row in sound.rows(measures)}
        self._measures = measures_of(self.measures.values())
        self._all = sound.all(sources) and sound.all(measures)

    def enough(self, row: Row) -> bool:
        """Whether the source and the measures that the row refers to are known."""
        measures = {(row["measure"], category) for category in members(row["category"])}
        return self._all or (
            row["source_id"] in self.published and self.measures.keys() >= measures
        )

    def categories(self, measure: str) -> list[str]:
        """The categories that a measure has."""
        return [category for name, category in self.measures if name == measure]

    def measure(self, row: Row) -> Measure | None:
        """The measure of a row; None where that is not known."""
        return self._measures.get((row["measure"], members(row["category"])[0]))


def _few_words(row: Row, _: Known) -> Iterator[tuple[str, str, str, str]]:
    for field, most in MOST_WORDS.items():
        count = len(row[field].split())
        if count > most:
            fix = "cut it to the figure's own words"
            yield field, f"{count} words", f"at most {most} words", fix


def _declared(row: Row, known: Known) -> Iterator[tuple[str, str, str, str]]:
    categories = known.categories(row["measure"])
    for category in members(row["category"]):
        if category not in categories:
            allowed = f"a category of {row['measure']}"
            yield "category", repr(category), allowed, nearest(category, categories)
            continue
        counts = members(known.measures[row["measure"], category]["counts"])
        if row["counts"] not in counts:
            allowed = f"one of {', '.join(counts)} for {row['measure']}/{category}"
            yield "counts", repr(row["counts"]), allowed, "correct it here or in measures.csv"


def _numbers(row: Row, _: Known) -> Iterator[tuple[str, str, str, str]]:
    hedge, stated, low, high = (row[name] for name in ("hedge", "stated", "low", "high"))
    if hedge in WITHOUT_NUMBER and stated:
        yield "stated", repr(stated), f"empty for {hedge}", "choose another hedge or clear it"
    if hedge not in WITHOUT_NUMBER and not stated:
        yield "stated", "empty", f"the printed number for {hedge}", "type it, or choose none"
    if hedge not in TYPED_BOUNDS and (low or high):
        fix = "clear both: they follow from hedge and stated"
        allowed = "empty but for between and estimate"
        yield "low", f"{low or 'empty'} and {high or 'empty'}", allowed, fix
    if hedge in TYPED_BOUNDS and not (low and high):
        fix = "type both ends"
        yield "low", f"{low or 'empty'} and {high or 'empty'}", "both ends of the range", fix
    if hedge == Hedge.BETWEEN and low and high and amount(low) > amount(high):
        yield "low", f"{low}, above high {high}", "low at most high", "exchange them"


def _printed(row: Row, known: Known) -> Iterator[tuple[str, str, str, str]]:
    """The quantity of the row must be one that its phrase states."""
    measure = known.measure(row)
    if measure is None or Scale.NONE in (row["hedge"], measure.scale) or any(_numbers(row, known)):
        return
    language = known.languages.get(row["source_id"], "")
    yield from printed(row, measure, language)


def _in_order(row: Row, known: Known) -> Iterator[tuple[str, str, str, str]]:
    published = known.published.get(row["source_id"], "")
    if not (row["said_on"] and published):
        return
    said, out = when(row["said_on"]), when(published)
    if said.first and out.last and said.first > out.last:
        fix = "correct the day, or published in sources.csv"
        yield "said_on", f"{said}, after its source came out", f"at most {out}", fix


def _kinds(row: Row, _: Known) -> Iterator[tuple[str, str, str, str]]:
    if row["measure"] in (STATEMENT, EVENT_DATE) and row["hedge"] != Hedge.NONE:
        fix = "give the figure a measure of its own"
        yield "hedge", repr(row["hedge"]), f"none for {row['measure']}", fix
    if row["measure"] == EVENT_DATE:
        for field in ("covers", "event_id"):
            if not row[field]:
                yield field, "empty", "the event and the day it is given", f"give its {field}"


def _second_look(row: Row, _: Known) -> Iterator[tuple[str, str, str, str]]:
    if row["state"] == "checked" and not row["checked_by"]:
        yield "checked_by", "empty", "who checked a checked claim", "name the role, or set draft"
    if row["checked_by"] and row["checked_by"] == row["coded_by"]:
        fix = "have a second person check it"
        yield "checked_by", repr(row["checked_by"]), "another than coded_by", fix


ROW_RULES: tuple[Rule, ...] = (
    _few_words,
    _declared,
    _numbers,
    _printed,
    _in_order,
    _kinds,
    _second_look,
)

Tables = Mapping[str, Rows]
"""The rows of the tables of a case, by the name of the table."""


def between_rows(tables: Mapping[str, Table], rows: Tables) -> Iterator[Problem]:
    """Everything that is wrong between rows, each of which must be sound in itself.

    tables: as read, for the places of problems. rows: the rows of each table, by its name.
    """
    yield from _contained(tables["places"], rows["places"])
    yield from _wholes(tables["measures"], rows["measures"])
    claims = claims_of(rows)
    linked = list(_linked(tables["links"], rows, claims))
    yield from linked
    if not linked:
        yield from _disputed(tables["disputes"], rows, claims)


def _contained(table: Table, places: Rows) -> Iterator[Problem]:
    within = {row["place_id"]: members(row["within"]) for row in places}
    for number, row in enumerate(places):
        if row["place_id"] in ancestors(row["place_id"], within):
            yield table.place(number, "within").problem(
                f"{row['place_id']!r}, inside itself",
                "places that contain it",
                "take one of the containers out",
            )


def _wholes(table: Table, measures: Rows) -> Iterator[Problem]:
    names = [f"{row['measure']}/{row['category']}" for row in measures]
    for number, row in enumerate(measures):
        whole = f"{row['measure']}/{row['whole']}"
        for field, name in (
            ("whole", whole if row["whole"] else ""),
            ("subset_of", row["subset_of"]),
        ):
            if name and name not in names:
                yield table.place(number, field).problem(
                    repr(row[field]),
                    "a measure and category of measures.csv",
                    nearest(name, names),
                )
        if bool(row["whole"]) != bool(row["frame"]):
            yield table.place(number, "frame").problem(
                repr(row["frame"]) if row["frame"] else "empty",
                "whole and frame together",
                "give both, or neither",
            )


def _linked(table: Table, rows: Tables, looked_up: Sequence[Claim]) -> Iterator[Problem]:
    claims = {claim.claim_id: claim for claim in looked_up}
    retold = {claim: (row["other_id"],) for claim, row in retellings(rows["links"]).items()}
    for number, row in enumerate(rows["links"]):
        claim, other = claims[row["claim_id"]], claims[row["other_id"]]
        place = table.place(number, "other_id")
        if claim == other:
            yield place.problem(f"{claim.claim_id!r}, itself", "another claim", "correct it")
        elif row["relation"] in RETELLING and claim.claim_id in ancestors(claim.claim_id, retold):
            fix = "take one of the links out"
            yield place.problem(f"{other.claim_id!r}, a circle", "an earlier utterance", fix)
        elif row["relation"] in RETELLING and _later(other.published, claim.published):
            value = f"{other.claim_id!r}, published {other.published}, after {claim.published}"
            yield place.problem(value, "an earlier utterance", "turn the link round")
        elif row["relation"] == "repeats" and claim.measure != other.measure:
            fix = "use garbles where the thing counted has changed"
            value = f"{other.claim_id!r}, of another measure"
            yield place.problem(value, f"a claim of {claim.measure}", fix)


def _disputed(table: Table, rows: Tables, looked_up: Sequence[Claim]) -> Iterator[Problem]:
    claims = {row["claim_id"]: row for row in rows["claims"]}
    on_record = recorded(rows["disputes"])
    numbers = {row["dispute_id"]: number for number, row in enumerate(rows["disputes"])}
    yield from _twice(table, rows["disputes"])
    disputes = raised(looked_up, rows["links"])
    for dispute in disputes:
        if dispute not in on_record:
            missing = f"{dispute.raised_by} {'|'.join(dispute.claims)}"
            fix = f"add a row with fingerprint {fingerprint(dispute.claims, claims)}"
            yield Place("claims", table.schema.path, 1).problem(
                f"no row for {missing}",
                "a row for each contradiction",
                fix,
            )
    for dispute, row in on_record.items():
        number = numbers[row["dispute_id"]]
        current = fingerprint(dispute.claims, claims)
        if row["fingerprint"] != current:
            yield table.place(number, "fingerprint").problem(
                f"{row['fingerprint']!r}, but its claims have changed",
                f"the fingerprint {current}",
                "judge it again, then copy that in",
            )
        elif dispute.raised_by != RaisedBy.CODER and dispute not in disputes:
            yield _settled(table, number, dispute)


def _twice(table: Table, disputes: Rows) -> Iterator[Problem]:
    """A problem for each row whose dispute an earlier row records already."""
    first: dict[Dispute, int] = {}
    for number, row in enumerate(disputes):
        (dispute,) = recorded([row])
        if first.setdefault(dispute, number) != number:
            yield table.place(number, "claims").problem(
                f"{row['claims']!r}, on line {table.line(first[dispute])} already",
                "one row for each contradiction",
                "keep one of the two",
            )


def _settled(table: Table, number: int, dispute: Dispute) -> Problem:
    """The problem of a row whose contradiction no check raises any more."""
    value = f"{'|'.join(dispute.claims)}, which no check raises any more"
    return table.place(number, "claims").problem(
        value,
        "contradictions of the record",
        "delete the row, or correct its claims",
    )


def _later(period: When | None, other: When | None) -> bool:
    return bool(period and other and period.first and other.last and period.first > other.last)
