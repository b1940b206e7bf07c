"""Plays random wars of Dominion, and checks the invariants of the world after each step."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from secrets import randbits

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.contract.war_machine import PLAYED, STEP, WarMachine

STEPS = 10_000
WORLDS, STEPS_OF_A_WORLD = 5, 100
"""How many worlds are played with one seed, before the next one is taken."""


def run(number: int) -> None:
    """Play some worlds. Raises what an invariant raises, with the commands that led to it."""
    run_state_machine_as_test(
        seed(number)(WarMachine),
        settings=settings(
            database=None,
            deadline=None,
            max_examples=WORLDS,
            phases=(Phase.generate,),  # a smaller example would take minutes to find
            stateful_step_count=STEPS_OF_A_WORLD,
            suppress_health_check=list(HealthCheck),
        ),
    )


def main(arguments: Sequence[str]) -> int:
    """Play as requested; return 0 if every invariant held."""
    parser = argparse.ArgumentParser(prog="script/fuzz wars", description=__doc__)
    parser.add_argument("--steps", type=int, default=STEPS, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, help="repeat a run with the same steps")
    options = parser.parse_args(arguments)
    number = randbits(32) if options.seed is None else options.seed
    while PLAYED[STEP] < options.steps:
        sys.stdout.write(f"seed {number}, after {PLAYED[STEP]:,} steps\n")
        sys.stdout.flush()
        run(number)
        number += 1
    for occasion, times in sorted(PLAYED.items()):
        sys.stdout.write(f"{times:8,}  {occasion}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
