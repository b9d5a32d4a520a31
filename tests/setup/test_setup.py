"""The set-up on machines of many kinds: it works, or says in one line what is missing.

It fetches packages, so it needs a network, and is a target of its own: `make test-setup`.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest
from locks import LOCK, LOCK_DEV, LOCK_UV, pins

from setup.machine import Checkout, Python, checkout, clean, cut, pythons, tomorrow
from setup.proxy import proxy

EACH = pytest.mark.parametrize("python", pythons(), ids=lambda p: f"{p.version}-{p.path.parts[1]}")
OLDEST_PIPS = ("22.3", "23.2.1")
"""What Python 3.11 brought at first, and what 3.11.7 and 3.12.1 bring."""
NOWHERE = "http://127.0.0.1:9"
UV = next(iter(pins(LOCK_UV)[0].requirement.specifier)).version


@pytest.fixture
def small(tmp_path: Path) -> Checkout:
    """A checkout whose lock holds a few packages."""
    return checkout(tmp_path / "checkout", small=True)


@pytest.fixture(scope="module")
def oldest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of the oldest Python that is supported, with a pip to be replaced."""
    python = pythons()[0]
    assert python.minor == "3.11", "the oldest pip is tried with Python 3.11, which is not here"
    folder = tmp_path_factory.mktemp("oldest") / "venv"
    subprocess.run([python.path, "-m", "venv", folder], check=True, env=clean({}))
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Newer releases of all that is pinned."""
    return tomorrow(tmp_path_factory.mktemp("tomorrow") / "wheels")


@EACH
def test_each_python_sets_up_all_in_a_folder_of_any_name(python: Python, tmp_path: Path) -> None:
    place = checkout(tmp_path / "a störy, with blanks ☃", small=False)
    done = place.make("check", python=python.path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^convoy-2017: .*, all well$", done.stdout, re.MULTILINE)
    assert_in_a_gigabyte_bytecode_included(place.folder / ".venv")
    added = place.make(".venv/ready-dev", python=python.path)
    assert added.returncode == 0, added.stdout + added.stderr
    checked = place.run("uv", "pip", "check", "--python", ".venv/bin/python")
    assert checked.returncode == 0, checked.stderr
    version = place.run("python", "--version").stdout.split()[1]
    assert version == python.version
    installed = place.run("uv", "pip", "freeze", "--python", ".venv/bin/python").stdout
    names = set(re.findall(r"^([\w.-]+)==", installed, re.MULTILINE))
    assert names <= {pin.name for pin in [*pins(LOCK), *pins(LOCK_DEV), *pins(LOCK_UV)]}


def assert_in_a_gigabyte_bytecode_included(venv: Path) -> None:
    """What reports need takes no more than that."""
    size = sum(path.lstat().st_blocks * 512 for path in venv.rglob("*"))
    assert size <= 1000 * 2**20
    compiled = list(venv.glob("lib/*/site-packages/pandas/core/__pycache__/*.pyc"))
    assert len(compiled) > 10


def pip(python: Path, version: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a pip of some version on locks, without installing anything."""
    command: list[str | Path] = [python, "-m", "pip", "install", "--disable-pip-version-check"]
    subprocess.run([*command, "--quiet", f"pip=={version}"], check=True, env=clean({}))
    trial = ["--dry-run", "--ignore-installed", "--require-hashes"]
    return subprocess.run([*command, *trial, *words], capture_output=True, text=True, env=clean({}))


@pytest.mark.parametrize("version", OLDEST_PIPS)
def test_the_oldest_pips_take_the_locks_on_the_day_after_everything_was_released_anew(
    version: str, oldest: Path, released: Path
) -> None:
    done = pip(oldest, version, "--find-links", released, "-r", LOCK, "-r", LOCK_DEV)
    assert done.returncode == 0, done.stderr
    (would,) = re.findall(r"^Would install (.*)$", done.stdout, re.MULTILINE)
    assert "99999" not in would


def test_a_lock_without_an_extra_is_refused_by_an_old_pip_on_that_day(
    oldest: Path, released: Path, tmp_path: Path
) -> None:
    """As the lock was once: so the test above can fail."""
    bare = tmp_path / "bare.txt"
    text = LOCK_DEV.read_text(encoding="utf-8")
    bare.write_text(text.replace("coverage[toml]==", "coverage=="), encoding="utf-8")
    done = pip(oldest, OLDEST_PIPS[-1], "--find-links", released, "-r", LOCK, "-r", bare)
    assert done.returncode != 0
    assert "coverage[toml]" in done.stderr


