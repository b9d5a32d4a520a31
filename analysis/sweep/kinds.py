"""Does a value fit a type as a notebook spells it? The annotation is read, never evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

Fits = Callable[[Any], bool]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


PLAIN: Mapping[str, Fits] = {
    "str": lambda value: isinstance(value, str),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": _number,
    "bool": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "dict": lambda value: isinstance(value, dict),
    "None": lambda value: value is None,
}
ALSO = {"List": "list", "Sequence": "list", "Dict": "dict", "Mapping": "dict"}
WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "dict": "a mapping",
}
"""The types whose values a file of plain values can hold, in words."""
EXAMPLES = {
    "None": "null",
    "str": "a text in quotation marks",
    "int": "12",
    "float": "12 or 1.5",
    "bool": "true or false, without quotation marks",
    "list": "[a, b]",
    "list[str]": "[a, b]",
    "list[int]": "[1, 2]",
    "list[float]": "[1, 1.5]",
    "list[bool]": "[true, false]",
    "dict": "{a: b}",
    "dict[str, str]": "{a: b}",
    "dict[str, int]": "{a: 1}",
    "dict[str, float]": "{a: 1.5}",
    "dict[str, bool]": "{a: true}",
}
"""How to write one of each in a sweep."""


def fits(value: Any, kind: ast.expr) -> bool:
    """Is the value one of that type? Of a type that is not known here, anything is."""
    match kind:
        case ast.Constant(value=None):
            return value is None
        case ast.Constant(value=str(text)):
            return fits(value, parsed(text))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return fits(value, left) or fits(value, right)
        case ast.Subscript(value=of, slice=inner):
            return _within(value, _name(of), inner)
    test = PLAIN.get(ALSO.get(_name(kind), _name(kind)))
    return test is None or test(value)


def parsed(text: str) -> ast.expr:
    """A type as written; one that cannot be read allows anything."""
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return ast.Name("object")


def words(kind: ast.expr) -> str:
    """The type in words, or as it is spelt."""
    told = ast.unparse(kind)
    return WORDS.get(told, told)


def example(kind: ast.expr) -> str:
    """How to write a value of a type in a sweep; the type as it is spelt where none is known."""
    spelt = ast.unparse(kind)
    if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
        return example(parsed(kind.value))
    if isinstance(kind, ast.BinOp):
        return f"{example(kind.left)} or {example(kind.right)}"
    outer = _name(kind.value) if isinstance(kind, ast.Subscript) else spelt
    if isinstance(kind, ast.Subscript) and outer == "Literal":
        parts = kind.slice.elts if isinstance(kind.slice, ast.Tuple) else [kind.slice]
        return " or ".join(str(p.value) for p in parts if isinstance(p, ast.Constant))
    return EXAMPLES.get(spelt) or EXAMPLES.get(ALSO.get(outer, outer)) or f"one of {spelt}"


def of_default(value: Any) -> ast.expr:
    """The type of a default where none is written: None says nothing."""
    name = type(value).__name__
    return ast.Name(name if name in WORDS else "object")


def _within(value: Any, outer: str, inner: ast.expr) -> bool:
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if outer == "Optional":
        return value is None or fits(value, inner)
    if outer == "Union":
        return any(fits(value, part) for part in parts)
    if outer == "Literal":
        return any(isinstance(p, ast.Constant) and _same(value, p.value) for p in parts)
    outer = ALSO.get(outer, outer)
    if outer == "list":
        return isinstance(value, list) and all(fits(item, inner) for item in value)
    if outer == "dict":
        return isinstance(value, dict) and all(fits(v, parts[-1]) for v in value.values())
    return True


def _same(one: Any, two: Any) -> bool:
    return type(one) is type(two) and bool(one == two)


def _name(kind: ast.expr) -> str:
    """The last part of a dotted name, as `Optional` of `typing.Optional`."""
    if isinstance(kind, ast.Attribute):
        return kind.attr
    return kind.id if isinstance(kind, ast.Name) else ""
