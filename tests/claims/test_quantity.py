"""Bounds that words entail, and arithmetic that keeps open ends open."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.quantity import (
    TYPED_BOUNDS,
    WITHOUT_NUMBER,
    Hedge,
    Quantity,
    amount,
    entailed,
    words,
)

COUNT, DURATION = 1, None
"""The step of whole things, and of what has no next number."""

# hedge, scale, low, high, open at low, open at high, in words; all of a stated 20
BOUNDS = [
    (Hedge.BARE, COUNT, 20, 20, False, False, "20"),
    (Hedge.MORE_THAN, COUNT, 21, None, False, False, "more than 20"),
    (Hedge.AT_LEAST, COUNT, 20, None, False, False, "at least 20"),
    (Hedge.FEWER_THAN, COUNT, None, 19, False, False, "fewer than 20"),
    (Hedge.NEARLY, COUNT, None, 19, False, False, "nearly 20"),
    (Hedge.UP_TO, COUNT, None, 20, False, False, "up to 20"),
    (Hedge.ABOUT, COUNT, None, None, False, False, "about 20"),
    (Hedge.BARE, DURATION, 20, 20, False, False, "20"),
    (Hedge.MORE_THAN, DURATION, 20, None, True, False, "more than 20"),
    (Hedge.AT_LEAST, DURATION, 20, None, False, False, "at least 20"),
    (Hedge.FEWER_THAN, DURATION, None, 20, False, True, "fewer than 20"),
    (Hedge.NEARLY, DURATION, None, 20, False, True, "nearly 20"),
    (Hedge.UP_TO, DURATION, None, 20, False, False, "up to 20"),
    (Hedge.ABOUT, DURATION, None, None, False, False, "about 20"),
]


@pytest.mark.parametrize(
    ("hedge", "step", "low", "high", "open_low", "open_high", "said"),
    BOUNDS,
    ids=[f"{row[0]}-{row[1]}" for row in BOUNDS],
)
def test_the_bounds_that_a_hedge_entails(
    hedge: Hedge,
    step: int | None,
    low: int | None,
    high: int | None,
    open_low: bool,
    open_high: bool,
    said: str,
) -> None:
    quantity = entailed(hedge, 20, step=step)
    assert quantity == Quantity(hedge, 20, low, high, open_low, open_high)
    assert str(quantity) == words(quantity) == said
    assert quantity.known


def test_the_table_covers_every_hedge_that_has_a_number() -> None:
    for step in (COUNT, DURATION):
        assert {row[0] for row in BOUNDS if row[1] is step} == set(
            Hedge
        ) - WITHOUT_NUMBER - TYPED_BOUNDS


def test_an_estimate_has_the_bounds_that_are_printed_with_it() -> None:
    quantity = entailed(Hedge.ESTIMATE, 68, 50, 90)
    assert quantity == Quantity(Hedge.ESTIMATE, 68, 50, 90)
    assert str(quantity) == "68, between 50 and 90"
    assert quantity.meets(entailed(Hedge.BARE, 90)) is True
    assert quantity.meets(entailed(Hedge.BARE, 91)) is False


# best, low, high, and the words
ESTIMATES = [
    ((68, 50, 90), "68, between 50 and 90"),
    ((4182, 0, 4182), "4,182, between 0 and 4,182"),
    ((7, 7, 7), "7"),
    ((142, 177, 177), "142 (low 177, high 177)"),
    ((5, 9, 4), "5 (low 9, high 4)"),
]


@pytest.mark.parametrize(("typed", "said"), ESTIMATES)
def test_an_estimate_in_words(typed: tuple[int, int, int], said: str) -> None:
    assert str(entailed(Hedge.ESTIMATE, *typed)) == said


# best, low, high; the lowest and highest of the three, and whether it meets 1 and 12
DISORDERED = [((12, 4, 9), (4, 12), True), ((1, 4, 9), (1, 9), False), ((5, 9, 4), (4, 9), False)]


@pytest.mark.parametrize(("typed", "reach", "at_twelve"), DISORDERED)
def test_an_estimate_out_of_order_reaches_over_all_its_numbers(
    typed: tuple[int, int, int], reach: tuple[int, int], at_twelve: bool
) -> None:
    quantity = entailed(Hedge.ESTIMATE, *typed)
    assert (quantity.stated, quantity.low, quantity.high) == typed, "nothing is reordered"
    assert quantity.reach == reach
    assert quantity.meets(entailed(Hedge.BARE, 12)) is at_twelve


@pytest.mark.parametrize(
    ("text", "number"),
    [("17", 17), ("17.0", 17), ("4.70", 4.7), ("0.1", 0.1), ("1e3", 1000), ("-2.5", -2.5)],
)
def test_a_number_is_an_int_where_it_is_whole(text: str, number: float) -> None:
    assert amount(text) == number
    assert isinstance(amount(text), type(number))


@pytest.mark.parametrize("text", ["", "x", "1,000", "١x", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        amount(text)


@given(st.decimals(0, 1_000_000, places=3), st.decimals(0, 1_000_000, places=3))
def test_decimals_add_up_as_on_paper(a: Decimal, b: Decimal) -> None:
    summed = entailed(Hedge.BARE, amount(a)) + entailed(Hedge.BARE, amount(b))
    assert Decimal(repr(summed.stated)) == a + b


def test_decimals_are_printed_as_typed() -> None:
    assert str(entailed(Hedge.MORE_THAN, 3.5, step=None)) == "more than 3.5"
    assert str(entailed(Hedge.BARE, 1_234.5)) == "1,234.5"
    assert str(entailed(Hedge.BARE, 0.00001)) == "0.00001"


def test_a_range_has_two_bounds_and_no_printed_number() -> None:
    quantity = entailed(Hedge.BETWEEN, 7, 1500, 2000)
    assert quantity == Quantity(Hedge.BETWEEN, None, 1500, 2000)
    assert str(quantity) == "between 1,500 and 2,000"


def test_a_number_in_words_only_is_at_least_1_where_it_is_affirmed() -> None:
    assert entailed(Hedge.UNQUANTIFIED) == Quantity(Hedge.UNQUANTIFIED, None, 1, None)
    denied = entailed(Hedge.UNQUANTIFIED, affirmed=False)
    assert denied == Quantity(Hedge.UNQUANTIFIED)
    assert not denied.known
    assert str(denied) == "some, no number given"


def test_a_statement_has_no_figure_which_is_not_zero() -> None:
    statement, zero = entailed(Hedge.NONE), entailed(Hedge.BARE, 0)
    assert not statement.known
    assert str(statement) == "no figure"
    assert zero.known
    assert (zero.low, zero.high, str(zero)) == (0, 0, "0")


def test_a_hedge_whose_number_is_unknown_bounds_nothing() -> None:
    assert entailed(Hedge.MORE_THAN) == Quantity(Hedge.MORE_THAN)
    assert str(entailed(Hedge.MORE_THAN)) == "no figure"


def q(hedge: Hedge, number: int, step: int | None = COUNT) -> Quantity:
    return entailed(hedge, number, step=step)


# one, sign, other, expected, in words
SUMS = [
    (q(Hedge.BARE, 6), "+", q(Hedge.BARE, 4), Quantity(Hedge.BARE, 10, 10, 10), "10"),
    (q(Hedge.BARE, 17), "-", q(Hedge.BARE, 6), Quantity(Hedge.BARE, 11, 11, 11), "11"),
    (q(Hedge.ABOUT, 20), "+", q(Hedge.BARE, 6), Quantity(Hedge.ABOUT, 26), "about 26"),
    (q(Hedge.ABOUT, 20), "-", q(Hedge.ABOUT, 6), Quantity(Hedge.ABOUT, 14), "about 14"),
    (
        q(Hedge.MORE_THAN, 20),
        "+",
        q(Hedge.BARE, 6),
        Quantity(Hedge.AT_LEAST, 27, 27),
        "at least 27",
    ),
    (q(Hedge.UP_TO, 20), "+", q(Hedge.NEARLY, 6), Quantity(Hedge.UP_TO, 25, None, 25), "up to 25"),
    (q(Hedge.MORE_THAN, 20), "+", q(Hedge.UP_TO, 6), Quantity(Hedge.NONE), "no figure"),
    (q(Hedge.BARE, 17), "-", q(Hedge.AT_LEAST, 6), Quantity(Hedge.UP_TO, 11, None, 11), "up to 11"),
    (q(Hedge.BARE, 17), "-", q(Hedge.UP_TO, 6), Quantity(Hedge.AT_LEAST, 11, 11), "at least 11"),
    (
        entailed(Hedge.BETWEEN, low=10, high=20),
        "-",
        entailed(Hedge.BETWEEN, low=4, high=12),
        Quantity(Hedge.BETWEEN, None, 0, 16),
        "between 0 and 16",
    ),
    (
        q(Hedge.MORE_THAN, 70, DURATION),
        "+",
        q(Hedge.BARE, 10, DURATION),
        Quantity(Hedge.MORE_THAN, 80, 80, None, True),
        "more than 80",
    ),
    (
        q(Hedge.NEARLY, 70, DURATION),
        "-",
        q(Hedge.BARE, 10, DURATION),
        Quantity(Hedge.FEWER_THAN, 60, None, 60, False, True),
        "fewer than 60",
    ),
    (
        q(Hedge.MORE_THAN, 5, DURATION),
        "-",
        q(Hedge.UP_TO, 10, DURATION),
        Quantity(Hedge.AT_LEAST, 0, 0),
        "at least 0",
    ),
    (q(Hedge.ABOUT, 5), "-", q(Hedge.ABOUT, 9), Quantity(Hedge.NONE), "no figure"),
    (
        entailed(Hedge.UNQUANTIFIED),
        "+",
        q(Hedge.AT_LEAST, 4),
        Quantity(Hedge.AT_LEAST, 5, 5),
        "at least 5",
    ),
    (entailed(Hedge.NONE), "+", q(Hedge.BARE, 4), Quantity(Hedge.NONE), "no figure"),
]


@pytest.mark.parametrize(
    ("first", "sign", "second", "expected", "said"),
    SUMS,
    ids=[f"{first} {sign} {second}" for first, sign, second, _, _ in SUMS],
)
def test_sums_and_differences(
    first: Quantity, sign: str, second: Quantity, expected: Quantity, said: str
) -> None:
    quantity = first + second if sign == "+" else first - second
    assert quantity == expected
    assert str(quantity) == said


def test_bounds_that_overlap_meet_and_an_about_cannot_tell() -> None:
    assert q(Hedge.BARE, 20).meets(q(Hedge.AT_LEAST, 20)) is True
    assert q(Hedge.BARE, 20).meets(q(Hedge.MORE_THAN, 20)) is False
    assert q(Hedge.MORE_THAN, 20).meets(q(Hedge.BARE, 20)) is False
    assert q(Hedge.AT_LEAST, 40).meets(q(Hedge.MORE_THAN, 20)) is True
    assert q(Hedge.ABOUT, 20).meets(q(Hedge.BARE, 9_000)) is None
    assert q(Hedge.BARE, 0).meets(entailed(Hedge.UNQUANTIFIED)) is False


def test_an_excluded_bound_does_not_touch() -> None:
    more, less = q(Hedge.MORE_THAN, 10, DURATION), q(Hedge.UP_TO, 10, DURATION)
    assert more.meets(less) is False
    assert q(Hedge.AT_LEAST, 10, DURATION).meets(less) is True


counts = st.integers(0, 60)
ranges = st.tuples(counts, counts).map(sorted)
plain = [hedge for hedge in Hedge if hedge not in WITHOUT_NUMBER | TYPED_BOUNDS]
quantities = st.one_of(
    st.builds(
        lambda hedge, number, step: entailed(hedge, number, step=step),
        st.sampled_from(plain),
        st.integers(1, 60),
        st.sampled_from([COUNT, DURATION]),
    ),
    ranges.map(lambda ends: entailed(Hedge.BETWEEN, low=ends[0], high=ends[1])),
    st.just(entailed(Hedge.UNQUANTIFIED)),
    st.just(entailed(Hedge.NONE)),
)


def admits(quantity: Quantity, number: float) -> bool:
    low, high = quantity.low, quantity.high
    above = low is None or number > low or (number == low and not quantity.open_low)
    below = high is None or number < high or (number == high and not quantity.open_high)
    return above and below


values = st.integers(0, 240).map(lambda quarters: quarters / 4)


@given(quantities, quantities)
def test_a_sum_does_not_depend_on_the_order(first: Quantity, second: Quantity) -> None:
    assert first + second == second + first


@given(quantities, quantities)
def test_open_ends_stay_open(first: Quantity, second: Quantity) -> None:
    summed, left = first + second, first - second
    assert (summed.low is None) == (first.low is None or second.low is None)
    assert (summed.high is None) == (first.high is None or second.high is None)
    assert (left.low is None) == (first.low is None or second.high is None)
    assert (left.high is None) == (first.high is None or second.low is None)


@given(quantities, quantities, values, values)
def test_bounds_contain_every_pair_of_admissible_values(
    first: Quantity, second: Quantity, a: float, b: float
) -> None:
    if admits(first, a) and admits(second, b):
        assert admits(first + second, a + b)
        if a >= b:
            assert admits(first - second, a - b)


@given(quantities, quantities)
def test_a_difference_is_never_below_zero(first: Quantity, second: Quantity) -> None:
    left = first - second
    assert all(end is None or end >= 0 for end in (left.stated, left.low, left.high))


@given(quantities, quantities)
def test_what_is_computed_says_only_what_its_own_bounds_support(
    first: Quantity, second: Quantity
) -> None:
    for quantity in (first + second, first - second):
        if quantity.hedge is Hedge.BARE:
            assert quantity.stated == quantity.low == quantity.high
        if quantity.hedge is Hedge.BETWEEN:
            assert quantity.low is not None
            assert quantity.high is not None
        if quantity.hedge is Hedge.NONE:
            assert not quantity.known


@given(quantities, quantities, values)
def test_two_that_admit_the_same_number_never_conflict(
    first: Quantity, second: Quantity, a: float
) -> None:
    assert first.meets(second) == second.meets(first)
    if admits(first, a) and admits(second, a):
        assert first.meets(second) is not False


@pytest.mark.parametrize("step", [COUNT, DURATION])
@pytest.mark.parametrize("hedge", [h for h in Hedge if h is not Hedge.NONE])
def test_a_floor_keeps_the_lower_bound_and_no_other(hedge: Hedge, step: int | None) -> None:
    quantity = entailed(hedge, 20, 10, 30, step=step)
    assert (quantity.floor.low, quantity.floor.open_low) == (quantity.low, quantity.open_low)
    assert quantity.floor.high is None
    assert quantity.floor.floor == quantity.floor
    assert str(quantity.floor).startswith(("at least", "more than", "about", "no figure"))