def test_pip_installs_the_whole_lock_too(tmp_path: Path) -> None:
    place = checkout(tmp_path / "checkout", small=False)
    done = place.make("check", "INSTALLER=pip")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^convoy-2017: .*, all well$", done.stdout, re.MULTILINE)
    assert not (place.folder / ".venv" / "bin" / "uv").exists()
    checked = place.run("python", "-m", "pip", "check")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_nothing_is_done_twice(small: Checkout, installer: str) -> None:
    assert small.make(".venv/ready", f"INSTALLER={installer}").returncode == 0
    assert small.is_whole
    log = (small.folder / ".venv" / "install.log").read_bytes()
    again = small.make(".venv/ready", f"INSTALLER={installer}")
    assert (again.returncode, again.stderr) == (0, "")
    assert (small.folder / ".venv" / "install.log").read_bytes() == log


def test_what_was_interrupted_is_made_whole_by_the_next_make(small: Checkout) -> None:
    with small.start(".venv/ready") as process:
        log = small.folder / ".venv" / "install.log"
        while not log.exists() and process.poll() is None:
            pass
        os.killpg(process.pid, signal.SIGKILL)
    assert not (small.folder / ".venv" / "ready").exists()
    assert small.make(".venv/ready").returncode == 0
    assert small.is_whole


def test_half_a_package_is_not_taken_for_whole(small: Checkout) -> None:
    """An installer that is killed may have written what says that a package is there, alone."""
    assert small.make(".venv/ready").returncode == 0
    (small.folder / ".venv" / "ready").unlink()
    for path in small.folder.glob(".venv/lib/*/site-packages/filelock/*.py"):
        path.unlink()
    assert small.make(".venv/ready").returncode == 0
    assert small.is_whole


def test_two_at_once_make_one(small: Checkout) -> None:
    both = [small.start(".venv/ready") for _ in range(2)]
    printed = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], printed
    assert sum("waiting for it" in text for text in printed) <= 1
    log = (small.folder / ".venv" / "install.log").read_text(encoding="utf-8")
    assert log.count("+ filelock==") == 1
    assert small.is_whole


def test_a_changed_lock_is_followed_and_the_tests_part_stays(small: Checkout) -> None:
    assert small.make(".venv/ready-dev").returncode == 0
    lock = small.folder / LOCK.name
    lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = small.make(".venv/ready")
    assert "bringing .venv up to the locks" in done.stdout
    assert small.is_whole
    assert small.run("python", "-c", "import iniconfig").returncode == 0


