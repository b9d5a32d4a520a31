"""What cells of other people's tables say, peculiarity by peculiarity."""

from __future__ import annotations

import pytest

from analysis.claims.quantity import Hedge
from analysis.intake.importing.figures import Figure, of_number
from analysis.intake.importing.readers import READERS, Cells


@pytest.mark.parametrize(
    ("cell", "hedge", "stated", "low", "high"),
    [
        ("7", Hedge.BARE, "7", "", ""),
        ("0", Hedge.BARE, "0", "", ""),
        ("1,200", Hedge.BARE, "1200", "", ""),
        ("12.0", Hedge.BARE, "12", "", ""),
        ("007", Hedge.BARE, "7", "", ""),
        ("12–24", Hedge.BETWEEN, "", "12", "24"),
        ("1 – 2", Hedge.BETWEEN, "", "1", "2"),
        ("3 to 5", Hedge.BETWEEN, "", "3", "5"),
        ("3-3", Hedge.BARE, "3", "", ""),
        ("at least 20", Hedge.AT_LEAST, "20", "", ""),
        ("more than 20", Hedge.MORE_THAN, "20", "", ""),
        ("around 100", Hedge.ABOUT, "100", "", ""),
        ("hundreds", Hedge.UNQUANTIFIED, "", "", ""),
    ],
)
def test_a_cell_of_text_is_a_figure_with_its_hedge(
    cell: str, hedge: Hedge, stated: str, low: str, high: str
) -> None:
    figure = of_number(cell).figure
    assert figure is not None
    assert (figure.hedge, figure.stated, figure.low, figure.high) == (hedge, stated, low, high)


@pytest.mark.parametrize("cell", ["", "-", "–", "NA", "n/a", "nan", "Unknown", "?"])
def test_a_cell_that_says_nothing_is_no_claim_and_never_nought(cell: str) -> None:
    assert of_number(cell).figure is None
    assert of_number(cell).flag == ""


@pytest.mark.parametrize(
    "cell", ["-3", "12-", "20 to", "1e3", "Dec-24", "see notes", "20 % of them", "3 or 5 or 7"]
)
def test_a_cell_that_is_not_understood_is_flagged(cell: str) -> None:
    reading = of_number(cell)
    assert reading.figure is None
    assert cell in reading.flag


@pytest.mark.parametrize("cell", ["mindestens 5", "5 feared dead", "5 (disputed)", "5*"])
def test_words_beside_a_number_that_are_not_read_are_flagged(cell: str) -> None:
    reading = of_number(cell)
    assert reading.figure is not None
    assert (reading.figure.stated, reading.figure.words) == ("5", cell)
    assert cell in reading.flag


@pytest.mark.parametrize("cell", ["5 people", "at least 5 killed", "Twelve civilians", "dozens"])
def test_words_for_what_is_counted_are_no_flag(cell: str) -> None:
    reading = of_number(cell)
    assert reading.figure is not None
    assert reading.flag == ""


def test_unknown_affirms_some_only_where_the_mapping_says_so() -> None:
    figure = of_number("Unknown", unknown=True).figure
    assert figure is not None
    assert (figure.hedge, figure.stated) == (Hedge.UNQUANTIFIED, "")


def read(reader: str, *own: str, context: tuple[str, ...] = (), pick: str = "") -> Figure | None:
    return READERS[reader].read(Cells(own, context, pick)).figure


@pytest.mark.parametrize(
    ("own", "hedge", "flagged"),
    [
        (("2", "3", "5"), Hedge.ESTIMATE, False),
        (("5", "3", "6"), Hedge.ESTIMATE, True),
        (("2", "7", "5"), Hedge.ESTIMATE, True),
    ],
)
def test_low_best_and_high_are_one_estimate_as_published(
    own: tuple[str, ...], hedge: Hedge, flagged: bool
) -> None:
    reading = READERS["estimate"].read(Cells(own))
    assert reading.figure is not None
    assert (reading.figure.low, reading.figure.stated, reading.figure.high) == own
    assert reading.figure.hedge == hedge
    assert bool(reading.flag) == flagged


@pytest.mark.parametrize(
    "own", [("", "7", ""), ("", "7", "9"), ("5", "7", "NA"), ("x", "7", "9"), ("Unknown", "7", "?")]
)
def test_a_best_figure_without_both_ends_is_bare_and_flagged(own: tuple[str, str, str]) -> None:
    reading = READERS["estimate"].read(Cells(own))
    assert reading.figure is not None
    assert (reading.figure.hedge, reading.figure.stated) == (Hedge.BARE, "7")
    assert (reading.figure.low, reading.figure.high) == ("", "")
    assert all(end in reading.flag and end in reading.figure.note for end in own[::2])


def test_low_and_high_without_a_best_figure_are_flagged_and_no_claim() -> None:
    reading = READERS["estimate"].read(Cells(("5", "", "9")))
    assert reading.figure is None
    assert reading.flag


