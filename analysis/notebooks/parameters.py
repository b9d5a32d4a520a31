"""The parameters cell of a notebook: what it can be given, read and never run."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.case.scope import defaults
from analysis.errors import Invalid, Place, Problem
from analysis.notebooks.scalar import scalar
from analysis.paths import is_case

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
    text = ast.unparse(kind)
    return WORDS.get(text, text)


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


def _same(item: Any, two: Any) -> bool:
    return type(item) is type(two) and bool(item == two)


def _name(kind: ast.expr) -> str:
    """The last part of a dotted name, as `Optional` of `typing.Optional`."""
    if isinstance(kind, ast.Attribute):
        return kind.attr
    return kind.id if isinstance(kind, ast.Name) else ""


TAG = "parameters"
PYTHON = "python"
"""The language of the notebooks that can be run."""
UNKNOWN = object()
"""The default of a parameter that is computed, and so cannot be read."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook. default: UNKNOWN where it is computed."""

    name: str
    kind: ast.expr
    default: Any = UNKNOWN

    def fits(self, value: Any) -> bool:
        """May the notebook be given this value?"""
        return fits(value, self.kind) or (value is None and self.default is None)

    def of_text(self, text: str) -> Any:
        """The value of a cell of a table: text where the notebook wants that, or says nothing.

        Where it says nothing of what it wants, the cell is read as a sweep would read it.
        """
        if self.fits("") and self.fits(1):
            return scalar(text)
        return text if self.fits(text) else scalar(text)


@dataclass(frozen=True)
class Notebook:
    """A notebook before it is run.

    parameters: by name. cells: their ids, in order. kernel: the name of the one that it asks for,
    empty where it names none.
    """

    path: Path
    parameters: Mapping[str, Parameter]
    cells: tuple[str, ...]
    kernel: str = ""

    @property
    def looks_at_case(self) -> bool:
        """Does its parameter `case` name one? One's own notebook may mean something else by it."""
        return "case" in self.parameters and is_case(self.parameters["case"].default)


@dataclass(frozen=True)
class Suite:
    """What the notebooks of a sweep have in common. usual: their defaults, by name."""

    books: Sequence[Notebook]
    parameters: Mapping[str, Parameter]
    usual: Mapping[str, object]

    @property
    def own(self) -> bool:
        """Do they look at a case?"""
        return bool(self.books) and all(book.looks_at_case for book in self.books)


def suite(books: Sequence[Notebook]) -> Suite:
    """The parameters that all of these notebooks have."""
    first = books[0].parameters if books else {}
    parameters = {name: p for name, p in first.items() if all(name in b.parameters for b in books)}
    usual = {name: p.default for name, p in parameters.items() if p.default is not UNKNOWN}
    return Suite(books, parameters, {**defaults(), **usual})


def read(path: Path) -> Notebook:
    """Read a notebook's parameters; Invalid where it cannot be given any, or is none."""
    data = _loaded(path)
    if problems := list(_unfit(path.name, data)):
        raise Invalid(problems)
    cells = data["cells"]
    tagged = next((cell for cell in cells if TAG in _tags(cell)), None)
    if tagged is None:
        value, fix = "no cell tagged `parameters`", "tag the cell that gives the defaults"
        raise Invalid([Problem(path.name, value, "a notebook that takes parameters", fix)])
    named = tuple(str(cell.get("id", "")) for cell in cells)
    source = tagged.get("source")
    text = "".join(map(str, source)) if isinstance(source, list | str) else ""
    return Notebook(path, _parameters(path.name, text), named, _kernel(data.get("metadata")))


def _loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        value = error.strerror or "it cannot be read"
        problem = Problem(path.name, value, "a notebook", "correct the name")
    except UnicodeDecodeError:
        value, fix = "a byte that is not UTF-8", "save it again in JupyterLab"
        problem = Problem(path.name, value, "a notebook", fix)
    except json.JSONDecodeError as error:
        value, fix = f"not JSON: {error.msg}", "save it again in JupyterLab"
        problem = Place("", path.name, error.lineno).problem(value, "a notebook", fix)
    except RecursionError:
        problem = Problem(path.name, "JSON nested too deeply", "a notebook", "write it again")
    raise Invalid([problem])


def _unfit(name: str, data: Any) -> Iterator[Problem]:
    """Why it is no notebook of version 4."""
    version = data.get("nbformat") if isinstance(data, dict) else None
    if isinstance(version, int) and version != 4:
        fix = "open it in JupyterLab and save it again"
        yield Problem(name, f"format {version}", "a notebook of format 4", fix)
        return
    cells = data.get("cells") if isinstance(data, dict) else None
    listed = isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells)
    if version is None or not listed:
        yield Problem(name, "JSON that is no notebook", "a notebook", "name another file")


def _kernel(metadata: Any) -> str:
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    return str(spec.get("name") or "") if isinstance(spec, dict) else ""


def _tags(cell: Mapping[str, Any]) -> Any:
    metadata = cell.get("metadata")
    return metadata.get("tags") or () if isinstance(metadata, dict) else ()


def _parameters(name: str, source: str) -> dict[str, Parameter]:
    try:
        tree = ast.parse(_without_magics(source), type_comments=True)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        where, value = f"{name}:{TAG}:{line}", f"not Python: {getattr(error, 'msg', error)}"
        allowed = "assignments of defaults"
        raise Invalid([Problem(where, value, allowed, "correct that line")]) from error
    return {parameter.name: parameter for node in tree.body for parameter in _assigned(node)}


def _without_magics(source: str) -> str:
    """The cell with IPython's own lines empty, so that all others keep their numbers."""
    return "\n".join(
        "" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()
    )


def _assigned(node: ast.stmt) -> Iterator[Parameter]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield Parameter(node.target.id, node.annotation, _literal(node.value))
    elif isinstance(node, ast.Assign):
        default = _literal(node.value)
        text = node.type_comment
        kind = parsed(text) if text else of_default(default)
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield Parameter(target.id, kind, default)


def _literal(node: ast.expr | None) -> Any:
    try:
        return UNKNOWN if node is None else ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UNKNOWN
