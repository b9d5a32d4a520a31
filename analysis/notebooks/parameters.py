"""The parameters of notebooks: their cell, read and never run, their types, and plain values."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.case.plain_values import scalar
from analysis.case.scope import defaults
from analysis.errors import Invalid, Problem
from analysis.notebooks import ipynb
from analysis.paths import USUAL_CASE, is_case, is_of_suite

TAG = ipynb.PARAMETERS
"""The tag of the cell that papermill puts other values after."""
CASE = "case"
"""The parameter that names the case."""
UNKNOWN = object()
"""The default of a parameter that is computed, and so cannot be read."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a notebook.

    kind: its type, as the expression that is written there, or that of its default. default:
    UNKNOWN where it is computed.
    """

    name: str
    kind: ast.expr
    default: Any = UNKNOWN

    def fits(self, value: Any) -> bool:
        """Whether the notebook takes this value."""
        return fits(value, self.kind) or (value is None and self.default is None)

    def of_text(self, text: str) -> Any:
        """The value that the text of a table's cell stands for: itself where the type is text.

        Where the notebook gives no type, the text is read as a sweep would read it.
        """
        if self.fits("") and self.fits(1):
            return scalar(text)
        return text if self.fits(text) else scalar(text)


@dataclass(frozen=True)
class Notebook:
    """A notebook before it is run.

    parameters: by name. cells: their ids, in order; empty for one without. kernel: the name of the
    one that it asks for, empty where it names none.
    """

    path: Path
    parameters: Mapping[str, Parameter]
    cells: tuple[str, ...]
    kernel: str = ""

    @property
    def looks_at_case(self) -> bool:
        """Whether its `case` names one: a notebook of one's own may mean something else by it."""
        named = self.parameters.get(CASE)
        if named is None:
            return False
        return is_case(named.default) or is_of_suite(self.path) or bool(_own_case(self))


@dataclass(frozen=True)
class Suite:
    """What the notebooks of a sweep have in common. usual: their defaults, by name."""

    books: Sequence[Notebook]
    parameters: Mapping[str, Parameter]
    usual: Mapping[str, object]

    @property
    def own(self) -> bool:
        """Whether all of them look at a case."""
        return bool(self.books) and all(book.looks_at_case for book in self.books)


def suite(books: Sequence[Notebook]) -> Suite:
    """What notebooks have in common: the parameters that all of them have, as the first has them.

    books: the notebooks of a sweep. A parameter without a default takes that of `Scope`.
    """
    first = books[0].parameters if books else {}
    parameters = {name: p for name, p in first.items() if all(name in b.parameters for b in books)}
    values = own(books[0]) if books else {}
    usual = {name: value for name, value in values.items() if name in parameters}
    return Suite(books, parameters, {**defaults(), **usual})


def own(notebook: Notebook) -> dict[str, Any]:
    """The values in a notebook's own cell, by name, but for those that are computed there.

    A notebook of the suite names the first case; where that is not there, it is the usual one. A
    notebook of a case names it by the path from its own folder, as `..`; it is that folder here.
    """
    values = {n: p.default for n, p in notebook.parameters.items() if p.default is not UNKNOWN}
    if folder := _own_case(notebook):
        return {**values, CASE: folder}
    return {**values, CASE: USUAL_CASE} if names_absent_case(notebook) else values


def _own_case(notebook: Notebook) -> str:
    """The folder of the case that a notebook names by the path from its own; empty for none."""
    named = notebook.parameters.get(CASE)
    if named is None or not isinstance(named.default, str) or "\0" in named.default:
        return ""
    if os.path.basename(named.default) == named.default and named.default != os.pardir:
        return ""  # the name of a case under data/
    folder = (notebook.path.parent / named.default).resolve()
    return str(folder) if is_case(str(folder)) else ""


def names_absent_case(notebook: Notebook) -> bool:
    """Whether a notebook of the suite names a case that is not there, as it may be in a wheel."""
    named = notebook.parameters.get(CASE)
    return named is not None and is_of_suite(notebook.path) and not is_case(named.default)


def read(path: Path) -> Notebook:
    """Read the parameters of a notebook, of which no code is run.

    Raises Invalid for a file that is no notebook, for a notebook without a cell of parameters, and
    for one whose cell is not Python.
    """
    notebook = ipynb.read(path)
    cells = notebook["cells"]
    tagged = next((cell for cell in cells if TAG in ipynb.tags(cell)), None)
    if tagged is None:
        value, fix = "no cell tagged `parameters`", "tag the cell that gives the defaults"
        raise Invalid([Problem(path.name, value, "a notebook that takes parameters", fix)])
    ids = tuple(str(cell.get("id", "")) for cell in cells)
    parameters = _parameters(path.name, ipynb.source(tagged))
    return Notebook(path, parameters, ids, _kernel(notebook.get("metadata")))


def ran_with(path: Path) -> dict[str, Any]:
    """The values that an executed notebook ran with, by name, but for those that are computed.

    path: of the notebook: the values are those of its own cell, and over them the ones that
    papermill put in. Empty for a file whose parameters cannot be read.
    """
    try:
        declared = read(path).parameters
    except Invalid:
        return {}
    put_in = [ipynb.source(c) for c in ipynb.cells(path) if ipynb.INJECTED in ipynb.tags(c)]
    values = [*declared.values(), *(p for s in put_in for p in _parameters(path.name, s).values())]
    return {p.name: p.default for p in values if p.default is not UNKNOWN}


