"""Tests whether recorded dice, or the generator's dice, are fair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from nazh.application.dice.ports import RollArchive, RollQuery
from nazh.application.dice.ports.statistics import PValues
from nazh.domain.dice.pools import Die
from nazh.domain.dice.statistics.draws import draws_of_throw
from nazh.domain.dice.statistics.fairness import FairnessProperty, FairnessResult, Sample, corrected
from nazh.domain.dice.statistics.roll_counts import die_name
from nazh.domain.kernel.rng import Rng

PAGE: Final = 500
"""Rolls per read."""
POOL: Final = 20
"""Dice per draw, as many as in the largest pool."""
Progress = Callable[[float], None]
"""Called from time to time with the share of work done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """The results of all tests of one run. ``too_few`` lists kinds of dice with too few faces."""

    findings: tuple[FairnessResult, ...]
    too_few: tuple[tuple[str, int], ...]
    rolls: int = 0

    @property
    def is_significant(self) -> bool:
        """True if at least one test is significant."""
        return any(finding.is_significant for finding in self.findings)


@dataclass(frozen=True, slots=True)
class CheckFairness:
    """Tests dice against the chi-square law of fair dice. Nothing is recorded."""

    p_values: PValues

    async def of_ledger(self, archive: RollArchive, progress: Progress) -> Fairness:
        """Test all recorded faces that were drawn, including those of secret rolls.

        Raises ``Unavailable``.
        """
        samples: dict[str, Sample] = {}
        sequence = first = None
        rolls = 0
        while page := await archive.older(RollQuery(with_secret=True), sequence, PAGE):
            for entry in page:
                rolls += 1
                for throw in entry.record.throws:
                    for draw in draws_of_throw(throw).draws:
                        _take(samples, draw.die, draw.faces)
            first, sequence = first or page[0].sequence, page[-1].sequence
            progress(1 - (sequence - 1) / first)
        progress(1)
        ordered = sorted(samples.values(), key=lambda sample: (sample.sides, sample.kind))
        return self._judge(ordered, rolls)

    def of_generator(
        self, rng: Rng, sides: Sequence[int], draws: int, progress: Progress
    ) -> Fairness:
        """Draw ``draws`` faces of dice with each number of ``sides``, and test them."""
        samples = [Sample(f"d{number}", number) for number in sides]
        pools = -(-draws // POOL)
        for sequence, sample in enumerate(samples):
            for pool in range(pools):
                sample.take(rng.faces(min(POOL, draws - pool * POOL), sample.sides))
                if pool % PAGE == 0:
                    progress((sequence + pool / pools) / len(samples))
        progress(1)
        return self._judge(samples)

    def _judge(self, samples: Iterable[Sample], rolls: int = 0) -> Fairness:
        too_few = tuple(
            (sample.kind, sample.dice) for sample in samples if not sample.has_enough_faces
        )
        measured = [statistic for sample in samples for statistic in sample.statistic()]
        chances: list[float] = []
        for statistic in measured:
            at_most, at_least = self.p_values.chi_square_tails(
                statistic.chi_square, statistic.degrees_of_freedom
            )
            chances.append(
                at_most if statistic.tested_property is FairnessProperty.EVENNESS else at_least
            )
        findings = map(FairnessResult, measured, chances, corrected(chances))
        return Fairness(tuple(findings), too_few, rolls)


def _take(samples: dict[str, Sample], die: Die, faces: Sequence[int]) -> None:
    kind = die_name(die)
    if kind is None:
        return
    sample = samples.get(kind)
    if sample is None:
        sample = samples[kind] = Sample(kind, die.sides)
    sample.take([face - die.lowest + 1 for face in faces] if die.lowest != 1 else faces)
