"""Runs rpg-dice-roller in a Node process, turn by turn."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.interleaved import Contestant

VERSION: Final = "5.5.1"
_PACKAGE: Final = "@dice-roller/rpg-dice-roller"
_RUNNER: Final = Path(__file__).with_suffix(".mjs")
_PATIENCE: Final = 180
"""Timeout for npm in seconds."""

_WARM_UP: Final = 5_000
"""Warm-up rolls, because Node compiles frequently run code."""


class PeerUnavailable(Exception):
    """The peer cannot be measured on this machine; ``str()`` says why."""


class RpgDiceRoller:
    """A Node process that rolls on request."""

    def __init__(self, node: subprocess.Popen[str]) -> None:
        self._node = node
        self._next = 0

    def rolling(self, name: str, notation: str, *, text: bool, fresh: bool = False) -> Contestant:
        """Return a contestant that rolls ``notation`` and returns its total, or its ``text``.

        ``fresh`` gives each roll a different bonus, so that no notation is repeated.
        """
        if fresh:
            notation = notation.removesuffix("+5")

        def slice_of(times: int) -> float:
            request = {"notation": notation, "times": times, "text": text, "from": None}
            if fresh:
                request["from"] = self._next
                self._next += times
            assert self._node.stdin is not None
            assert self._node.stdout is not None
            self._node.stdin.write(json.dumps(request) + "\n")
            self._node.stdin.flush()
            return float(json.loads(self._node.stdout.readline())["seconds"])

        slice_of(_WARM_UP)
        return Contestant(name, slice_of)


@contextmanager
def running() -> Iterator[RpgDiceRoller]:
    """Start Node with the pinned version, installed on first use. Raises PeerUnavailable."""
    node = _program("node")
    bundle = _installed()
    with subprocess.Popen(
        [node, str(_RUNNER), str(bundle)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        peer = RpgDiceRoller(process)
        _check(lambda: peer.rolling("", "1d6", text=False).slice(1))
        yield peer


def _check(roll: Callable[[], object]) -> None:
    try:
        roll()
    except (OSError, ValueError) as reason:
        raise PeerUnavailable("it does not run on this Node") from reason


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise PeerUnavailable(f"{name} is not installed")
    return path


def _installed() -> Path:
    """Return the peer's code from the user's cache, where npm installs it on first use."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    prefix = cache / "nazh" / "bench" / f"rpg-dice-roller-{VERSION}"
    bundle = prefix / "node_modules" / _PACKAGE / "lib" / "esm" / "bundle.js"
    if bundle.exists():
        return bundle
    command = [_program("npm"), "install", f"{_PACKAGE}@{VERSION}", "--prefix", str(prefix)]
    prefix.mkdir(parents=True, exist_ok=True)
    print(f"Installing rpg-dice-roller {VERSION} for comparison …", file=sys.stderr)
    try:
        subprocess.run(
            [*command, "--ignore-scripts", "--no-audit", "--no-fund"],
            check=True,
            capture_output=True,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.SubprocessError) as reason:
        raise PeerUnavailable("npm could not install it") from reason
    return bundle
