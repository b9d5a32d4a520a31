"""Adds to a wheel what the suite reads from the top of the repository; pyproject.toml has the rest.

In a checkout these files stand at the top, where people look for them. A wheel has no top of its
own: there the same files are in `analysis/resources/`, and `analysis/paths.py` knows both places.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

TOP = Path(__file__).resolve().parent
PATTERNS = (
    "data/LICENSE",
    "data/map/*",
    "data/schema/*.json",
    "notebooks/*.ipynb",
    "notebooks/sweeps/*",
    "notebooks/templates/*.ipynb",
)
"""What travels; a case of the repository and its own notebooks do not."""


def resources() -> Iterator[Path]:
    """The files that travel, by their paths from the top."""
    for pattern in PATTERNS:
        yield from sorted(path.relative_to(TOP) for path in TOP.glob(pattern) if path.is_file())


class WithResources(build_py):
    """Copies the resources next to the modules, but for an editable install, which has the top."""

    def run(self) -> None:
        """Build the modules, then copy."""
        super().run()
        if not self.editable_mode:
            for path, target in self._targets().items():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(TOP / path, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """The files that this command makes."""
        copies = [] if self.editable_mode else map(str, self._targets().values())
        return [*super().get_outputs(include_bytecode), *copies]

    def _targets(self) -> dict[Path, Path]:
        inside = Path(self.build_lib) / "analysis" / "resources"
        return {path: inside / path for path in resources()}


setup(cmdclass={"build_py": WithResources})
