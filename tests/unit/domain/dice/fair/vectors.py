"""Writes docs/vectors/fair-rolls.json: ``python -m tests.unit.domain.dice.fair.vectors``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Final

from nazh.domain.dice.fair import (
    Closed,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
    commitment_of,
    digest_of,
    digest_of_words,
    fair_rng,
    first_mix,
    mixed,
)
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.throwing import throw
from nazh.domain.kernel.rng import Rng
from tests.unit.domain.dice.fair.sample_sessions import (
    SECRET,
    SESSION,
    SampleSession,
    read_entries,
    sample_session,
)

Json = dict[str, object]
SECRETS: Final = {
    SESSION: SECRET,
    "0000000000000000": bytes(32),
    "fedcba9876543210": b"\xff" * 32,
}
WORDS: Final = ("", "seven", "Füße ölen", "骰子 🎲")
BOUNDS: Final = (
    *(1, 2, 3, 4, 6, 8, 10, 12, 20, 100, 255, 256, 257, 1000, 10_000),
    *(65_536, 2**31, 2**31 + 1, 3_000_000_000, 2**32 - 1, 2**32),
)


class _RecordingRng:
    """Records the bound of each drawn number; satisfies the port ``Rng``."""

    def __init__(self, dice: Rng) -> None:
        self.dice = dice
        self.bounds: list[int] = []

    def below(self, bound: int) -> int:
        self.bounds.append(bound)
        return self.dice.below(bound)

    def faces(self, count: int, sides: int) -> Sequence[int]:
        return tuple([self.below(sides) + 1 for _ in range(count)])


def vectors() -> Json:
    """Return all test vectors, bytes in hexadecimal digits."""
    return {
        "format": "nazh-fair-1",
        "commitments": [
            {
                "session": session,
                "secret": secret.hex(),
                "commitment": commitment_of(secret, session),
            }
            for session, secret in SECRETS.items()
        ],
        "mixes": [_mixes(session) for session in SECRETS],
        "integers": [
            _integers(session, counter) for session in SECRETS for counter in (0, 1, 2**32, 2**63)
        ],
        "session": _session(),
    }


def _mixes(session: str) -> Json:
    mix = first_mix(session)
    steps: list[Json] = []
    for player, words in enumerate(WORDS, 1):
        digest = digest_of_words(words)
        mix = mixed(mix, player, digest)
        steps.append({"player": player, "text": words, "words": digest, "mix": mix.hex()})
    return {"session": session, "first": first_mix(session).hex(), "joined": steps}


def _integers(session: str, counter: int) -> Json:
    secret, mix = SECRETS[session], first_mix(session)
    rng = fair_rng(secret, session, mix, counter)
    # Bounds of 129 and 2^31 + 1 reject nearly every second number.
    bounds = [*BOUNDS, *[129] * 40, *[2**31 + 1] * 12]
    return {
        "session": session,
        "secret": secret.hex(),
        "mix": mix.hex(),
        "counter": counter,
        "bounds": bounds,
        "integers": [rng.below(bound) for bound in bounds],
    }


def _session() -> Json:
    sample = sample_session()
    sample.close()
    return {
        "lines": sample.lines,
        "digests": [digest_of(line) for line in sample.lines],
        "draws": list(_draws(sample)),
    }


def _draws(sample: SampleSession) -> list[Json]:
    """Return the bounds of each use of randomness, from notation and faces."""
    mix, draws = first_mix(SESSION), []
    for entry in read_entries(sample.lines):
        match entry:
            case Joined():
                mix = mixed(mix, entry.player, entry.words)
            case Rolled() | Spoiled():
                noting = _RecordingRng(fair_rng(SECRET, SESSION, mix, entry.counter))
                plan = read_roll(entry.notation)
                for _ in range(plan.repeats):
                    throw(plan, noting)
                draws.append({"n": entry.n, "bounds": noting.bounds})
            case PlotDieAdded():
                draws.append({"n": entry.n, "bounds": [6] * len(entry.faces)})
            case Opened() | Closed():
                pass
    return draws


if __name__ == "__main__":
    json.dump(vectors(), sys.stdout, indent=1)
    sys.stdout.write("\n")
