"""Which notebooks need a kernel that is started anew, without modules that are loaded already.

A library reads its environment variables when it is imported, and a module is looked for only when
it is not loaded yet. A notebook that changes the one or the other before its imports gets, in a
kernel that was forked with libraries loaded, something else than papermill shows.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import PathFinder
from pathlib import Path

from analysis.notebooks import ipynb

BEFORE_IMPORTS = re.compile(
    r"\b(environb?|putenv|unsetenv|load_dotenv|dotenv|set_env)\b"  # variables
    r"|^\s*(\w+\s*=\s*)?%?env\b"
    r"|\bsys\s*\.\s*(path|modules)\b|\b(meta_path|path_hooks|addsitedir)\b"  # where modules are
    r"|\bfrom\s+sys\s+import\b|\bimport\s[^#\n]*\bsys\s+as\b|\bfrom\s+os\s+import\s+\*"
    r"|\bf?chdir\b|^\s*%?(cd|pushd|popd|bookmark)\b|^\s*%run\b"  # the folder looked into first
    r"|\b(exec|eval|getattr|setattr|vars|__import__|__dict__|runpy|run_\w+_magic)\b"  # any of these
    r"|\bwarnings\s*\.\s*filters\b|\b(reload|DEBUG|reset_option|describe_option)\b",  # what is left
    re.MULTILINE,
)
"""Code that may change what imports do, or that looks at what others have imported.

It may match too much, which costs a second of a kernel's start; too little would change results.
"""
WORD = re.compile(r"\w+")
SETTINGS = "matplotlibrc"
"""A file that matplotlib reads from the working folder when it is imported."""


def needed(notebook: Path, modules: Iterable[Path], folders: Iterable[Path]) -> bool:
    """Whether a notebook needs a kernel that is started anew.

    notebook: its file. modules: files that it may import and that are not installed. folders: the
    one that it runs in, and that of the process that kernels are forked from.
    """
    if any((folder / SETTINGS).is_file() or any(_hiding(folder)) for folder in folders):
        return True
    cells = ipynb.cells(notebook)
    code = [ipynb.source(cell) for cell in cells if cell["cell_type"] == "code"]
    return any(BEFORE_IMPORTS.search(source) for source in (*code, *_mentioned(code, modules)))


def _mentioned(code: Iterable[str], modules: Iterable[Path]) -> Iterator[str]:
    """The text of the modules whose names, or those of their folders, stand in code.

    One that is not named there, nor in a module that is, is not imported.
    """
    remaining = {path: _names(path) for path in modules}
    words = {word for source in code for word in WORD.findall(source)}
    while paths := [path for path, names in remaining.items() if names & words]:
        for path in paths:
            del remaining[path]
            source = path.read_text(encoding="utf-8", errors="replace")
            words |= set(WORD.findall(source))
            yield source


def _names(path: Path) -> set[str]:
    """The name by which code imports a module: its own, or that of its package."""
    return {path.parent.name} if path.stem == "__init__" else {path.stem}


def _hiding(folder: Path) -> Iterator[Path]:
    """The modules of a folder that hide installed ones, or Python's own, from a kernel.

    What has imported the hidden one before the fork would go on with that.
    """
    elsewhere = [path for path in sys.path if path and Path(path).resolve() != folder.resolve()]
    for path in (*folder.glob("*.py"), *folder.glob("*/__init__.py")):
        name = path.parent.name if path.name == "__init__.py" else path.stem
        spec = PathFinder.find_spec(name, elsewhere) if name.isidentifier() else None
        same = spec and spec.origin and Path(spec.origin).resolve() == path.resolve()
        if name in sys.stdlib_module_names or (spec and not same):
            yield path
