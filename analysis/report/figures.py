"""A figure as HTML: the chart, the words of the mark that is pointed at, and its plotted table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from analysis.charts.kit import style, svg
from analysis.report import inlines
from analysis.report.document import Figure
from analysis.words.card import Card
from analysis.words.names_and_days import many, spaced

WIDE, HIGH = 166.0, 225.0
"""Millimetres that a page of paper has for a picture and its caption."""


def plate(figure: Figure, file: str) -> str:
    """The picture alone, as markdown for Word.

    file: where it is, within the folder of the report. It stays on the page of what follows it.
    """
    text = f"![{inlines.text(figure.alt)}]({file}){{width={_width(figure.svg):.1f}mm}}"
    return _styled("Captioned Figure", text)


def captioned(figure: Figure, file: str, number: int, caption: str) -> str:
    """The same, under a name to which links lead, with its number and its caption."""
    text = f"Figure {inlines.counted('Figure', number)}. {inlines.text(caption)}"
    return _styled("", f"{plate(figure, file)}\n\n{_styled('Caption', text)}", f"figure-{number}")


def _width(picture: str) -> float:
    width, height = svg.size(picture)
    return min(WIDE, HIGH * width / height)


def _styled(style: str, content: str, name: str = "") -> str:
    looks = [f"#{name}"] * bool(name) + [f'custom-style="{style}"'] * bool(style)
    return f"::::: {{{' '.join(looks)}}}\n{content}\n:::::"


HIDDEN = ("x", "y")
"""Columns of a plotted table that say where on the paper a mark is."""
INKS = {
    colour: f"var(--{name}, {colour})"
    for name, colour in (
        *(("chart-ink", style.INK), ("chart-soft", style.SOFT), ("chart-pale", style.PALE)),
        *(("chart-paper", style.PAPER), ("chart-grey", style.GREY)),
        *((f"chart-{number}", colour) for number, colour in enumerate(style.PALETTE, 1)),
        *((f"chart-tint-{colour[1:]}", colour) for colour in ("#b4bcc3", "#eef1f3", "#f3f4f5")),
    )
}
"""The colours of a chart, which the page may change, as it does in the dark."""


def panel(figure: Figure, name: str, caption: str, cards: Mapping[str, Card]) -> str:
    """A chart with its caption.

    name: its id on the page. cards: of every claim that a mark may draw; a mark shows its card
    under the pointer and the keyboard, without a script, by the rules of `reveal`.
    """
    tips = {claim_id: card.text for claim_id, card in cards.items()}
    drawing = svg.inline(figure.svg, name, figure.alt, tips, figure.drawn, INKS)
    drawn = [cards[claim_id] for claim_id in figure.drawn if claim_id in cards]
    end = f"{name}-end"
    sheet = "" if drawn else f" {focus(caption)}"
    return (
        f'<figure class="chart" id="{name}">\n{_over(drawn, end)}'
        f'<div class="sheet"{sheet}>{drawing}</div>\n{_under(drawn)}'
        f'<figcaption id="{end}" tabindex="-1">{escape(caption)}{_plotted(figure, caption)}'
        "</figcaption>\n</figure>"
    )


def plain(figure: Figure, name: str, label: str) -> str:
    """A chart without claims; a keyboard can scroll it where it is wider than the page."""
    drawing = svg.inline(figure.svg, name, figure.alt, {}, (), INKS)
    return (
        f'<figure class="chart key" id="{name}"><div class="sheet" {focus(label)}>{drawing}</div>'
        f"{_under(())}</figure>"
    )


def focus(label: str) -> str:
    """Attributes of what may be wider than the page, so that a keyboard can scroll it."""
    return f'tabindex="0" role="group" aria-label="{escape(label)}"'


def reveal(claim_ids: Iterable[str]) -> str:
    """Style rules: the card of a claim shows while one of its marks has the pointer or focus."""
    return "\n".join(
        f'.chart:has([href="#{i}"]:is(:hover,:focus-visible)) [data-of="{i}"]{{display:block}}'
        for i in claim_ids
    )


def _over(drawn: Sequence[Card], end: str) -> str:
    """A way past the marks of a chart, for who goes from link to link."""
    words = f"Skip the marks of {many(len(drawn), 'claim')}"
    return f'<a class="skip" href="#{end}">{words}</a>\n' if drawn else ""


def _under(drawn: Sequence[Card]) -> str:
    """What can be done with the chart; in its place, the card of the mark pointed at."""
    hint = "Point at a mark, or tab to it, for its words; select it for its claim."
    tips = "".join(f'<p class="tip" data-of="{card.claim_id}">{card.html}</p>' for card in drawn)
    return (
        '<div class="under" aria-hidden="true"><p class="hint narrow">'
        "Swipe sideways, or turn the phone, to see the whole chart.</p>"
        f'<p class="hint">{hint * bool(drawn)}</p>{tips}</div>\n'
    )


def _plotted(figure: Figure, caption: str) -> str:
    """The plotted table, folded away."""
    rows = figure.rows
    if not rows:
        return ""
    columns = [name for name in rows[0] if name not in HIDDEN]
    head = "".join(f'<th scope="col">{escape(spaced(name))}</th>' for name in columns)
    body = "".join(_row(row, columns) for row in rows)
    return (
        "<details><summary>What is plotted, as a table</summary>"
        f'<div class="scroll" {focus(f"Plotted in {caption}")}>'
        f'<table><caption class="unseen">Plotted in {escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def _row(row: Mapping[str, str], columns: Sequence[str]) -> str:
    first, *rest = (f"<bdi>{escape(row[name] or '')}</bdi>" for name in columns)
    cells = "".join(f"<td>{cell}</td>" for cell in rest)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'
