"""Applies mutations one at a time in a scratch copy and reports those that no test notices."""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Final

from tests.mutation.operators import Mutation, compiles, mutations
from tests.mutation.selection import Selection

ROOT: Final = Path(__file__).parents[2]
NOT_COPIED: Final = shutil.ignore_patterns("__pycache__", ".venv", ".git", "*.pyc", ".*_cache")
UNMUTATED: Final = re.compile(
    r"^nazh/adapters/outbound/sql/(?:\w+/)?migrations/(?:versions/|env|\d)"
)
"""Released migrations, which have their own databases to test them."""
BATCH: Final = 40
"""Test files that run together."""
SECONDS: Final = 180
"""How long one test may take; a mutant is killed if its tests end only without it.

A whole batch has no limit: on a busy machine it can take ten times as long as on an idle one.
"""
FAST, SLOW = "not slow", "slow"
_FAILED: Final = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+)", re.MULTILINE)
"""The test without its parameters, which may hold any character."""
_ALL_PASSED, _SOME_FAILED, _NOTHING_RAN = 0, 1, 5


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutation after which every selected test still passes."""

    mutation: Mutation
    diff: str
    has_tests: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The mutations that were tried and those that survived."""

    tried: tuple[Mutation, ...]
    survivors: tuple[Survivor, ...]

    def __str__(self) -> str:
        tried = Counter(ring(tried_mutation.path) for tried_mutation in self.tried)
        survived = Counter(ring(survivor.mutation.path) for survivor in self.survivors)
        lines = [f"{len(self.survivors)} of {len(self.tried)} mutants survived."]
        lines += [f"  {name}: {survived[name]} of {tried[name]}" for name in sorted(tried)]
        for survivor in sorted(
            self.survivors, key=lambda survivor: (survivor.mutation.path, survivor.mutation.line)
        ):
            mutation = survivor.mutation
            note = "" if survivor.has_tests else " (no test selected)"
            lines.append(f"\n{mutation.path}:{mutation.line}: {mutation.operator}{note}")
            lines += [f"    {line}" for line in survivor.diff.splitlines()]
        return "\n".join(lines)


def ring(path: str) -> str:
    """Return the ring of a source file: ``domain``, ``application``, ``adapters/outbound``, …"""
    parts = Path(path).parts
    return "/".join(parts[1:3]) if parts[1] == "adapters" else Path(parts[1]).stem


def chosen(root: Path, count: int, seed: int, under: Sequence[str] = ()) -> tuple[Mutation, ...]:
    """Return ``count`` mutations of ``root``'s program, or all if there are fewer.

    The same ``seed`` chooses the same ones from the same sources. Operators take turns at random,
    so that frequent ones do not crowd out rare ones. ``under`` limits the files by regular
    expressions.
    """
    by_operator: dict[str, list[Mutation]] = defaultdict(list)
    sources: dict[str, str] = {}
    for file in sorted((root / "nazh").rglob("*.py")):
        path = file.relative_to(root).as_posix()
        is_wanted = not under or any(re.search(pattern, path) for pattern in under)
        if is_wanted and not UNMUTATED.search(path):
            sources[path] = file.read_text("utf-8")
            for mutation in mutations(path, sources[path]):
                by_operator[mutation.operator].append(mutation)
    rng = random.Random(seed)  # seeded on purpose, and no secret
    picked: list[Mutation] = []
    while by_operator and len(picked) < count:
        operator = rng.choice(sorted(by_operator))
        candidates = by_operator[operator]
        mutation = candidates.pop(rng.randrange(len(candidates)))
        if compiles(mutation.applied_to(sources[mutation.path])):
            picked.append(mutation)
        if not candidates:
            del by_operator[operator]
    return tuple(picked)


