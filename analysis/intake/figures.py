"""The figure in a phrase as the cells of a claim: hedge, number and bounds."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.case.printed import of_scale
from analysis.claims.claim import DENIES
from analysis.claims.hedge_words import Reading, Readings, named, readings
from analysis.claims.measure import Measure
from analysis.claims.quantity import TYPED_BOUNDS, Hedge, Scale
from analysis.intake.questions import Entry, Question, unanswered

ENGLISH = "en"
NUMBERS = ("hedge", "stated", "low", "high")


@dataclass(frozen=True)
class Figure:
    """The cells of a figure, by column, with what has to be answered first."""

    cells: dict[str, str]
    questions: tuple[Question, ...] = ()


def figure(entry: Entry, measure: Measure | None, language: str) -> Figure:
    """The figure of an entry, which has a phrase.

    measure: what is counted; None where that is not known yet. language: of the source, tried where
    the phrase itself does not show its language.
    """
    in_phrase = readings(entry["phrase"], hint=language)
    questions = _translation(entry, in_phrase)
    figures = in_phrase
    if not in_phrase.readings and entry.get("gloss"):
        figures = readings(entry["gloss"], ENGLISH)
    if entry.get("hedge"):
        cells = {name: entry.get(name, "") for name in NUMBERS}
    elif measure is not None and measure.scale is Scale.NONE:
        cells = {"hedge": str(Hedge.NONE)}
    else:
        cells, more = _read(entry, measure, figures)
        questions += more
    return Figure({**cells, "gloss": entry.get("gloss", "")}, questions)


def _translation(entry: Entry, words: Readings) -> tuple[Question, ...]:
    """The question for the English of a phrase in another language."""
    if words.language == ENGLISH:
        return ()
    question = Question("gloss", "What are these words in English, with their number and hedge?")
    return unanswered(entry, [question])


def _read(
    entry: Entry, measure: Measure | None, words: Readings
) -> tuple[dict[str, str], tuple[Question, ...]]:
    """The cells of the figure that is meant, or the question which one it is."""
    fitting = _distinct([r for r in words.readings if measure is None or of_scale(r, measure)])
    if entry.get("stated"):
        fitting = [r for r in fitting if entry["stated"] in _cells(r).values()]
    if chosen := _chosen(entry, fitting):
        return _cells(chosen), ()
    if len(fitting) > 1:
        choices = tuple(f"{n}: {reading.words}" for n, reading in enumerate(fitting, 1))
        return {}, (Question("figure", "Which of its figures is it?", choices),)
    articles = named(entry["phrase"], "article", words.language)
    if not words.readings and len(articles) == 1 and not entry.get("stated"):
        return {"hedge": str(Hedge.BARE), "stated": str(*articles)}, ()
    return {}, (_unread(entry, words),)


def _chosen(entry: Entry, fitting: list[Reading]) -> Reading | None:
    """The reading that is meant; None where that has to be asked."""
    number = entry.get("figure", "").partition(":")[0].strip()
    if number.isdecimal() and 0 < int(number[:6]) <= len(fitting):
        return fitting[int(number[:6]) - 1]
    return fitting[0] if len(fitting) == 1 and not number else None


def _unread(entry: Entry, words: Readings) -> Question:
    """The question for a hedge, where the phrase does not show it."""
    why = words.reason or "it states another number, or none of this kind"
    if entry.get("stated") and words.readings:
        states = " and ".join(str(reading.quantity) for reading in words.readings)
        why = f"it states {states}, not {entry['stated']}"
    text = f"No figure can be taken from “{entry['phrase']}”: {why}. Which hedge do its words have?"
    return Question("hedge", text, tuple(map(str, Hedge)), str(Hedge.NONE))


def _distinct(every: list[Reading]) -> list[Reading]:
    """The readings without those that state the same again."""
    return list({(r.quantity, r.unit, r.denied): r for r in reversed(every)}.values())[::-1]


def _cells(reading: Reading) -> dict[str, str]:
    """The cells of a reading: bounds are typed only where they do not follow from the number."""
    quantity = reading.quantity
    typed = quantity.hedge in TYPED_BOUNDS
    cells = {
        "hedge": str(quantity.hedge),
        "stated": "" if quantity.hedge is Hedge.BETWEEN else _digits(quantity.stated),
        "low": _digits(quantity.low) if typed else "",
        "high": _digits(quantity.high) if typed else "",
    }
    return cells | ({"stance": DENIES} if reading.denied else {})


def _digits(number: float | None) -> str:
    return "" if number is None else str(number)
