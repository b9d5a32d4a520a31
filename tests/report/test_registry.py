"""The registry of printers: its names are read without a printer, and each leads to one."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from analysis.report import printers

HEAVY = ("typst", "pypandoc", "matplotlib", "pandas", "pyarrow")


def test_names_are_read_without_a_printer() -> None:
    program = (
        "import sys; from analysis.report.printers import FORMATS; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", program]
    completed = subprocess.run(command, capture_output=True, check=True, text=True)
    assert completed.stdout.strip() == "[]"


@pytest.mark.parametrize("form", printers.FORMATS)
def test_each_format_has_a_printer(form: str) -> None:
    module = import_module(f"{printers.__name__}.{printers.PRINTERS[form]}")
    assert callable(module.render)


def test_what_is_usual_is_a_format() -> None:
    assert set(printers.USUAL) <= set(printers.FORMATS)
