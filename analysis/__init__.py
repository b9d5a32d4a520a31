"""Numbers that are claimed, not counted: load a case, narrow it, compare, chart, say and cite.

The public names stand in `__init__.pyi`; each is loaded when it is first used, so that the command
line starts at once.
"""

from typing import Any

import lazy_loader

_public, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """A public name, loaded now; `__version__` is that of the suite."""
    if name == "__version__":
        from analysis.notebooks.provenance import version

        return version()
    return _public(name)
