"""The parts of a phrase while it is read: what each may be, and the figure that it has become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from analysis.claims.hedge_words.lexicon import Lexicon, Roles
from analysis.claims.hedge_words.tokens import Token
from analysis.claims.quantity import Hedge


@dataclass(frozen=True)
class Term:
    """A figure while it is read.

    value: the number; of a range its upper end, whose lower end is `low`. high: the upper bound of
    an estimate. scale: what the last scale word multiplied it by. unit: as a reading has it.
    whole: whether there is a next number. hedge: what its words say, None while that is open.
    literal: its digits, where it is printed in digits alone. vague: whether it only says that
    there were some. short: the sign that scaled it, as m. start, end: where in the phrase the words
    of its hedge begin and end.
    """

    value: Fraction
    low: Fraction | None = None
    high: Fraction | None = None
    scale: Fraction | None = None
    unit: str = ""
    whole: bool = True
    hedge: Hedge | None = None
    denied: bool = False
    literal: str = ""
    vague: bool = False
    short: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Element:
    """An expression of a phrase: its roles, or the figure that it states.

    words: its tokens. plain: whether it was a number in a name, a date or an age: no figure.
    unclear: why the phrase cannot be read, if this is the reason.
    """

    words: tuple[Token, ...]
    roles: Roles = field(default_factory=dict)
    term: Term | None = None
    plain: bool = False
    unclear: str = ""

    @property
    def text(self) -> str:
        """Its words in small letters."""
        return " ".join(word.text for word in self.words)

    @property
    def glued(self) -> bool:
        """Whether no blank stands before it."""
        return self.words[0].glued

    @property
    def hyphen(self) -> bool:
        """Whether a hyphen joins it to what stands before it."""
        return self.words[0].hyphen


END = Element((Token("", 0, 0, "end"),))
"""What stands before the first and behind the last part of a phrase."""
Elements = Sequence[Element]
Taken = tuple[int, tuple[Element, ...]] | None
"""How many parts a rule takes, and what it puts in their place; None where it does not fit."""
Rule = Callable[[Elements, int, Lexicon], Taken]
"""Looks at the parts from a place on."""


def at(elements: Elements, place: int) -> Element:
    """The part at a place; `END` outside the phrase."""
    return elements[place] if 0 <= place < len(elements) else END


def role(elements: Elements, place: int, *kinds: str) -> bool:
    """Whether the part at a place may be one of the kinds."""
    roles = at(elements, place).roles
    return any(kind in roles for kind in kinds)


def rewritten(elements: Elements, rules: Iterable[Rule], lexicon: Lexicon) -> Elements:
    """The parts after the rules: at each place the first that fits replaces what it takes."""
    rules = tuple(rules)
    done: list[Element] = []
    place = 0
    while place < len(elements):
        results = (rule(elements, place, lexicon) for rule in rules)
        taken = next((result for result in results if result is not None), None)
        if taken is None:
            done.append(elements[place])
            place += 1
        else:
            done.extend(taken[1])
            place += taken[0]
    return tuple(done)


def merged(elements: Elements, start: int, end: int, **changes: object) -> Element:
    """One part in the place of several, without their roles."""
    words = tuple(word for element in elements[start:end] for word in element.words)
    return replace(Element(words), **changes)  # type: ignore[arg-type]


def plain(elements: Elements, start: int, end: int) -> tuple[int, tuple[Element, ...]]:
    """What `rewritten` needs where the parts hold no figure."""
    return end - start, (merged(elements, start, end, plain=True),)


def unclear(elements: Elements, start: int, end: int, why: str) -> tuple[int, tuple[Element, ...]]:
    """What `rewritten` needs where the parts cannot be read."""
    return end - start, (merged(elements, start, end, unclear=why),)