@pytest.mark.parametrize(
    ("own", "context", "hedge", "ends"),
    [
        (("2", "4"), (), Hedge.BETWEEN, ("", "2", "4")),
        (("4", "4"), (), Hedge.BARE, ("4", "", "")),
        (("4", "-"), (), Hedge.AT_LEAST, ("4", "", "")),
        (("NA", "4"), (), Hedge.UP_TO, ("4", "", "")),
        (("453", "448"), (), Hedge.BETWEEN, ("", "453", "448")),
        (("0", "0"), ("1", "1"), Hedge.BARE, ("0", "", "")),
    ],
)
def test_a_minimum_and_a_maximum_are_a_range(
    own: tuple[str, ...], context: tuple[str, ...], hedge: Hedge, ends: tuple[str, ...]
) -> None:
    figure = read("bureau_range", *own, context=context)
    assert figure is not None
    assert (figure.hedge, figure.stated, figure.low, figure.high) == (hedge, *ends)


def test_nought_in_a_months_official_total_is_no_count() -> None:
    reading = READERS["bureau_range"].read(Cells(("0", "0"), ("453", "448")))
    assert reading.figure is None
    assert reading.why == "no count was given"


@pytest.mark.parametrize("own", [("-", "-"), ("", ""), ("NA", ""), ("Unknown", "Unknown")])
def test_a_range_without_ends_is_no_claim(own: tuple[str, ...]) -> None:
    assert read("range", *own) is None


@pytest.mark.parametrize(
    ("fatalities", "notes", "hedge", "stated"),
    [
        ("3", "Three were killed.", Hedge.BARE, "3"),
        ("10", "An unknown number died, coded as 10.", Hedge.UNQUANTIFIED, ""),
        ("3", "Fatalities unknown, coded as 3.", Hedge.UNQUANTIFIED, ""),
        ("5", "Unknown tolls are coded as 10; here five died.", Hedge.BARE, "5"),
        ("3", "Fatalities unknown, coded 3.", Hedge.UNQUANTIFIED, ""),
        ("10", "Deaths recorded as 10.", Hedge.UNQUANTIFIED, ""),
        ("10", "Unknown, coded to 10.", Hedge.UNQUANTIFIED, ""),
        ("2", "Unknown fatalities coded as 3, split between 2 events", Hedge.UNQUANTIFIED, ""),
        ("5", "Unknown but coded as 10 across 2 locations.", Hedge.UNQUANTIFIED, ""),
        ("5", "The police recorded 5 dead.", Hedge.BARE, "5"),
        ("7", "More than 20 died, split between 3 events.", Hedge.BARE, "7"),
        ("0", "Nobody was hurt.", Hedge.BARE, "0"),
    ],
)
def test_the_notes_say_what_a_number_of_acled_is(
    fatalities: str, notes: str, hedge: Hedge, stated: str
) -> None:
    figure = read("acled_fatalities", fatalities, context=(notes,))
    assert figure is not None
    assert (figure.hedge, figure.stated) == (hedge, stated)
    assert bool(figure.note) == (not stated or "split" in notes)


@pytest.mark.parametrize(
    ("notes", "tags", "hedge", "stated", "words"),
    [
        ("They marched. [size=at least 20]", "", Hedge.AT_LEAST, "20", "at least 20"),
        ("", "crowd size=at least 20", Hedge.AT_LEAST, "20", "at least 20"),
        ("", "[size=at least 20]", Hedge.AT_LEAST, "20", "at least 20"),
        ("They marched.", "crowd size=around 100; armed", Hedge.ABOUT, "100", "around 100"),
        ("They marched. [size=dozens]", "", Hedge.UNQUANTIFIED, "", "dozens"),
        ("They marched. [size=20]", "", Hedge.BARE, "20", ""),
    ],
)
def test_the_size_of_a_crowd_is_a_claim_with_its_hedge(
    notes: str, tags: str, hedge: Hedge, stated: str, words: str
) -> None:
    figure = read("acled_crowd", notes, context=(tags,))
    assert figure is not None
    assert (figure.hedge, figure.stated, figure.words) == (hedge, stated, words)


@pytest.mark.parametrize("notes", ["[size=no report]", "They marched.", ""])
def test_a_crowd_without_a_size_is_no_claim(notes: str) -> None:
    assert read("acled_crowd", notes, "") is None


@pytest.mark.parametrize(
    ("pick", "ends"),
    [("children", ("", "4", "20")), ("women", ("", "7", "8")), ("men", ("34", "", ""))],
)
def test_one_of_several_figures_in_a_cell_is_picked_by_its_word(
    pick: str, ends: tuple[str, ...]
) -> None:
    figure = read("kind_in_list", "(4-20 children7-8 women34 men)", pick=pick)
    assert figure is not None
    assert (figure.stated, figure.low, figure.high) == ends


@pytest.mark.parametrize(
    ("number", "line", "words", "flagged"),
    [
        ("4", "- Near Sella, four strikes hit a unit.", "Near Sella, four strikes", False),
        ("1", "* Near Sella, an airstrike hit 3 tanks.", "", False),
        ("2", "- Near Sella, four strikes hit a unit.", "", True),
        ("7", "- Near Rom, one strike hit; Near Sella, seven strikes.",
         "Near Sella, seven strikes", False),
        ("3", "", "", False),
    ],
)  # fmt: skip
def test_a_line_of_a_release_gives_the_words_that_state_its_number(
    number: str, line: str, words: str, flagged: bool
) -> None:
    reading = READERS["release_line"].read(Cells((number,), (line,)))
    assert reading.figure is not None
    assert (reading.figure.stated, reading.figure.words) == (number, words)
    assert bool(reading.flag) == flagged
