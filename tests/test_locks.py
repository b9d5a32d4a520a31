"""What is installed is pinned, whole and by hash: nothing is left for a resolver to choose."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
from locks import LOCK, LOCK_DEV, LOCK_UV, ROOT, Pin, pins
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EVERY = [*pins(LOCK), *pins(LOCK_DEV)]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))


def environments() -> list[dict[str, str]]:
    """What markers are asked about: each Python on each system."""
    return [
        {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "sys_platform": system,
            "platform_system": name,
            "os_name": kind,
        }
        for python, (system, name, kind) in product(PYTHONS, SYSTEMS)
    ]


def applies(requirement: Requirement, environment: dict[str, str], extra: str = "") -> bool:
    marker = requirement.marker
    return marker is None or marker.evaluate({**environment, "extra": extra})


def needed(pin: Pin, environment: dict[str, str]) -> list[Requirement]:
    """What a pinned package asks for, as its own metadata say; nothing if it is not installed."""
    try:
        listed = metadata.requires(pin.name) or []
    except metadata.PackageNotFoundError:
        return []
    requested = map(Requirement, listed)
    extras = ("", *pin.requirement.extras)
    return [
        item for item in requested if any(applies(item, environment, extra) for extra in extras)
    ]


def unpinned(environment: dict[str, str], entries: list[Pin]) -> set[str]:
    """What pinned packages ask for and no entry gives: another package, version or extra."""
    values = [pin for pin in entries if applies(pin.requirement, environment)]
    missing = set()
    for pin in values:
        for requested in needed(pin, environment):
            same = [item for item in values if item.name == canonicalize_name(requested.name)]
            extras = {extra for item in same for extra in item.requirement.extras}
            versions = [next(iter(item.requirement.specifier)).version for item in same]
            fits = any(
                requested.specifier.contains(version, prereleases=True) for version in versions
            )
            if not (fits and requested.extras <= extras):
                missing.add(f"{pin.name} asks for {requested}")
    return missing


@pytest.mark.parametrize("lock", [LOCK, LOCK_DEV, LOCK_UV], ids=lambda path: path.name)
def test_a_lock_pins_by_version_and_hash(lock: Path) -> None:
    for pin in pins(lock):
        assert [item.operator for item in pin.requirement.specifier] == ["=="], pin.name
        assert pin.hashes, pin.name
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", item) for item in pin.hashes)


@pytest.mark.parametrize(
    "environment", environments(), ids=lambda e: f"{e['python_version']}-{e['sys_platform']}"
)
def test_what_a_pinned_package_asks_for_is_pinned_with_its_extras(
    environment: dict[str, str],
) -> None:
    assert unpinned(environment, EVERY) == set()


def test_an_extra_that_is_not_pinned_is_seen() -> None:
    bare = [pin for pin in EVERY if pin.name != "coverage"]
    bare.append(Pin(Requirement("coverage==7.17.3"), (), ""))
    (missing,) = unpinned(environments()[0], bare)
    assert re.match(r"pytest-cov asks for coverage\[toml\]", missing)


def test_the_first_lock_stands_alone() -> None:
    for environment in environments():
        assert unpinned(environment, pins(LOCK)) == set()


def test_the_second_lock_only_adds() -> None:
    assert {pin.name for pin in pins(LOCK)}.isdisjoint(pin.name for pin in pins(LOCK_DEV))


@pytest.mark.parametrize("part", ["", "-dev", "-uv"])
def test_what_a_lock_was_made_from_is_in_it(part: str) -> None:
    listed = (ROOT / f"requirements{part}.in").read_text(encoding="utf-8").splitlines()
    requested = [Requirement(line) for line in listed if line and not line.startswith("#")]
    own = pins(ROOT / f"requirements{part}.txt")
    pinned = {pin.name for pin in [*own, *(pins(LOCK) if part == "-dev" else ())]}
    assert {canonicalize_name(item.name) for item in requested} <= pinned


def test_what_the_project_needs_is_in_the_first_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    queries = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    pinned = {pin.name: next(iter(pin.requirement.specifier)).version for pin in pins(LOCK)}
    for requirement in map(Requirement, queries):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement.name