def _kernel(metadata: Any) -> str:
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    return str(spec.get("name") or "") if isinstance(spec, dict) else ""


def _parameters(name: str, source: str) -> dict[str, Parameter]:
    try:
        tree = ast.parse(_without_magics(source), type_comments=True)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        where, value = (
            f"{name}:{TAG}:{line}",
            f"not Python: {getattr(error, 'msg', error)}",
        )
        allowed = "assignments of defaults"
        raise Invalid([Problem(where, value, allowed, "correct that line")]) from error
    return {parameter.name: parameter for node in tree.body for parameter in _assigned(node)}


def _without_magics(source: str) -> str:
    """The cell with IPython's own lines empty, so that all others keep their numbers."""
    return "\n".join(
        "" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()
    )


def _assigned(node: ast.stmt) -> Iterator[Parameter]:
    """The parameters that a line of the cell sets, as papermill has them: names alone."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield Parameter(node.target.id, node.annotation, _literal(node.value))
    elif isinstance(node, ast.Assign):
        default = _literal(node.value)
        kind = parsed(node.type_comment) if node.type_comment else of_default(default)
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield Parameter(target.id, kind, default)


def _literal(node: ast.expr | None) -> Any:
    try:
        return UNKNOWN if node is None else ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UNKNOWN


# Types: an annotation is compared as it is written, and never evaluated. Evaluating would run code
# of the notebook, and needs the imports of cells that come before.

Fits = Callable[[Any], bool]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


PLAIN: Mapping[str, Fits] = {
    "str": lambda value: isinstance(value, str),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": _is_number,
    "bool": lambda value: isinstance(value, bool),
    "list": lambda value: isinstance(value, list),
    "dict": lambda value: isinstance(value, dict),
    "None": lambda value: value is None,
}
"""What fits the types whose values a file of plain values can hold."""
ALSO = {"List": "list", "Sequence": "list", "Dict": "dict", "Mapping": "dict"}
"""Other names of these."""
WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "dict": "a mapping",
}
"""The same types in words."""
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
"""How to write a value of each in a sweep."""


def fits(value: Any, kind: ast.expr) -> bool:
    """Whether a value is of a type; a type that is not among PLAIN fits every value.

    >>> fits(3, parsed("Optional[int]")), fits("3", parsed("int")), fits("3", parsed("Path"))
    (True, False, True)
    """
    match kind:
        case ast.Constant(value=None):
            return value is None
        case ast.Constant(value=str(text)):
            return fits(value, parsed(text))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return fits(value, left) or fits(value, right)
        case ast.Subscript(value=outer, slice=inner):
            return _fits_subscript(value, _name(outer), inner)
    is_of_type = PLAIN.get(ALSO.get(_name(kind), _name(kind)))
    return is_of_type is None or is_of_type(value)


def parsed(text: str) -> ast.expr:
    """A type from its spelling; one that cannot be read is `object`, which every value fits."""
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return ast.Name("object")


def words(kind: ast.expr) -> str:
    """A type in words, or as it is spelt where there are none for it.

    >>> words(parsed("int")), words(parsed("list[int]"))
    ('a whole number', 'list[int]')
    """
    spelling = ast.unparse(kind)
    return WORDS.get(spelling, spelling)


def example(kind: ast.expr) -> str:
    """How to write a value of a type in a sweep; the type as it is spelt where none is known.

    >>> example(parsed("int | list[str]"))
    '12 or [a, b]'
    """
    spelt = ast.unparse(kind)
    if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
        return example(parsed(kind.value))
    if isinstance(kind, ast.BinOp):
        return f"{example(kind.left)} or {example(kind.right)}"
    outer = _name(kind.value) if isinstance(kind, ast.Subscript) else spelt
    if isinstance(kind, ast.Subscript) and outer == "Literal":
        parts = kind.slice.elts if isinstance(kind.slice, ast.Tuple) else [kind.slice]
        return " or ".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
    return EXAMPLES.get(spelt) or EXAMPLES.get(ALSO.get(outer, outer)) or f"one of {spelt}"


def of_default(value: Any) -> ast.expr:
    """The type of a parameter that has a default and no annotation: None says nothing."""
    name = type(value).__name__
    return ast.Name(name if name in WORDS else "object")


def _fits_subscript(value: Any, outer: str, inner: ast.expr) -> bool:
    """Whether a value is of a type with others in brackets, as `list[int]` or `Literal["a"]`."""
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if outer == "Optional":
        return value is None or fits(value, inner)
    if outer == "Union":
        return any(fits(value, part) for part in parts)
    if outer == "Literal":
        return any(isinstance(part, ast.Constant) and _same(value, part.value) for part in parts)
    outer = ALSO.get(outer, outer)
    if outer == "list":
        return isinstance(value, list) and all(fits(element, inner) for element in value)
    if outer == "dict":
        return isinstance(value, dict) and all(fits(v, parts[-1]) for v in value.values())
    return True


def _same(value: Any, other: Any) -> bool:
    """Equal and of one type: 1, 1.0 and True are equal to Python."""
    return type(value) is type(other) and bool(value == other)


def _name(kind: ast.expr) -> str:
    """The last part of a dotted name, as `Optional` of `typing.Optional`."""
    if isinstance(kind, ast.Attribute):
        return kind.attr
    return kind.id if isinstance(kind, ast.Name) else ""
