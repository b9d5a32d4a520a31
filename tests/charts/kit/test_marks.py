"""The marks: dot, bar, arrow, halo, words; solid, hollow, faint."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color, to_rgba
from matplotlib.lines import Line2D
from matplotlib.path import Path

from analysis.charts.kit import marks, style
from analysis.charts.kit.frame import Frame
from analysis.claims.quantity import Hedge, Quantity, entailed

BLUE = "#0072b2"


@pytest.fixture
def axes() -> Axes:
    return blank()


def blank() -> Axes:
    with style.styled():
        _, result = Frame("").canvas(2)
    result.set_xlim(0, 100)
    result.set_ylim(0, 100)
    return result


def bars(axes: Axes) -> list[tuple[float, float]]:
    ends = [np.ravel(line.get_xdata()) for line in axes.lines if line.get_linewidth() == 4]
    return [(float(low), float(high)) for low, high in ends]


def arrows(axes: Axes) -> list[tuple[float, int]]:
    """Where each fading arrow starts, and to which side it points."""
    matches = []
    for fading in axes.collections:
        assert isinstance(fading, LineCollection)
        (x, _), (towards, _) = fading.get_segments()[0]
        matches.append((float(x), int(np.sign(towards - x))))
    return matches


def halos(axes: Axes) -> list[float]:
    """Where a dashed ring stands."""
    rings = [line for line in axes.lines if isinstance(line.get_marker(), Path)]
    return [float(np.ravel(ring.get_xdata())[0]) for ring in rings]


def marked(axes: Axes) -> Any:
    (mark,) = axes.findobj(lambda artist: artist.get_gid() == "c001")
    return mark


@pytest.mark.parametrize(
    ("quantity", "bar", "arrow", "halo"),
    [
        (entailed(Hedge.BARE, 17), [(17, 17)], [], []),
        (entailed(Hedge.MORE_THAN, 20), [], [(21, 1)], []),
        (entailed(Hedge.AT_LEAST, 14), [], [(14, 1)], []),
        (entailed(Hedge.FEWER_THAN, 20), [], [(19, -1)], []),
        (entailed(Hedge.NEARLY, 100), [], [(99, -1)], []),
        (entailed(Hedge.UP_TO, 85), [], [(85, -1)], []),
        (entailed(Hedge.ABOUT, 50), [], [], [50]),
        (entailed(Hedge.BETWEEN, low=150, high=200), [(150, 200)], [], []),
        (entailed(Hedge.MORE_THAN, 70, step=None), [], [(70, 1)], []),
        (entailed(Hedge.BARE, 0), [(0, 0)], [], []),
    ],
    ids=str,
)
def test_each_hedge_has_its_mark(
    axes: Axes,
    quantity: Quantity,
    bar: list[tuple[float, float]],
    arrow: list[tuple[float, int]],
    halo: list[float],
) -> None:
    marks.quantity(axes, quantity, 3, BLUE, gid="c001")
    assert (bars(axes), arrows(axes), halos(axes)) == (bar, arrow, halo)
    mark = marked(axes)
    expected = [quantity.stated] if quantity.stated is not None else [quantity.low, quantity.high]
    assert list(np.ravel(mark.get_xdata())) == expected
    assert set(np.ravel(mark.get_ydata())) == {3}
    assert mark.get_marker() == ("o" if quantity.stated is not None else "|")
    at = marks.spot(quantity)
    assert expected == (at if isinstance(at, list) else [at])


@pytest.mark.parametrize(
    "quantity",
    [
        entailed(Hedge.UNQUANTIFIED),
        entailed(Hedge.UNQUANTIFIED, affirmed=False),
        Quantity(Hedge.NONE),
    ],
)
@pytest.mark.parametrize("faint", [True, False])
def test_no_number_is_no_mark_but_the_words(axes: Axes, quantity: Quantity, faint: bool) -> None:
    axes.set_xlim(-4, 100)
    marks.quantity(axes, quantity, 2, BLUE, gid="c001", text="“several buses”", faint=faint)
    assert len(axes.lines) + len(axes.collections) == 0
    text = marked(axes)
    assert text.get_text() == "“several buses”"
    assert text.get_position() == (0, 2), "where the axis begins, since words are no place on it"
    assert marks.spot(quantity) == 0
    assert text.get_alpha() in (None, 1), "words are never too pale to read"


@pytest.mark.parametrize(
    ("stated", "derived", "hollow"), [(5, False, False), (5, True, True), (0, False, True)]
)
def test_hollow_is_derived_undecided_or_none_at_all(
    axes: Axes, stated: int, derived: bool, hollow: bool
) -> None:
    marks.quantity(axes, entailed(Hedge.BARE, stated), 0, BLUE, gid="c001", hollow=derived)
    face = marked(axes).get_markerfacecolor()
    assert same_color(face, style.PAPER if hollow else BLUE)
    assert same_color(marked(axes).get_markeredgecolor(), BLUE)


@pytest.mark.parametrize("hedge", [Hedge.BARE, Hedge.ABOUT, Hedge.AT_LEAST])
def test_a_retelling_is_faint_with_everything_around_it(hedge: Hedge) -> None:
    strong, faint = blank(), blank()
    marks.quantity(strong, entailed(hedge, 9), 0, BLUE, gid="c001")
    marks.quantity(faint, entailed(hedge, 9), 0, BLUE, gid="c001", faint=True)
    pairs = list(zip(strong.lines, faint.lines, strict=True))
    assert pairs
    assert paleness(marked(faint)) < paleness(marked(strong)) == 1
    for pair in zip(strong.collections, faint.collections, strict=True):
        strong_alpha, faint_alpha = (np.asarray(part.get_edgecolor())[:, 3] for part in pair)
        assert (faint_alpha < strong_alpha).all()


def paleness(dot: Any) -> float:
    """The opacity of the face of a dot."""
    return float(to_rgba(dot.get_markerfacecolor())[3])


def test_an_arrow_fades_because_nothing_says_where_it_ends(axes: Axes) -> None:
    limits = axes.get_xlim()
    marks.fading(axes, 20, 5, 1, BLUE, 1.0)
    shades = [alpha for *_, alpha in np.asarray(axes.collections[0].get_edgecolor()).tolist()]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == len(shades)
    assert axes.get_xlim() == limits


@pytest.mark.parametrize(
    ("quantity", "starts"),
    [
        (entailed(Hedge.MORE_THAN, 40), (41, 1)),
        (entailed(Hedge.NEARLY, 40), (39, -1)),
        (entailed(Hedge.ABOUT, 40), None),
        (entailed(Hedge.BARE, 40), None),
    ],
)
def test_a_quantity_stands_upright_too(
    axes: Axes, quantity: Quantity, starts: tuple[int, int] | None
) -> None:
    marks.upright(axes, quantity, 7, BLUE, 1.0)
    values = [fading.get_segments()[0] for fading in axes.collections]  # type: ignore[attr-defined]
    way = [(float(a[1]), int(np.sign(b[1] - a[1]))) for a, b in values]
    assert way == ([starts] if starts else [])
    assert all(a[0] == b[0] == 7 for a, b in values)
    halo = [(*np.ravel(x.get_xdata()), *np.ravel(x.get_ydata())) for x in axes.lines]
    assert set(halo) == ({(7.0, 40.0)} if quantity.hedge is Hedge.ABOUT else set())


@pytest.mark.parametrize("dashed", [True, False])
def test_an_uncertain_day_is_a_thin_line(axes: Axes, dashed: bool) -> None:
    marks.stretch(axes, (3, 4), (7, 4), BLUE, 0.5, dashed=dashed)
    (line,) = axes.lines
    assert np.ravel(line.get_xdata()).tolist() == [3, 7]
    assert np.ravel(line.get_ydata()).tolist() == [4, 4]
    assert line.is_dashed() == dashed
    assert (line.get_alpha(), line.get_linewidth()) == (marks.RIM, 1)


def test_a_lost_day_is_hatched_and_named(axes: Axes) -> None:
    marks.hatched(axes, 10, 11, "not found")
    (patch,) = axes.patches
    assert patch.get_hatch()
    assert patch.get_extents().width > 0
    assert [text.get_text() for text in axes.texts] == ["not found"]
    marks.hatched(axes, 12, 13, "")
    assert len(axes.texts) == 1


def test_a_dot_carries_its_claim_and_its_shape(axes: Axes) -> None:
    marks.dot(axes, 3, 4, BLUE, gid="c001", shape="s")
    mark = marked(axes)
    assert isinstance(mark, Line2D)
    assert mark.get_marker() == "s"
    assert not mark.get_clip_on()


PLAIN = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf"]), min_size=1)


@given(PLAIN)
def test_text_stays_as_it_is(text: str) -> None:
    axes = AXES
    with style.styled():
        result = marks.words(axes, 0, 0, text)
    assert result.get_text() == text.strip()
    assert result.get_parse_math() is False
    result.remove()


@pytest.mark.parametrize(("text", "way"), [("a", 0), ("  a", 1), ("a  ", -1), ("a    ", -2)])
def test_blanks_at_the_ends_are_drawn_as_distance(axes: Axes, text: str, way: int) -> None:
    result = marks.words(axes, 0, 0, text, size=10)
    plain = axes.transData.transform((0, 0))[0]
    assert result.get_text() == "a"
    assert result.get_position() == (0, 0)
    points = (result.get_transform().transform((0, 0))[0] - plain) * 72 / axes.figure.dpi
    assert points == pytest.approx(2 * way * marks.BLANK * 10)


AXES = blank()


@pytest.mark.parametrize("code", [0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2069])
def test_what_would_turn_other_text_is_written_out(axes: Axes, code: int) -> None:
    result = marks.words(axes, 0, 0, f"a{chr(code)}b")
    assert result.get_text() == f"a\\u{code:04x}b"


def test_arabic_is_left_alone(axes: Axes) -> None:
    assert marks.words(axes, 0, 0, "ميناء سيلا").get_text() == "ميناء سيلا"


def blended(colour: Any, alpha: float = 1.0) -> tuple[float, ...]:
    """A colour of some opacity, as it is seen on paper."""
    *parts, own = to_rgba(colour)
    return tuple(1 - alpha * own * (1 - part) for part in parts)


def contrast(colour: Any, alpha: float = 1.0) -> float:
    """Of a colour to paper, as the accessibility guidelines of the web define it."""
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in blended(colour, alpha)
    ]
    return 1.05 / (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True)) + 0.05)


@pytest.mark.parametrize("colour", [*style.PALETTE, style.GREY])
@pytest.mark.parametrize("faint", [False, True])
@pytest.mark.parametrize(
    "quantity",
    [
        entailed(Hedge.BARE, 40),
        entailed(Hedge.ABOUT, 40),
        entailed(Hedge.BETWEEN, low=20, high=60),
        entailed(Hedge.NEARLY, 40),
    ],
    ids=str,
)
def test_each_mark_has_an_outline_of_three_to_one(
    axes: Axes, colour: str, faint: bool, quantity: Quantity
) -> None:
    marks.quantity(axes, quantity, 3, colour, gid="c001", faint=faint)
    rims = [contrast(line.get_markeredgecolor(), line.get_alpha() or 1) for line in rimmed(axes)]
    stretches = [contrast(fading.get_edgecolor()[0]) for fading in axes.collections]
    bars = [
        contrast(bar.get_color(), bar.get_alpha() or 1)
        for bar in axes.lines
        if bar.get_linestyle() == "-"
    ]
    assert rims
    assert min([*rims, *stretches, *bars]) >= 3


def rimmed(axes: Axes) -> list[Line2D]:
    """The dots and rings of a mark, but not the head of its arrow, which has faded."""
    return [
        line for line in axes.lines if line.get_markeredgewidth() and line.get_linestyle() == "None"
    ]


def test_the_ring_of_about_has_five_to_one() -> None:
    for colour in (*style.PALETTE, style.GREY, style.HATCH):
        assert contrast(colour) >= 5, colour
