"""Compares the cost of a die with ``secrets.randbelow``."""

from __future__ import annotations

import random
import secrets
from functools import partial

from benchmarks.interleaved import python, race
from benchmarks.report import Part
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng


def measure(seconds: float) -> Part:
    """Return the cost of a die by source; each kind of die is measured for ``seconds``."""
    part = Part("A die, by source")
    faces = SecretsRng().faces
    for count, sides in ((10, 6), (1, 20), (1, 100), (1, 1000)):
        die = f"{count}d{sides}"
        secrets_rng, system, guessable = (
            f"{die} SecretsRng.faces",
            f"{die} secrets.randbelow",
            f"{die} random.randrange (predictable)",
        )
        result = race(
            [
                python(secrets_rng, partial(faces, count, sides), units=count),
                python(system, partial(secrets.randbelow, sides)),
                python(guessable, partial(random.randrange, sides)),
            ],
            seconds,
        )
        part.figures += result.figures()
        part.ratios[f"rng.secrets_randbelow.{die}"] = result.ratio(of=system, to=secrets_rng)
        if die == "10d6":
            part.ratios["rng.secrets_randbelow"] = result.ratio(of=system, to=secrets_rng)
            part.amounts["rng.die"] = (result.figures()[0].median, "ns")
    part.at_least["rng.secrets_randbelow"] = 20
    part.at_most["rng.die"] = 60
    return part
