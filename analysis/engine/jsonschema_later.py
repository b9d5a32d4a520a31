"""Importing jsonschema without its grammar of web addresses, which takes a second to build.

nbformat imports jsonschema, which imports `rfc3987_syntax` if it is installed
(`jsonschema._format`), which builds a parser as it is imported. Only the formats `iri` and
`iri-reference` of a JSON schema need it, which notebooks hardly ever have.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType

NAME = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import jsonschema with a stand-in that imports the grammar when it is first used."""
    # Python takes what stands in `sys.modules` for the module. jsonschema then has the function of
    # the stand-in; whoever imports the grammar later gets the grammar.
    if NAME not in sys.modules and "jsonschema" not in sys.modules and find_spec(NAME):
        sys.modules[NAME] = _stand_in()
        try:
            importlib.import_module("jsonschema")
        finally:
            del sys.modules[NAME]


def _stand_in() -> ModuleType:
    def is_valid_syntax(term: str, text: str) -> bool:
        return bool(importlib.import_module(NAME).is_valid_syntax(term, text))

    module = ModuleType(NAME)
    module.__dict__["is_valid_syntax"] = is_valid_syntax
    return module
