"""A map of the places that claims name, each with how far off it may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Ellipse

from analysis.case import places
from analysis.case.places import Place, Route
from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.style import share
from analysis.charts.maps import base, names, symbols
from analysis.charts.maps.base import View
from analysis.charts.maps.placement import centred
from analysis.charts.maps.symbols import Named
from analysis.claims.claim import Claim
from analysis.errors import WIDEN, Empty, Problem, many
from analysis.words.names_and_days import listed
from analysis.words.wording import verb

LEFT, RIGHT = 0.42, 0.14
WIDEST = 0.7
"""Share of the map's width: an area wider than that is named below, not drawn."""
SMALL = 0.15
"""Share of the map's width: a circle with a shorter radius has to be seen whole."""
COUNTED = "The number is that of the claims that name a place, which lies within its circle."
PLACES = 100
"""Places that a map has room for: of more, those that most claims name."""
LISTED = 20
"""Places of a kind that are listed below a map, those that most claims name."""
NAMED = 8
"""Places that the alt text names."""
TOO_WIDE = "no map, since every place that is named is too wide to draw"
"""Why there is none of countries and regions alone."""


@form
def locator(timeline: Timeline, title: str = "") -> Chart:
    """A locator map: a dot per place that is a point, a dashed circle per area, claims counted.

    Use it to see which places a story names, and how exactly. A circle has the radius within which
    the place lies. Outlines of countries are drawn where the base map has them and is exact enough,
    and a note says what they are worth. Roads and rivers of the case are straight lines through
    their places. Countries and areas as wide are named below, and so are directions, which have no
    position, and what has no room for its name; claims without a place are counted there.

    The table has a row per mark, by `place_id`: `x` and `y` (degrees east and north), `name`,
    `within_km` (the radius; missing where nobody gives one), `mark`, `claims` (how many), `of`
    (their ids, with blanks between). Empty where no claim names a place smaller than a country.
    """
    known = places.located(timeline)
    claims, rest = rows.parted(timeline.claims, lambda c: c.place_id in known)
    rows.some(claims, "locator", timeline, "no map, since no place that is named has coordinates")
    title = rows.subject(title, claims)
    known, lines = _together(known, timeline)
    named, more = _busiest(_named(known, claims, lines))
    view = _view(named)
    drawn = rows.some([n for n in named if _drawn(n, view)], "locator", timeline, TOO_WIDE)
    bar = base.scale_box(view, [symbols.box(place, view) for place in drawn])
    labels = names.placed(drawn, lines, view, bar)
    notes = (
        f"{COUNTED} {base.outline_note(view)} {_straight(lines)}".strip(),
        _below("Too wide to draw", [n for n in named if n.count and _wide(n, view)]),
        _below("No room for the name", [n for n in drawn if n.name not in labels]),
        *(_fewer(more), *_not_drawn(timeline, rest)),
    )
    room: dict[str, Any] = {"left": LEFT, "right": RIGHT, "bottom": 0.22}
    frame = rows.framed(timeline, claims, title, *notes, key=_key(drawn), **room)
    with style.styled():
        figure, axes = frame.canvas(view.height)
        countries = base.under(axes, view)
        symbols.draw(axes, lines, drawn, view)
        names.write(axes, labels, view)
        base.scale(axes, view, bar)
    table = rows.table([_record(place) for place in drawn]).set_index("place_id")
    return Chart(figure, table, _alt(title, drawn, bool(countries)))


def _together(
    known: Mapping[str, Place], timeline: Timeline
) -> tuple[dict[str, Place], list[Route]]:
    """Places and lines with longitudes side by side: past the date line they go on above 180."""
    roads = [*places.routes(timeline, places.ROAD), *places.routes(timeline, places.RIVER)]
    every = {**known, **{place.place_id: place for road in roads for place in road.places}}
    east = [place.longitude for place in every.values()]
    split = max(east) - min(east) > 180
    moved = {
        name: replace(place, longitude=place.longitude + 360 * (split and place.longitude < 0))
        for name, place in every.items()
    }
    lines = [replace(road, places=tuple(moved[p.place_id] for p in road.places)) for road in roads]
    return moved, lines


def _named(
    known: Mapping[str, Place], claims: Sequence[Claim], lines: Iterable[Route]
) -> list[Named]:
    """The places that claims name, and those along roads and rivers: a road's own first."""
    at: dict[str, list[Claim]] = {}
    for claim in claims:
        at.setdefault(claim.place_id, []).append(claim)
    along = [place.place_id for ln in lines for place in ln.places]
    road = {place.place_id for ln in lines if ln.kind == places.ROAD for place in ln.places}
    every = dict.fromkeys([*at, *along])
    named = [Named(known[i], tuple(at.get(i, ())), i in road) for i in every]
    return sorted(named, key=lambda n: (not n.on_road, not n.place.exact, -n.count, n.name))


def _busiest(named: Sequence[Named]) -> tuple[Sequence[Named], Sequence[Named]]:
    """As many places as a map has room for, in their order, and the others."""
    if len(named) <= PLACES:
        return named, ()
    first = sorted(named, key=lambda n: (not n.on_road, -n.count))[:PLACES]
    chosen = {n.place.place_id for n in first}
    passed = [n.place.place_id in chosen for n in named]
    both = list(zip(named, passed, strict=True))
    return [n for n, ok in both if ok], [n for n, ok in both if not ok]


