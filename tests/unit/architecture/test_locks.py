"""Tests that the locks match pyproject.toml and contain no URLs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
LOCKS = ("dev", "run", "full", "build")


def lines_of(lock: str) -> list[str]:
    """Return the requirements of a lock, each with its hashes."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    lines = text.replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def pins_of(lock: str) -> dict[str, str]:
    """Return version by canonical name."""
    pins = (re.match(r"([\w.-]+)==(\S+)", line) for line in lines_of(lock))
    return {canonicalize_name(pin[1]): pin[2] for pin in pins if pin}


def group(name: str) -> list[str]:
    requirements: list[str] = []
    for entry in PROJECT["dependency-groups"][name]:
        requirements += group(entry["include-group"]) if isinstance(entry, dict) else [entry]
    return requirements


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("run", RUNTIME),
        ("full", RUNTIME + [wish for extra in EXTRAS.values() for wish in extra]),
        ("dev", RUNTIME + group("dev")),
        ("build", group("build") + PROJECT["build-system"]["requires"]),
    ],
)
def test_a_lock_pins_the_declared_dependencies(lock: str, asked: list[str]) -> None:
    pins = pins_of(lock)

    for requirement in map(Requirement, asked):
        pinned = pins.get(canonicalize_name(requirement.name))

        assert pinned is not None, f"{requirement} is not in {lock}.txt: run script/lock"
        assert requirement.specifier.contains(pinned, prereleases=True), f"{requirement}: {pinned}"


@pytest.mark.parametrize("smaller", ["run", "full", "build"])
def test_a_smaller_lock_is_a_part_of_the_large_one(smaller: str) -> None:
    assert pins_of(smaller).items() <= pins_of("dev").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_one_hashed_pin(lock: str) -> None:
    for line in lines_of(lock):
        assert re.fullmatch(r"[\w.-]+==\S+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()

    assert "://" not in text
    assert "index" not in text
    assert "find-links" not in text
