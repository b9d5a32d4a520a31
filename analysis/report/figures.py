"""A figure of a report for each printer: as SVG in the HTML page, from its file in PDF and Word.

In the page a mark shows its claim's card under the pointer and the keyboard, without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from analysis.charts.kit import style, svg
from analysis.claims.cells import spaced
from analysis.errors import many
from analysis.report import inlines, markup
from analysis.report.document import Figure
from analysis.report.readable import readable
from analysis.words.card import Card
from analysis.words.templates import templates

WIDE, HIGH = 166.0, 225.0
"""Width and height in millimetres that a page of paper has for a picture and its caption."""
HERO = 74.0
"""Height in millimetres that the first page has for its first picture."""
SMALLEST = 0.6
"""Part of the column's width below which the type of a chart is too small to be read."""
FLOATS = 0.5
"""Height of a chart, in parts of its width, beyond which what follows it fills the rest of a page
that has no room for it."""
TALLEST = 1.42
"""Height of a chart, in parts of its width, beyond which it would not fit a page of paper."""
LONGEST = 2_000
"""Rows of a plotted table that the page prints; a longer one is in its file alone."""
HIDDEN = ("x", "y")
"""Columns of a plotted table that hold positions on the paper, which the page does not print."""
KEY = "How to read the marks"
INKS = {
    colour: f"var(--{name}, {colour})"
    for name, colour in (
        *(("chart-ink", style.INK), ("chart-soft", style.SOFT), ("chart-pale", style.PALE)),
        *(("chart-paper", style.PAPER), ("chart-grey", style.GREY), ("chart-wrong", style.WRONG)),
        *(("chart-hatch", style.HATCH), ("chart-same", style.SAME), ("chart-empty", style.EMPTY)),
        *(("chart-land", style.LAND), ("chart-sea", style.SEA), ("chart-coast", style.COAST)),
        *(("chart-water", style.WATER), ("chart-country", style.COUNTRY)),
        ("chart-river", style.RIVER),
        *((f"chart-{number}", colour) for number, colour in enumerate(style.PALETTE, 1)),
    )
}
"""The colours of a chart, which the page may change, as it does in the dark."""
TEMPLATES = templates(Path(__file__).parent / "assets")
TEMPLATES.filters |= {"focusable": markup.focusable, "spaced": spaced, "readable": readable}


def numbered(figure: Figure, number: int, cards: Mapping[str, Card]) -> str:
    """A figure with its caption, as markdown of which each printer reads its own part.

    number: among all figures of the report. cards: of every claim that a mark may draw, by id.
    """
    caption = f"Figure {number}. {figure.title}"
    paper = _typst(figure, f"caption: {markup.string(figure.title)}")
    return "\n\n".join(
        [
            markup.raw_block(markup.HTML, panel(figure, f"figure-{number}", caption, cards)),
            markup.raw_block(markup.TYPST, f"{paper} <figure-{number}>"),
            markup.raw_block(markup.WORD, _captioned(figure, number)),
        ]
    )


def legend(figure: Figure) -> str:
    """The key to the marks: a figure without number, caption and claims."""
    return "\n\n".join(
        [
            markup.raw_block(markup.HTML, plain(figure, "figure-key", KEY)),
            markup.raw_block(markup.TYPST, _typst(figure)),
            markup.raw_block(markup.WORD, _picture(figure)),
        ]
    )


def hero(figure: Figure, number: int, *, first: bool) -> str:
    """A chart of the first page, without claims.

    number: of the same figure in its chapter. first: it is the first of them, which is no higher
    than the first page and the first screen have room for, unless its type would be too small.
    """
    width, height = svg.size(figure.svg)
    first = first and opens(figure)
    high = HERO if first else HIGH
    millimetres = min(WIDE, high * width / height)
    part = millimetres / WIDE
    share = part if part >= SMALLEST else 1.0
    label = f"{figure.title}, as figure {number}"
    return "\n\n".join(
        [
            markup.raw_block(
                markup.HTML,
                f'<div class="low" style="max-width: {share:.1%}">'
                f"{plain(figure, f'hero-{number}', label)}</div>",
            ),
            markup.raw_block(
                markup.TYPST, _typst(figure, f"width: {millimetres:.1f}mm", fixed=first)
            ),
            markup.raw_block(markup.WORD, _picture(figure, high)),
        ]
    )


def opens(figure: Figure) -> bool:
    """Whether a chart can be read at the height that the first page has for its first picture."""
    width, height = svg.size(figure.svg)
    return HERO * width / height >= SMALLEST * WIDE


