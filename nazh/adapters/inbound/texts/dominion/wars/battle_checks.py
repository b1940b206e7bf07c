"""Describes the result of verifying a battle, and how anybody can repeat the verification."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.battles.check_battle import BattleCheck
from nazh.application.dominion.battles.show_battle import BattleView
from nazh.domain.kernel.texts import N_

_RIGHT: Final = N_("Battle of war {war}: verified")
_WRONG: Final = N_("Battle of war {war}: wrong")
_IS_COMMITTED: Final = N_(
    "✓ The secret belongs to the commitment that was published when the war was accepted."
)
_IS_NOT_COMMITTED: Final = N_(
    "✗ The secret does not belong to the commitment that was published when the war was accepted."
)
_FOLLOWS: Final = N_(
    "✓ The chance of both sides, the result and the spoils follow from the secret, the nonces, "
    "the units and the rules."
)
_DIFFERS: Final = N_("✗ These values do not follow: {values}.")
_IS_CANONICAL: Final = N_("✓ Every byte of the record is correct.")
_IS_NOT_CANONICAL: Final = N_("✗ The record has bytes that do not belong in it.")
_OFFLINE: Final = N_(
    "You don't have to trust me. Check the attached file without Discord and this bot: open "
    "`verify.html`, which comes with Nazh, in a browser, or run\n"
    "```\nnazh dominion verify {file} --commitment {commitment}\n```"
)
_SHOWN: Final = 5


def check_text(view: BattleView, check: BattleCheck, translator: Translator) -> tuple[str, str]:
    """Return a title with the verdict, and a line for each check."""
    war = str(view.battle.war)
    title = translator(_RIGHT if check.is_right else _WRONG, war=war)
    commitment = view.battle.commitment
    offline = translator(_OFFLINE, file=f"battle-{war}-1.json", commitment=commitment)
    lines = (*_lines(check, translator), "", offline)
    return title, "\n".join(lines)


def _lines(check: BattleCheck, translator: Translator) -> Iterator[str]:
    yield translator(_IS_COMMITTED if check.is_committed else _IS_NOT_COMMITTED)
    if check.differing:
        yield translator(_DIFFERS, values=translator.all_of(check.differing[:_SHOWN]))
    else:
        yield translator(_FOLLOWS)
    yield translator(_IS_CANONICAL if check.is_canonical else _IS_NOT_CANONICAL)
