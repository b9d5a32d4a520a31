"""What a cell of a table can hold: text, a list of names, or a one-of set."""

from __future__ import annotations

from collections.abc import Mapping

Row = Mapping[str, str]
"""One line of a table: the text of each cell, by the name of its column."""
Rows = tuple[Row, ...]


def members(text: str) -> tuple[str, ...]:
    """The names in a cell.

    A cell holds one name, a list of several (`a|b`), or a one-of set (`[a,b]`): the candidates
    where a text leaves open which of them is meant. An empty cell holds none.

    >>> members("hezbollah"), members("sana|tass"), members("[hezbollah,rudaw]"), members("")
    (('hezbollah',), ('sana', 'tass'), ('hezbollah', 'rudaw'), ())
    """
    if is_one_of(text):
        return tuple(text[1:-1].split(","))
    return tuple(text.split("|")) if text else ()


def is_one_of(text: str) -> bool:
    """Whether a cell holds a one-of set, in brackets.

    >>> is_one_of("[hezbollah,rudaw]"), is_one_of("hezbollah")
    (True, False)
    """
    return text.startswith("[") and text.endswith("]")
