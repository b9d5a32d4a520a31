"""Makes `.venv` from the hashed locks; the Makefile calls this with the Python of the machine.

It runs before anything is installed, so it uses the standard library alone. What it promises:

- The same versions on every machine and on every day: what the locks pin, by its hash, and nothing
  else. The installer, uv, is pinned too, in requirements-uv.txt.
- An environment is whole or made anew: the marks `.venv/ready` and `.venv/ready-dev` are taken away
  before anything changes and come back at the very end.
- One at a time: whoever comes second waits, and then has nothing to do.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
READY, READY_DEV = VENV / "ready", VENV / "ready-dev"
LOCK, LOCK_DEV, LOCK_UV = (ROOT / f"requirements{suffix}.txt" for suffix in ("", "-dev", "-uv"))
LOG = VENV / "install.log"
KERNELS = "ipython_kernel_config.py"
"""The name under which IPython looks for settings of kernels."""

ELSEWHERE = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX", "__PYVENV_LAUNCHER__")
"""Variables that would lead an installer to another environment than `.venv`."""
UV_ELSEWHERE = (
    *("UV_PYTHON", "UV_SYSTEM_PYTHON", "UV_MANAGED_PYTHON", "UV_PROJECT", "UV_WORKING_DIR"),
    *("UV_EXCLUDE_NEWER", "UV_NO_BINARY", "UV_NO_EDITABLE", "UV_NO_VERIFY_HASHES"),
)
"""The same for uv, and those that would have it install something else than the lock says."""
SOURCES = {
    "index-url": "UV_DEFAULT_INDEX",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "no-index": "UV_NO_INDEX",
    "find-links": "UV_FIND_LINKS",
}
"""Settings of pip that say where packages come from, and what uv calls the same.

All other settings of pip (a second index, constraints, `--user`) have no say in what a lock pins.
"""
PIP_SECTIONS = ("global", "install", ":env:")
"""Where pip reads settings; the later ones go over the earlier."""


class InstallError(Exception):
    """Why the set-up cannot go on, as one line for a person."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring `.venv` to what the locks say, and return the exit status.

    arguments: of the command line, by default those of the process.
    """
    parser = argparse.ArgumentParser(description="Make .venv from the hashed locks.")
    parser.add_argument("--dev", action="store_true", help="also what the tests need")
    parser.add_argument("--installer", choices=("uv", "pip"), default="uv")
    options = parser.parse_args(arguments)
    try:
        with alone():
            bring_up_to_date(dev=options.dev, installer=options.installer)
    except (InstallError, OSError) as error:
        print(f"The set-up stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The set-up was stopped; the next make begins it anew.", file=sys.stderr)
        return 130
    return 0


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until no other set-up of this folder runs; where a system has no such lock, go on."""
    # On the folder of the project, since `.venv` is made anew meanwhile and a file of its own would
    # have to be ignored by git. The lock goes with the process, however that ends.
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another make is setting up .venv; waiting for it")
            fcntl.flock(folder, fcntl.LOCK_EX)
        except OSError:  # some network file systems have no locks
            pass
        yield
    finally:
        os.close(folder)


def bring_up_to_date(*, dev: bool, installer: str) -> None:
    """Install what is missing; anew where the last set-up did not end or was for another Python.

    dev: also what the tests need. installer: `uv` or `pip`. Raises InstallError.
    """
    whole = READY.is_file() and version_of_venv() == platform.python_version()
    current = whole and is_newer(READY, LOCK, LOCK_UV, ROOT / "pyproject.toml")
    current_dev = current and is_newer(READY_DEV, READY, LOCK_DEV)
    if current_dev or (current and not dev):
        return
    adds_dev = dev or READY_DEV.is_file()
    if not whole:
        say(f"setting up .venv with {installer}, once; this may take a minute or two")
    else:
        say("adding to .venv what the tests need" if current else "bringing .venv up to the locks")
    for mark in (READY, READY_DEV):
        mark.unlink(missing_ok=True)
    if not whole:
        make_venv()
    install([LOCK, LOCK_DEV] if adds_dev else [LOCK], installer)
    remove_bytecode_of_tests()
    keep_kernels_quiet()
    for mark in (READY, READY_DEV) if adds_dev else (READY,):
        mark.touch()