def _fewer(places_: Sequence[Named]) -> str:
    """How many places are not drawn, since others are named more often; empty where none is."""
    if not places_:
        return ""
    more, claims = many(len(places_), "more place"), many(sum(n.count for n in places_), "claim")
    are = verb(len(places_), "is", "are")
    return f"{more}, named by {claims}, {are} not drawn: a map has room for {PLACES}."


def _view(named: Sequence[Named]) -> View:
    """All that claims name, but for countries, and the road have to be seen, by their middles.

    Of points, the circles in which they lie as well, where those are small.
    """
    seen = [n for n in named if (n.count or n.on_road) and not _country(n)]
    if not seen:
        raise Empty([Problem("locator", "no place smaller than a country", "a place", WIDEN)])
    wide = (style.WIDTH - LEFT - RIGHT) * share()
    spots = [(n.place.longitude, n.place.latitude) for n in seen]
    view = base.view(spots, wide)
    small = [n for n in seen if n.place.exact and view.radius(n.km) < SMALL * view.width]
    return base.view([*spots, *(edge for n in small for edge in symbols.edges(n, view))], wide)


def _drawn(named: Named, view: View) -> bool:
    """Is it small enough, and in view? A river's places that no claim names may lie beyond."""
    side = style.scaled(0.3)
    middle = centred(view.at(named.place.longitude, named.place.latitude), (side, side))
    return not _wide(named, view) and view.page.holds(middle)


def _country(named: Named) -> bool:
    return named.place.country == named.place.place_id


def _wide(named: Named, view: View) -> bool:
    return _country(named) or 2 * view.radius(named.km) > WIDEST * view.width


def _straight(lines: Sequence[Route]) -> str:
    kinds = list(dict.fromkeys(line.kind for line in lines))
    return f"Lines of a {listed(kinds)} run straight through named places." if kinds else ""


def _below(why: str, named: Sequence[Named]) -> str:
    """Some places by their names and counts; of many, those that most claims name."""
    first = sorted(named, key=lambda n: -n.count)[:LISTED] if len(named) > LISTED else named
    rest = len(named) - len(first)
    parts = [f"{n.name} ({n.count})" for n in first] + [f"{rest:,} more"] * (rest > 0)
    return f"{why}: {listed(parts)}." if parts else ""


def _not_drawn(timeline: Timeline, claims: Sequence[Claim]) -> tuple[str, str]:
    """What is said of claims that name no position, or no place at all."""
    nowhere, without = rows.parted(claims, lambda c: bool(c.place_id))
    return _nowhere(timeline, nowhere), rows.note(without, "without a place")


def _nowhere(timeline: Timeline, claims: Sequence[Claim]) -> str:
    """The directions, and other places without a position, that claims name."""
    count = Counter(timeline.row("places", claim.place_id)["name"] for claim in claims)
    first = dict(count.most_common(LISTED)) if len(count) > LISTED else count
    rest = len(count) - len(first)
    names_ = [f"{name} ({number})" for name, number in sorted(first.items())]
    parts = listed(names_ + [f"{rest:,} more"] * (rest > 0))
    return f"A direction, or without a position, and so not drawn: {parts}." if parts else ""


def _key(drawn: Sequence[Named]) -> tuple[Entry, ...]:
    """The marks of the places that are drawn."""
    used = {
        POINT: any(n.place.exact and n.count for n in drawn),
        WITHIN: any(n.place.exact and n.km for n in drawn),
        AREA: any(not n.place.exact for n in drawn),
        UNNAMED: any(not n.count for n in drawn),
    }
    return tuple(entry for entry, is_used in used.items() if is_used)


def _dot(axes: Axes, x: float, y: float, *, colour: str = style.INK, size: float = 6) -> None:
    marks.dot(axes, x, y, colour, gid="", size=size)


def _circle(axes: Axes, x: float, y: float, *, dashed: bool = False) -> None:
    look = symbols.circle(dashed=dashed)
    axes.add_patch(Ellipse((x, y), 12, 12, **look))


POINT = Entry("place that claims name", _dot, 9)
UNNAMED = Entry(
    "place on the road or river that none names", partial(_dot, colour=style.GREY, size=4), 9
)
WITHIN = Entry("it lies within", _circle, 14)
AREA = Entry("an area or a line", partial(_circle, dashed=True), 14)


def _record(named: Named) -> dict[str, Any]:
    place = named.place
    return {
        "place_id": place.place_id,
        "x": place.longitude,
        "y": place.latitude,
        "name": place.name,
        "within_km": place.uncertainty,
        "mark": "dot" if place.exact else "dashed circle",
        "claims": named.count,
        "of": " ".join(claim.claim_id for claim in named.claims),
    }


def _alt(title: str, drawn: Sequence[Named], lines: bool) -> str:
    counted = sorted((place for place in drawn if place.count), key=lambda place: -place.count)
    said = "; ".join(_in_words(place) for place in counted[:NAMED])
    more = len(counted) - NAMED
    rest = f"{many(more, 'more place')} {'is' if more == 1 else 'are'} in the table."
    end = [base.NO_POSITION] if lines else []
    return rows.alternative(title, f"Named most often: {said}.", *[rest] * (more > 0), *end)


def _in_words(named: Named) -> str:
    km = named.place.uncertainty
    off = f", within {km:g} km" if km is not None else ""
    kind = "" if named.place.exact else ", an area or a line"
    return f"{named.name}{kind}{off}: {many(named.count, 'claim')}"
