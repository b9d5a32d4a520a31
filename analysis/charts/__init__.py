"""The forms of chart, one in each file; their common parts are in kit/, those of maps in maps/.

Each form takes a timeline, knows no case, and returns a Chart; `run_panels` alone takes the results
of a batch. The forms stand in `__init__.pyi` and are loaded when they are first used.
"""

import sys
from types import ModuleType
from typing import Any

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
FORMS = tuple(__all__)
"""The names of the forms."""


class _Charts(ModuleType):
    """This package, in which the name of a form is the form, never the file that it is in.

    Python puts a file that it imports into its package under the file's name, which would hide the
    form of the same name. See "Customizing module attribute access" in Python's data model.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        form = getattr(value, name, value) if isinstance(value, ModuleType) else value
        super().__setattr__(name, form if name in FORMS else value)


sys.modules[__name__].__class__ = _Charts