@pytest.mark.parametrize("where", ["/dev/null/home", "/proc/home"])
def test_a_home_that_cannot_be_written_into_is_no_hindrance(small: Checkout, where: str) -> None:
    own = {"HOME": where, "XDG_CACHE_HOME": "", "UV_CACHE_DIR": ""}
    done = small.make(".venv/ready", own=own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.is_whole


def test_a_proxy_is_used(small: Checkout, tmp_path: Path) -> None:
    with proxy() as (address, queries):
        own = {"HTTPS_PROXY": address, "https_proxy": address, "NO_PROXY": "", "no_proxy": ""}
        own["UV_CACHE_DIR"] = str(tmp_path / "cache")
        done = small.make(".venv/ready", own=own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert queries
    assert small.is_whole


def test_a_proxy_that_pip_was_told_of_is_used_by_uv_too(small: Checkout, tmp_path: Path) -> None:
    with proxy() as (address, queries):
        settings = tmp_path / "pip.conf"
        settings.write_text(f"[global]\nproxy = {address}\n", encoding="utf-8")
        own = {"PIP_CONFIG_FILE": str(settings), "UV_CACHE_DIR": str(tmp_path / "cache")}
        done = small.make(".venv/ready", own=own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(set(queries)) >= 1
    assert small.is_whole


def test_without_a_network_one_line_says_so(small: Checkout, tmp_path: Path) -> None:
    own = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY"), NOWHERE)
    own |= {"PIP_RETRIES": "0", "UV_CACHE_DIR": str(tmp_path / "cache"), "NO_PROXY": ""}
    own["HOME"] = str(tmp_path / "home")
    done = small.make(".venv/ready", own=own)
    assert done.returncode != 0
    (line, _) = done.stderr.splitlines()
    assert line.startswith("The set-up stopped: ")
    assert ".venv/install.log" in line
    assert "Traceback" not in done.stderr
    assert not (small.folder / ".venv" / "ready").exists()


@pytest.mark.parametrize(
    "own",
    [
        {"PIP_EXTRA_INDEX_URL": f"{NOWHERE}/simple"},
        {"PIP_USER": "1"},
        {"PIP_TARGET": "/dev/null/elsewhere"},
        {"PIP_CONSTRAINT": "/dev/null/constraints.txt"},
        {"PIP_REQUIRE_VIRTUALENV": "1"},
        {"PYTHONPATH": "/dev/null/elsewhere"},
        {"VIRTUAL_ENV": "/dev/null/elsewhere"},
        {"UV_SYSTEM_PYTHON": "1"},
        {"UV_PYTHON": "3.9"},
        {"UV_EXCLUDE_NEWER": "2020-01-01"},
        {"UV_PYTHON_DOWNLOADS": "automatic"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=lambda own: "-".join(own),
)
def test_what_is_set_for_other_projects_changes_nothing(
    small: Checkout, own: dict[str, str]
) -> None:
    done = small.make(".venv/ready", own=own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.is_whole


def test_a_python_without_ensurepip_has_its_own_pip(small: Checkout, tmp_path: Path) -> None:
    python = cut(pythons()[0], tmp_path / "python", "ensurepip")
    done = small.make(".venv/ready", python=python)
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.is_whole


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_a_python_without_any_pip_is_told_what_to_install(
    small: Checkout, tmp_path: Path, installer: str
) -> None:
    python = cut(pythons()[0], tmp_path / "python", "ensurepip", "pip")
    done = small.make(".venv/ready", f"INSTALLER={installer}", python=python)
    assert done.returncode != 0
    (line, _) = done.stderr.splitlines()
    assert "apt-get install python3-venv" in line
    assert f"put uv {UV} on the PATH" in line


def test_a_python_without_any_pip_takes_uv_from_the_path(small: Checkout, tmp_path: Path) -> None:
    uv = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "uv"
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "uv").symlink_to(uv)
    python = cut(pythons()[0], tmp_path / "python", "ensurepip", "pip")
    path = f"{tmp_path / 'programs'}{os.pathsep}{os.environ['PATH']}"
    done = small.make(".venv/ready", python=python, own={"PATH": path})
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.is_whole


def test_a_uv_of_another_version_on_the_path_is_left_alone(small: Checkout, tmp_path: Path) -> None:
    (tmp_path / "programs").mkdir()
    other = tmp_path / "programs" / "uv"
    other.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo uv 0.1.0 && exit\nexit 1\n', encoding="utf-8"
    )
    other.chmod(0o755)
    path = f"{tmp_path / 'programs'}{os.pathsep}{os.environ['PATH']}"
    assert small.make(".venv/ready", own={"PATH": path}).returncode == 0
    assert small.is_whole
    assert small.run("uv", "--version").stdout.split()[1] == UV


def test_a_python_that_is_named_is_the_one_that_is_taken(small: Checkout, tmp_path: Path) -> None:
    there = {python.minor: python for python in pythons()}
    assert len(there) > 1, "this needs two versions of Python on the machine"
    for python in (*there.values(), next(iter(there.values()))):
        done = small.make(".venv/ready", python=python.path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert small.run("python", "--version").stdout.split()[1] == python.version
        assert small.is_whole


@pytest.mark.parametrize("name", ["no-such-python", "old python"])
def test_a_python_that_will_not_do_is_refused_in_one_line(
    small: Checkout, tmp_path: Path, name: str
) -> None:
    old = tmp_path / "old python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = small.make(".venv/ready", python=tmp_path / name)
    assert done.returncode != 0
    (line, _) = done.stderr.splitlines()
    assert line.startswith("Python 3.11 or newer is needed")
    assert not (small.folder / ".venv").exists()