class Trial:
    """A scratch copy of the repository in which one mutation at a time is tested."""

    def __init__(self, root: Path, scratch: Path, tiers: int, seconds: float) -> None:
        self._scratch = scratch
        self._tiers = tiers
        self._seconds = seconds
        self._stamp = 1_000_000_000
        self._passes: dict[str, bool] = {}
        shutil.copytree(root, scratch, ignore=NOT_COPIED, dirs_exist_ok=True)
        if (root / ".venv").exists():
            (scratch / ".venv").symlink_to(root / ".venv")
        self._selection = Selection(scratch)

    def survivor(self, mutation: Mutation) -> Survivor | None:
        """Return ``mutation`` as a survivor, or ``None`` if a test fails because of it."""
        tiers = self._selection.tiers(mutation.path)[: self._tiers]
        if any(self._is_noticed(mutation, *batch) for batch in self._batches(tiers)):
            return None
        source = (self._scratch / mutation.path).read_text("utf-8")
        return Survivor(mutation, mutation.diff(source), bool(tiers))

    def _batches(self, tiers: Sequence[Sequence[str]]) -> Iterator[tuple[Sequence[str], str]]:
        """Yield test files with the marks of the tests in them to run: slow ones last."""
        for marks in (FAST, SLOW)[: 2 if self._tiers > 2 else 1]:
            for tier in tiers:
                for at in range(0, len(tier), BATCH):
                    yield tier[at : at + BATCH], marks

    def _is_noticed(self, mutation: Mutation, tests: Sequence[str], marks: str) -> bool:
        """Whether one of ``tests`` fails with ``mutation``, alone too, and passes without it.

        If ``tests`` do not end with ``mutation``, they have to end without it.
        """
        while failed := self._failures(tests, marks, mutation):
            if self._passes.get(failed[0]) is False:
                return False
            if self._passes_unmutated(failed[0], marks):
                if self._failures(failed, marks, mutation) != ():
                    return True
                self._passes[failed[0]] = False
        return failed is None and self._failures(tests, marks) is not None

    def _failures(
        self, tests: Sequence[str], marks: str, mutation: Mutation | None = None
    ) -> tuple[str, ...] | None:
        """Return the first test that fails, in a tuple; ``None`` after a timeout or a crash."""
        if mutation is None:
            return self._run(tests, marks)
        file = self._scratch / mutation.path
        source = file.read_text("utf-8")
        self._write(file, mutation.applied_to(source))
        try:
            return self._run(tests, marks)
        finally:
            self._write(file, source)

    def _write(self, file: Path, source: str) -> None:
        """Write ``source`` with a time of its own: bytecode is looked up by time and size."""
        file.write_text(source, "utf-8")
        self._stamp += 1
        os.utime(file, (self._stamp, self._stamp))

    def _passes_unmutated(self, test: str, marks: str) -> bool:
        """Whether ``test`` passes without the mutation; otherwise it is left out from now on."""
        if test not in self._passes:
            self._passes[test] = self._failures((test,), marks) == ()
        return self._passes[test]

    def _run(self, tests: Iterable[str], marks: str) -> tuple[str, ...] | None:
        command = (
            *(sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=no"),
            *("-p", "no:cacheprovider", "-m", marks, "-W", "ignore", *tests),
            *(f"--deselect={test}" for test, passes in self._passes.items() if not passes),
        )
        environment = {**os.environ, "PYTHONPATH": str(self._scratch)}
        process = subprocess.Popen(  # our own tests
            command,
            cwd=self._scratch,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        output = self._output(process)
        if output is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None
        process.communicate()
        if process.returncode in (_ALL_PASSED, _NOTHING_RAN):
            return ()
        if process.returncode == _SOME_FAILED or _FAILED.search(output):
            return tuple(_FAILED.findall(output))[:1]
        return None  # an import that fails at collection, or a crash of the interpreter

    def _output(self, process: subprocess.Popen[bytes]) -> str | None:
        """Return the output of pytest, or ``None`` if it writes nothing for too long.

        It writes a character after each test.
        """
        assert process.stdout is not None
        output = b""
        while select([process.stdout], [], [], self._seconds)[0]:
            some = os.read(process.stdout.fileno(), 65_536)
            if not some:
                return output.decode(errors="replace")
            output += some
        return None


def try_mutations(
    root: Path,
    mutants: Sequence[Mutation],
    *,
    tiers: int = 3,
    seconds: float = SECONDS,
    is_verbose: bool = False,
) -> Report:
    """Try ``mutants`` one after the other on a copy of ``root``."""
    survivors = []
    with TemporaryDirectory(prefix="nazh-mutate-") as scratch:
        trial = Trial(root, Path(scratch), tiers, seconds)
        for number, mutation in enumerate(mutants, 1):
            survivor = trial.survivor(mutation)
            if survivor is not None:
                survivors.append(survivor)
            if is_verbose:
                outcome = "killed" if survivor is None else "SURVIVED"
                sys.stderr.write(
                    f"{number}/{len(mutants)} {outcome} {mutation.path}:{mutation.line}"
                    f" {mutation.operator}\n"
                )
                if survivor is not None:
                    sys.stderr.write(f"{survivor.diff}\n")
                sys.stderr.flush()
    return Report(tuple(mutants), tuple(survivors))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; survivors do not change the exit status."""
    parser = argparse.ArgumentParser(prog="script/mutate", description=__doc__)
    parser.add_argument("count", type=int, metavar="N", help="how many mutations")
    parser.add_argument("seed", type=int, nargs="?", default=1, metavar="SEED")
    parser.add_argument(
        "--in", dest="under", action="append", default=[], metavar="REGEX", help="only these files"
    )
    parser.add_argument(
        "--tiers", type=int, default=3, help="1: nearest tests only; 3: slow tests, too (default)"
    )
    parser.add_argument("--timeout", type=float, default=SECONDS, help="seconds for one test")
    parser.add_argument("--list", action="store_true", help="print the mutations, test none")
    options = parser.parse_args(arguments)
    mutants = chosen(ROOT, options.count, options.seed, options.under)
    if options.list:
        for mutant in mutants:
            source = (ROOT / mutant.path).read_text("utf-8")
            sys.stdout.write(
                f"{mutant.path}:{mutant.line}: {mutant.operator}\n{mutant.diff(source)}\n"
            )
        return 0
    report = try_mutations(
        ROOT, mutants, tiers=options.tiers, seconds=options.timeout, is_verbose=True
    )
    sys.stdout.write(f"{report}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