def floats(figure: Figure) -> bool:
    """Whether a chart on paper may leave its place, so that what follows it fills the page."""
    width, height = svg.size(figure.svg)
    return height / width > FLOATS


def file_name(figure: Figure) -> str:
    """Where the file of a figure is, within the folder of a report, without its ending."""
    return f"figures/{figure.notebook}/{figure.name}"


def panel(figure: Figure, name: str, caption: str, cards: Mapping[str, Card]) -> str:
    """A chart in HTML, with its caption and what is plotted as a table.

    name: its id on the page. caption: the text below it. cards: of every claim that a mark may
    draw, by the claim's id; all are hidden but the one that the rules of `reveal` display.
    """
    tips = {claim_id: card.text for claim_id, card in cards.items()}
    drawn = [cards[claim_id] for claim_id in figure.drawn if claim_id in cards]
    rows = figure.rows
    return TEMPLATES.get_template("figure.html").render(
        name=name,
        caption=caption,
        number=name.replace("-", " ").capitalize(),
        label=caption,
        drawing=svg.inline(figure.svg, name, figure.alt, tips, figure.drawn, INKS),
        narrow=_narrow(figure, name, tips),
        cards=drawn,
        claims=many(len(drawn), "claim"),
        rows=rows if len(rows) <= LONGEST else (),
        elsewhere=_in_file(figure) if len(rows) > LONGEST else "",
        columns=[column for column in (rows[0] if rows else ()) if column not in HIDDEN],
    )


def _in_file(figure: Figure) -> str:
    """Where the plotted table is that is too long for the page, in HTML."""
    name = f"tables/{figure.notebook}/{figure.name}.csv"
    size = many(len(figure.rows), "row")
    return f'What is plotted, {size}, is in <a href="{escape(name)}">{escape(name)}</a>.'


def plain(figure: Figure, name: str, label: str) -> str:
    """A chart in HTML without claims, which a keyboard can scroll where it is wider than the page.

    name: its id on the page. label: its name for a screen reader.
    """
    drawing = svg.inline(figure.svg, name, figure.alt, {}, (), INKS)
    texts = {"name": name, "caption": "", "label": label, "drawing": drawing}
    narrow = _narrow(figure, name, {})
    return TEMPLATES.get_template("figure.html").render(**texts, narrow=narrow, cards=())


def reveal(claim_ids: Iterable[str]) -> str:
    """Style rules: the card of a claim shows while one of its marks has the pointer or focus."""
    return "\n".join(
        f'.chart:has([href="#{i}"]:is(:hover,:focus-visible)) [data-of="{i}"]{{display:block}}'
        for i in claim_ids
    )


def narrow_name(name: str) -> str:
    """The id of the variant for a phone; name: the id of a figure on the page."""
    return f"{name}-narrow"


def _narrow(figure: Figure, name: str, tips: Mapping[str, str]) -> str:
    """The variant for a phone, in HTML; empty where there is none. Styles display one of the two.

    name: the id of the figure on the page. tips: words for each claim.
    """
    if not figure.narrow:
        return ""
    return svg.inline(figure.narrow, narrow_name(name), figure.alt, tips, (), INKS)


def _typst(figure: Figure, *more: str, fixed: bool = False) -> str:
    """A figure from its file, for typst. more: further arguments. fixed: it stays in its place."""
    width, height = svg.size(figure.svg)
    arguments = [
        markup.string(f"{file_name(figure)}.svg"),
        markup.string(figure.alt),
        f"tall: {str(height / width > TALLEST).lower()}",
        f"floats: {str(floats(figure) and not fixed).lower()}",
        *more,
    ]
    return f"#chart({', '.join(arguments)})"


def _captioned(figure: Figure, number: int) -> str:
    """A figure for Word, under a name to which links lead, with its number; it has its title."""
    words = f"Figure {inlines.counted('Figure', number)}"
    return _styled("", f"{_picture(figure)}\n\n{_styled('Caption', words)}", f"figure-{number}")


def _picture(figure: Figure, high: float = HIGH) -> str:
    """The picture alone, as markdown for Word; it stays on the page of what follows it."""
    width, height = svg.size(figure.svg)
    millimetres = min(WIDE, high * width / height)
    image = f"![{inlines.text(figure.alt)}]({file_name(figure)}.png){{width={millimetres:.1f}mm}}"
    return _styled("Captioned Figure", image)


def _styled(style: str, content: str, name: str = "") -> str:
    attributes = [f"#{name}"] * bool(name) + [f'custom-style="{style}"'] * bool(style)
    return f"::::: {{{' '.join(attributes)}}}\n{content}\n:::::"
