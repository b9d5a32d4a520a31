"""What is counted: the measure of a case that is meant, or a new row for it."""

from __future__ import annotations

from analysis.claims.cells import Row, capitalized, members
from analysis.claims.hedge_words import readings
from analysis.claims.measure import Measure, measures_of
from analysis.claims.quantity import Scale
from analysis.errors import nearest, shorten
from analysis.intake.documents import Known
from analysis.intake.ledger import Ledger, matching, slug
from analysis.intake.questions import Entry, Question, answered, unanswered

TOTAL = "total"
UNCLEAR = "unclear"
EVERY_COUNT = "unclear|new|running_total|level|added"
SCALES = {"%": Scale.SHARE, "x": Scale.FACTOR}
"""The scale of what is counted, by the unit that the words of a figure show."""
COUNTS = (
    "Is it new in its period, a running total since a start, the level at a moment, added to a "
    "running total, or unclear?"
)


def measure(ledger: Ledger, entry: Entry) -> Known:
    """What an entry counts: by its id, its id and category, or its label; else a new measure."""
    typed = entry.get("measure", "")
    rows = ledger.of("measures")
    row = _named(rows, typed)
    if row:
        return Known(ledger, _name(row), row)
    if not typed:
        text = f"What is counted? {_choice(rows)}"
        return Known(ledger, questions=(Question("measure", text),))
    if not entry.get("measure_label") and any(
        r["measure"] == typed.partition("/")[0] for r in rows
    ):
        categories = [_name(r) for r in rows if r["measure"] == typed.partition("/")[0]]
        text = f"“{typed}” is no measure of the case. Which part of it is counted?"
        return Known(ledger, questions=(Question("measure", text, tuple(categories)),))
    return _new(ledger, entry, typed)


def counts(entry: Entry, row: Row) -> tuple[str, tuple[Question, ...]]:
    """Which kind of count a claim is, of those that its measure can be. row: the measure.

    The first of them is its usual one, which is proposed.
    """
    kinds = members(row["counts"])
    if len(kinds) == 1 or not kinds:
        return entry.get("counts", row["counts"]), ()
    question = Question("counts", COUNTS, kinds, kinds[0], needed=UNCLEAR not in kinds)
    return answered(entry, [question])["counts"], unanswered(entry, [question])


def as_measure(row: Row) -> Measure | None:
    """The measure of a row; None where a cell of it does not say what it has to."""
    try:
        return next(iter(measures_of([row]).values()))
    except ValueError:
        return None


def _named(rows: tuple[Row, ...], typed: str) -> Row | None:
    """The row that a text names."""
    name, _, category = typed.partition("/")
    same = [row for row in rows if row["measure"] == name.strip()]
    if category or len(same) != 1:
        wanted = category.strip() or TOTAL
        return next((r for r in same if r["category"] == wanted), None) or _labelled(rows, typed)
    return same[0]


def _labelled(rows: tuple[Row, ...], typed: str) -> Row | None:
    return matching(rows, typed, "label") if typed else None


def _new(ledger: Ledger, entry: Entry, typed: str) -> Known:
    rows = ledger.of("measures")
    label = entry.get("measure_label", "") or typed
    hint = nearest(typed, [*map(_name, rows), *(row["label"] for row in rows)])
    text = f"“{typed}” is no measure of the case ({hint}). To begin it: what does it count?"
    proposed = typed.replace("_", " ")
    first = Question("measure_label", text, (), proposed)
    questions = [first, *_details(entry, label)]
    answers = answered(entry, questions)
    scale = answers["measure_scale"]
    name, _, category = typed.partition("/")
    cells = {
        "measure": slug(name, "_") or f"measure_{len(rows) + 1}",
        "category": slug(category, "_") or TOTAL,
        "label": answers["measure_label"],
        "unit": answers["measure_unit"],
        "scale": scale,
        "step": "1" if scale == Scale.COUNT else "",
        "definition": answers["measure_definition"],
        "counts": answers["measure_counts"].replace(",", "|").replace(" ", ""),
    }
    held = ledger.plus("measures", cells)
    row = held.of("measures")[-1]
    return Known(held, _name(row), row, unanswered(entry, questions))


def _details(entry: Entry, label: str) -> list[Question]:
    """What has to be known of a new measure besides its label."""
    words = readings(entry.get("phrase", "")).readings
    scale = next((SCALES[r.unit] for r in words if r.unit in SCALES), Scale.COUNT)
    unit = "per cent" if scale is Scale.SHARE else label.partition(" ")[0]
    definition = f"{capitalized(label)}, as each source counts them."
    return [
        Question("measure_unit", "What is one of it called, in the plural?", (), unit, False),
        Question("measure_scale", "What kind of number is it?", tuple(Scale), scale, False),
        Question("measure_definition", "What exactly is counted?", (), definition, False),
        Question(
            "measure_counts",
            "Which kinds of count can it be? Several with commas.",
            (),
            EVERY_COUNT.replace("|", ","),
            False,
        ),
    ]


def _name(row: Row) -> str:
    return row["measure"] if row["category"] == TOTAL else f"{row['measure']}/{row['category']}"


def _choice(rows: tuple[Row, ...]) -> str:
    names = [f"{_name(row)} ({row['label']})" for row in rows]
    return f"One of {shorten(names)}, or a new word." if names else "A word, as killed."
