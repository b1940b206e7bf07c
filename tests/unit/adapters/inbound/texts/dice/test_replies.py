"""Tests every reply about saved rolls, characters and faults of receipts with golden files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import pytest

from nazh.adapters.inbound.texts.dice import saved_rolls
from nazh.adapters.inbound.texts.dice.fair.verification_faults import fault_text, shortened
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.saving.forget_saved import ForgottenRoll
from nazh.application.dice.saving.list_saved import SavedEntry, SavedList
from nazh.application.dice.saving.save_roll import SavedRoll
from nazh.application.dice.saving.saved_roll_scopes import SaveScope
from nazh.domain.dice.dialects import Change, Dialect, Translation
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.fair import faults
from nazh.domain.dice.fair.receipt_reader import Flaw
from nazh.domain.dice.notation import Parameter
from nazh.domain.dice.saving.saved_collections import Character
from nazh.domain.kernel.identity import GuildId
from tests.conftest import CheckGolden

HOID: Final = Character("*Hoid*", None, {"@wit": "5", "@agility": "3"})
VIN: Final = Character("Vin", GuildId(5))
ENTRIES: Final = (
    SavedEntry("$hit", "1d20+5", SaveScope.MINE),
    SavedEntry("$fit", "x" * 100, SaveScope.MINE),
    SavedEntry("$long", "x" * 101, SaveScope.SERVER),
)


def of_saved_rolls() -> Iterator[str]:
    same = Translation("1d20")
    changes = (Change("r<2", "", "Nazh rerolls once"), Change("d%", "d100", "percentile dice"))
    parameters = (Parameter("bonus", "5"), Parameter("edge"))
    for saved, scope in (
        (SavedRoll("$hit", "1d20", (), None, same), SaveScope.MINE),
        (SavedRoll("$hit", "1d20", (), "1d20", same), SaveScope.SERVER),
        (
            SavedRoll("$hit", "1`d20", parameters, "1d4", Translation("1d20", changes)),
            SaveScope.MINE,
        ),
    ):
        yield "\n".join(saved_rolls.saved_lines(saved, scope, Dialect.ROLL20, ENGLISH))
    for change in changes:
        yield saved_rolls.plain_change(change, ENGLISH)
    for listed, page in ((SavedList(()), 0), (SavedList(ENTRIES), 0), (SavedList(ENTRIES * 5), 1)):
        yield "\n".join(saved_rolls.list_lines(listed, page, ENGLISH))
    for active in (None, HOID):
        yield str(saved_rolls.playing_line(SavedList((), (HOID,), active), ENGLISH))
    yield "\n".join(saved_rolls.entry_lines(ENTRIES[0], (), ENGLISH))
    yield "\n".join(saved_rolls.entry_lines(ENTRIES[2], parameters, ENGLISH))
    yield saved_rolls.forgotten_line(ForgottenRoll("$hit", "1d20"), ENGLISH)
    yield saved_rolls.shared_heading(3, ENGLISH)
    yield saved_rolls.shared_line("$hit", "1d20")
    for names in ((), ("$hit", "$edge")):
        yield saved_rolls.kept_line(names, ENGLISH)
    yield saved_rolls.offered_name("$hit", "1d20")


def of_characters() -> Iterator[str]:
    for is_everywhere in (True, False):
        yield saved_rolls.made_line("*Hoid*", ENGLISH, is_everywhere=is_everywhere)
    for name in ("*Hoid*", None):
        yield saved_rolls.played_line(name, ENGLISH)
    for number in ("5", None):
        yield saved_rolls.number_line("*Hoid*", "@wit", number, ENGLISH)
    yield saved_rolls.character_forgotten_line("*Hoid*", ENGLISH)
    for listed in (SavedList(()), SavedList((), (HOID, VIN), HOID), SavedList((), (HOID, VIN))):
        yield "\n".join(saved_rolls.character_lines(listed, ENGLISH))


def of_receipt_faults() -> Iterator[str]:
    refusal = UnknownName("$hit")
    digest = "0123456789abcdef"
    for flaw in Flaw:
        yield fault_text(faults.UnreadableLine(1, flaw, "words"))
    for fault in (
        faults.NotOpened(1),
        faults.OpenedAgain(1),
        faults.AfterTheEnd(1),
        faults.BrokenLink(1),
        faults.OutOfPlace(1, n=2, expected=3),
        faults.CounterOutOfTurn(1, counter=2, expected=3),
        faults.PlayerOutOfTurn(1, player=2, expected=3),
        faults.WrongSecret(1),
        faults.UnreadableRoll(1, None),
        faults.UnreadableRoll(1, refusal),
        faults.UnknownRuleset(1, "x" * 60),
        faults.WrongFaces(1, (2, 3), (4,)),
        faults.WrongFaces(1, tuple(range(24)), None),
        faults.WrongFaces(1, tuple(range(25)), ()),
        faults.UnfitFaces(1, refusal),
        faults.WrongTotals(1, ((2, None), (3,)), ()),
        faults.NotSpoiled(1),
        faults.NoSuchRoll(1, of=2),
        faults.PlotDieTwice(1, of=2),
        faults.OtherNotation(1, "1d6", "1d20"),
        faults.OtherCommitment(1, "ab", "cd"),
        faults.NotAsSeen(1, "9" * 4, digest),
        faults.NotAsSeen(1, "9" * 12, digest),
        faults.NotTold(1, 2, "9999"),
        faults.WordsMissing(1, digest),
    ):
        yield fault_text(fault)
    yield shortened("\x1b[31m" + "x" * 56)


@pytest.mark.parametrize(
    "family",
    [of_saved_rolls, of_characters, of_receipt_faults],
    ids=lambda family: family.__name__,
)
def test_replies_read_as_agreed(
    family: Callable[[], Iterable[str]], check_golden: CheckGolden
) -> None:
    name = family.__name__.removeprefix("of_")

    check_golden(f"texts/dice_replies_{name}.txt", "\n\n".join(family()) + "\n")