def version_of_venv() -> str:
    """The version of Python that `.venv` was made for; empty where there is none."""
    with contextlib.suppress(OSError):
        for line in (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            if name.strip() == "version":
                return value.strip()
    return ""


def is_newer(mark: Path, *files: Path) -> bool:
    """Whether a mark is there and at least as new as each of the files."""
    times = [file.stat().st_mtime_ns for file in (mark, *files) if file.is_file()]
    return mark.is_file() and times[0] == max(times)


def make_venv() -> None:
    """An empty environment of the Python that runs this.

    Behind the shims of pyenv and inside another environment the program is elsewhere than the one
    that was named; venv is given the real one.
    """
    python = os.path.realpath(sys.executable)
    if VENV.is_symlink() or VENV.is_file():
        raise InstallError(".venv is a link or a file here; remove it, then run make again.")
    command = [python, "-m", "venv", "--clear", "--without-pip", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment({}))
    if done.returncode:
        raise InstallError(last_words(done.stdout + done.stderr))


def install(locks: Sequence[Path], installer: str) -> None:
    """Install all that the locks pin, then the project itself, so that it is edited in place.

    Raises InstallError where there is no installer, or where it fails.
    """
    pip = pip_of_venv() or bundled_pip() or outer_pip()
    settings = pip_settings(pip) if pip else {}
    listed = [word for lock in locks for word in ("-r", str(lock))]
    project = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    if installer == "pip":
        if not pip:
            raise InstallError(no_pip("make INSTALLER=pip"))
        quiet = [*pip, "install", "--disable-pip-version-check", "--no-input"]
        locked = ["--require-hashes", "--only-binary", ":all:"]
        run([*quiet, *locked, *listed], environment(settings))
        run([*quiet, *project], environment(settings))
    else:
        uv = [*uv_program(pip, settings), "pip", "install", "--python", str(venv_python())]
        locked = ["--require-hashes", "--no-build", "--compile-bytecode"]
        run([*uv, *locked, *listed], uv_environment(uv[0], settings))
        run([*uv, *project], uv_environment(uv[0], settings))


def venv_python() -> Path:
    """The interpreter of `.venv`."""
    return PROGRAMS / ("python.exe" if os.name == "nt" else "python")


def pip_of_venv() -> list[str]:
    """The command of the pip that `.venv` has, if it has one."""
    command = [str(venv_python()), "-m", "pip"]
    return command if answers([*command, "--version"]) else []


def bundled_pip() -> list[str]:
    """The command of the pip that Python itself carries, put into `.venv`; Debian leaves it out."""
    answers([str(venv_python()), "-m", "ensurepip"])
    return pip_of_venv()


def outer_pip() -> list[str]:
    """The command of the pip beside the Python that runs this, made to install into `.venv`."""
    command = [os.path.realpath(sys.executable), "-m", "pip", "--python", str(venv_python())]
    return command if answers([*command, "--version"]) else []


def no_pip(what: str) -> str:
    """What to do where Python comes without pip. what: the command that needs it."""
    version = pinned_uv()
    return (
        f"{what} needs pip, which this Python comes without. Install it (on Debian and Ubuntu: "
        f"apt-get install python3-venv), or put uv {version} on the PATH; then run make again."
    )


def uv_program(pip: Sequence[str], settings: Mapping[str, str]) -> list[str]:
    """The command of the pinned uv: on the PATH, in `.venv`, or installed there by pip.

    pip: the command of pip, empty where there is none. settings: as `pip_settings` gives them.
    """
    own = PROGRAMS / ("uv.exe" if os.name == "nt" else "uv")
    for program in (shutil.which("uv"), str(own)):
        if program and answers([program, "--version"]).split()[1:2] == [pinned_uv()]:
            return [program]
    if not pip:
        raise InstallError(no_pip("make"))
    quiet = [*pip, "install", "--disable-pip-version-check", "--no-input"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(LOCK_UV)]
    run([*quiet, *locked], environment(settings))
    return [str(own)]


def pinned_uv() -> str:
    """The version that requirements-uv.txt pins."""
    return LOCK_UV.read_text(encoding="utf-8").partition("uv==")[2].split()[0]


def pip_settings(pip: Sequence[str]) -> dict[str, str]:
    """Where packages come from as the person or the machine has set it for pip, by option."""
    listed = [line.partition("=") for line in answers([*pip, "config", "list"]).splitlines()]
    settings = {}
    for section in PIP_SECTIONS:
        for name, _, value in listed:
            prefix, _, option = name.rpartition(".")
            if prefix == section and option in SOURCES:
                settings[option] = str(ast.literal_eval(value)).strip()
    if settings.get("no-index", "").lower() not in {"1", "true", "yes", "on"}:
        settings = {k: v for k, v in settings.items() if k not in {"no-index", "find-links"}}
    return settings


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The variables for pip: those of the person, but nothing that leads it elsewhere.

    settings: as `pip_settings` gives them.
    """
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PIP_") and name not in ELSEWHERE
    }
    named = {f"PIP_{option.upper().replace('-', '_')}": settings[option] for option in settings}
    return {**inherited, "PIP_CONFIG_FILE": os.devnull, **named}


def uv_environment(uv: str, settings: Mapping[str, str]) -> dict[str, str]:
    """The variables for uv; what the person has set for uv itself goes before pip's."""
    empty = {name for name, value in os.environ.items() if name.startswith("UV_") and not value}
    inherited = {n: v for n, v in environment({}).items() if n not in {*UV_ELSEWHERE, *empty}}
    named = {SOURCES[option]: value for option, value in settings.items()}
    fixed = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_SYSTEM_CERTS": "1"}
    cache = Path(answers([uv, "cache", "dir"]).strip() or os.devnull)
    uncached = {} if can_write(cache) else {"UV_NO_CACHE": "1"}
    return {**named, **inherited, **fixed, **uncached}


def can_write(folder: Path) -> bool:
    """Whether a folder is there to be written into, or can be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def answers(command: Sequence[str]) -> str:
    """What a command prints; empty if it fails or cannot be started."""
    own = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=own, stdin=subprocess.DEVNULL
        )
    except OSError:
        return ""
    return "" if done.returncode else done.stdout or "yes"


def run(command: Sequence[str], variables: Mapping[str, str]) -> None:
    """Run an installer; what it prints goes to the log. Raises InstallError with its last line."""
    with LOG.open("a", encoding="utf-8") as log:
        done = subprocess.run(
            command, stdout=log, stderr=log, env=variables, stdin=subprocess.DEVNULL, cwd=ROOT
        )
    if done.returncode:
        text = LOG.read_text(encoding="utf-8", errors="replace")
        raise InstallError(
            f"{last_words(text)}. All that the installer said is in .venv/install.log; once that "
            "is mended, run make again."
        )


def last_words(text: str) -> str:
    """The last line that says something, without the ornaments of uv and pip."""
    lines = [line.strip(" \t│├└╰─▶×.") for line in text.splitlines()]
    words = [line for line in lines if line and not line.startswith(("hint:", "[notice]"))]
    last = words[-1] if words else "nothing was said"
    return last.removeprefix("ERROR: ").removeprefix("error: ")


def remove_bytecode_of_tests() -> None:
    """Free some 50 MB: the compiled test suites of the libraries, which nobody runs here."""
    for folder in VENV.glob("[Ll]ib/**/tests/**/__pycache__"):
        shutil.rmtree(folder, ignore_errors=True)


def keep_kernels_quiet() -> None:
    """Give kernels of `.venv` the settings of `ipython_kernel_config.py`, which says why."""
    folder = VENV / "etc" / "ipython"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "tools" / KERNELS, folder / KERNELS)


def say(text: str) -> None:
    """Print to the person at the terminal what goes on."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
