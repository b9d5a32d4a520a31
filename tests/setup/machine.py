"""The Pythons of this machine, checkouts to set up in, and an index of tomorrow's releases."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conftest import PATIENCE
from locks import LOCK, LOCK_DEV, ROOT, only, pins

WANTED = ("3.11", "3.12", "3.13", "3.14")
WHICH = """\
import os, platform, sys
print(os.path.realpath(sys.executable), platform.python_version())
"""
FEW = ("filelock", "lazy-loader", "packaging", "setuptools", "pip")
"""What a small lock holds: enough to install the project, without what it would need to run."""


@dataclass(frozen=True)
class Python:
    """An interpreter. path: the program itself, behind links and shims."""

    path: Path
    version: str

    @property
    def minor(self) -> str:
        return self.version.rpartition(".")[0]


def pythons() -> list[Python]:
    """Every Python that the project supports: on the PATH, the system's, pyenv's."""
    folders = [*os.environ.get("PATH", "").split(os.pathsep), "/usr/bin", "/usr/local/bin"]
    folders += map(str, (Path.home() / ".pyenv" / "versions").glob("*/bin"))
    named = [Path(folder) / f"python{minor}" for minor in WANTED for folder in folders]
    matches = {python.path: python for path in named if (python := python_at(path))}
    return sorted(matches.values(), key=lambda python: (WANTED.index(python.minor), python.path))


def python_at(path: Path) -> Python | None:
    """The Python that a program is; none where it is not there, or a shim of one that is not."""
    if not path.is_file():
        return None
    done = subprocess.run([path, "-c", WHICH], capture_output=True, text=True)
    real, _, version = done.stdout.strip().rpartition(" ")
    return None if done.returncode else Python(Path(real), version)


def missing() -> list[str]:
    """The versions that this machine does not have."""
    there = {python.minor for python in pythons()}
    return [minor for minor in WANTED if minor not in there]


@dataclass(frozen=True)
class Checkout:
    """A copy of what is committed or about to be, to set up in."""

    folder: Path

    def make(
        self, *words: str, python: Path | None = None, own: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run make here. own: variables beside those of this process."""
        return subprocess.run(
            self.command(*words, python=python),
            cwd=self.folder,
            env=clean(own or {}),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        """The same, without waiting, in a process group of its own."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.folder,
            env=clean({}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def command(self, *words: str, python: Path | None = None) -> list[str]:
        return ["make", *words, f"PYTHON={python or real_python()}"]

    def run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment."""
        return subprocess.run(
            [self.folder / ".venv" / "bin" / program, *words],
            cwd=self.folder,
            env=clean({}),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    @property
    def is_whole(self) -> bool:
        """Whether the small lock is installed, by what the environment itself says."""
        code = "import filelock, setuptools, analysis; print(filelock.__version__)"
        done = self.run("python", "-c", code)
        version = next(pin for pin in pins(LOCK) if pin.name == "filelock").requirement.specifier
        ready = (self.folder / ".venv" / "ready").is_file()
        return ready and done.returncode == 0 and done.stdout.strip() in version


def real_python() -> Path:
    """The Python that these tests run on, not their environment."""
    return Path(os.path.realpath(sys.executable))


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of this process without those of make and of its environment, and some more."""
    dropped = ("MAKE", "MFLAGS", "VIRTUAL_ENV", "PYTHON", "COV_")
    rest = {name: v for name, v in os.environ.items() if not name.startswith(dropped)}
    return {**rest, **environment}


def checkout(folder: Path, *, small: bool) -> Checkout:
    """Copy the files that git knows of, or is not told to ignore; small: with a lock of a few."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    if small:
        (folder / LOCK.name).write_text(only(LOCK, *FEW), encoding="utf-8")
        (folder / LOCK_DEV.name).write_text(only(LOCK_DEV, "iniconfig"), encoding="utf-8")
    return Checkout(folder)


def tomorrow(folder: Path) -> Path:
    """A folder of wheels, one for each pinned package, all of a version above any other."""
    folder.mkdir()
    for pin in [*pins(LOCK), *pins(LOCK_DEV)]:
        _wheel(folder, pin.name.replace("-", "_"), "99999.0")
    return folder


def _wheel(folder: Path, name: str, version: str) -> None:
    stem = f"{name}-{version}"
    files = {
        f"{name}_of_tomorrow.py": "",
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},{_hash(text)},{len(text)}\n" for path, text in files.items())
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
        for path, text in {**files, f"{stem}.dist-info/RECORD": record}.items():
            wheel.writestr(path, text)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def cut(python: Python, folder: Path, *without: str) -> Path:
    """A copy of a Python whose library lacks some modules, as Debian's packages do."""
    library = Path(os.path.realpath(python.path)).parent.parent / "lib" / f"python{python.minor}"
    own = folder / "lib" / library.name
    own.mkdir(parents=True)
    (folder / "bin").mkdir()
    program = folder / "bin" / f"python{python.minor}"
    shutil.copy(python.path, program)
    for item in library.iterdir():
        if item.name not in (*without, "site-packages", "dist-packages"):
            (own / item.name).symlink_to(item)
    (own / "site-packages").mkdir()
    if "pip" not in without:
        shutil.copytree(_pip(python), own / "site-packages" / "pip")
    return program


def _pip(python: Python) -> Path:
    code = "import os, pip; print(os.path.dirname(pip.__file__))"
    done = subprocess.run([python.path, "-c", code], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())
