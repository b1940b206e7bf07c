"""Selects the tests for a mutated file: the nearest first, then those of its callers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

MIRROR: Final = "tests/unit"
"""Where the tests of ``nazh/a/b.py`` are ``tests/unit/a/test_b.py``."""
PAGES: Final = "tests/unit/docs"
"""Where pages of documentation are tested, some of them named after a package."""
SLOW: Final = ("tests/e2e", "tests/browser", "tests/ops", "tests/deploy", "tests/benchmarks")
"""Start programs, browsers or rule tests; they run only in the widest tier."""
WIRING: Final = "nazh.wiring."
PROGRAM: Final = "nazh.wiring.program"
"""Assembles the program; tests that import it hold what the wiring passes on."""
DURATIONS: Final = "tests/unit/architecture/test_durations.py"
"""Compares the durations of all modules with a golden file, which names the modules."""
BY_WORD: Final = {
    "METADATA": "tests/unit/adapters/outbound/sql/migrations/test_chains.py",
    "errors": "tests/unit/domain/test_refusal_facts.py",
    "translator": "tests/unit/adapters/inbound/texts/test_placeholders.py",
}
"""Tests that read or import all modules, and a word of those whose mutations they can notice."""
MAX_FILES: Final = 80
"""Test files in one tier; the others come first in the next."""
_IMPORTED_FROM: Final = re.compile(r"^from (\S+) import (\([^)]*\)|.*)", re.MULTILINE)
_IMPORTED: Final = re.compile(r"\btests(?:\.\w+)+")


class Selection:
    """The test files of one repository, ordered by distance from a source file."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def tiers(self, path: str) -> tuple[tuple[str, ...], ...]:
        """Return disjoint groups of test files for ``path``, the nearest first.

        The first holds its own test file, that of its package, those of their pages, tests that
        check all modules, and every fast test that imports the module, itself or by a helper; the
        second the folder of its tests and the tests of the modules that import it, directly or not,
        or of the whole program if the wiring imports it; the third slower tests that import the
        module, and end-to-end tests named after it or one of its packages.
        """
        module = _module(path)
        generations = self._generations(module)
        callers = generations[0] if generations else ()
        stem = PurePosixPath(path).stem
        own = [test for test in self._tests if self._mirrors(test, path)]
        checks = [suite for word, suite in BY_WORD.items() if word in self._sources.get(module, "")]
        checks += [DURATIONS] if self._mentions(self._durations, (module,)) else []
        near = [test for test in self._fast if self._mentions(self._tests[test], (module,))]
        near += self._through_helpers((module,))
        folder = str(PurePosixPath(MIRROR, *PurePosixPath(path).parts[1:-1]))
        siblings = [test for test in self._fast if test.startswith(f"{folder}/")]
        siblings.sort(key=lambda sibling: sibling.count("/"))
        of_callers = []
        for callers_of_callers in generations:
            of_callers += [
                test for test in self._fast if self._mentions(self._tests[test], callers_of_callers)
            ]
            of_callers += self._through_helpers(callers_of_callers)
        if any(caller.startswith(WIRING) for caller in callers):
            of_callers += [
                test for test in self._fast if self._mentions(self._tests[test], (PROGRAM,))
            ]
        words = {stem, stem.rstrip("s"), *PurePosixPath(path).parts[2:-1]}
        slow = [
            test
            for test in self._tests
            if test.startswith(SLOW)
            and (
                self._mentions(self._tests[test], (module,))
                or (test.startswith("tests/e2e/test_") and any(word in test for word in words))
            )
        ]
        earlier: set[str] = set()
        left: tuple[str, ...] = ()
        tiers = []
        for group in ((*own, *checks, *near), (*siblings, *of_callers), slow):
            fresh = tuple(dict.fromkeys(test for test in (*left, *group) if test not in earlier))
            fresh, left = fresh[:MAX_FILES], fresh[MAX_FILES:]
            earlier.update(fresh)
            if fresh:
                tiers.append(fresh)
        return tuple(tiers)

    @cached_property
    def _tests(self) -> dict[str, str]:
        files = sorted((self._root / "tests").rglob("test_*.py"))
        return {file.relative_to(self._root).as_posix(): _read(file) for file in files}

    @cached_property
    def _durations(self) -> str:
        file = self._root / "tests/golden/durations.txt"
        return file.read_text("utf-8") if file.exists() else ""

    @cached_property
    def _helpers(self) -> dict[str, str]:
        """Everything in the tests that others import, tests included."""
        files = sorted((self._root / "tests").rglob("*.py"))
        sources = {_module(file.relative_to(self._root).as_posix()): _read(file) for file in files}
        imported = {name for source in sources.values() for name in _IMPORTED.findall(source)}
        return {name: source for name, source in sources.items() if name in imported}

    def _through_helpers(self, modules: Iterable[str]) -> list[str]:
        """Return the fast tests that import a helper which imports one of ``modules``.

        Helpers import one another.
        """
        names: set[str] = set()
        wanted = list(modules)
        while wanted:
            wanted = [
                name
                for name, source in self._helpers.items()
                if name not in names and self._mentions(source, wanted)
            ]
            names.update(wanted)
        return [test for test in self._fast if self._mentions(self._tests[test], names)]

    @cached_property
    def _fast(self) -> tuple[str, ...]:
        return tuple(test for test in self._tests if not test.startswith(SLOW))

    @cached_property
    def _sources(self) -> dict[str, str]:
        files = sorted((self._root / "nazh").rglob("*.py"))
        return {_module(file.relative_to(self._root).as_posix()): _read(file) for file in files}

    def _mirrors(self, test: str, path: str) -> bool:
        module = PurePosixPath(MIRROR, *PurePosixPath(path).parts[1:])
        return any(
            test
            in (
                str(mirrored.parent / f"test_{mirrored.stem}.py"),
                f"{PAGES}/test_{mirrored.stem}_page.py",
            )
            for mirrored in (module, module.parent)
        )

    def _generations(self, module: str) -> list[tuple[str, ...]]:
        """Return the modules that import ``module``, those that import them, and so on."""
        names, generations = {module}, []
        newest: tuple[str, ...] = (module,)
        while newest:
            newest = tuple(
                name
                for name, source in self._sources.items()
                if name not in names and self._mentions(source, newest)
            )
            names.update(newest)
            generations.append(newest)
        return generations

    @staticmethod
    def _mentions(source: str, modules: Iterable[str]) -> bool:
        return any(re.search(rf"{re.escape(module)}(?![\w.])", source) for module in modules)


def _read(file: Path) -> str:
    """Return the source, with the full name of each import ``from`` a package after it."""
    source = file.read_text("utf-8")
    imports = [
        f"{package}.{name}"
        for package, names in _IMPORTED_FROM.findall(source)
        for name in re.findall(r"\w+", names)
    ]
    return "\n".join((source, *imports))


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
