"""Writes the texts about supporting a side of a war."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.wars.support_war import SupportPledged
from nazh.domain.kernel.texts import N_

SUPPORT: Final = N_("Support")
SUPPORT_NATION: Final = N_("Support {nation}")
_SURE: Final = N_("""## {strength} strength
Support {supported} against {enemy} in war {war}? That is what {nation} would commit now. It \
loses units at that side's rate, and can't withdraw its support.""")
_SUPPORTED: Final = N_("""## {nation} supports {supported}
in war {war} against {enemy}, with **{strength}** strength as of now.""")
_BATTLE: Final = N_("The battle is {battle}.")
_LATEST: Final = N_("The battle is {battle} at the latest.")


def support_question(preview: SupportPledged, translator: Translator) -> str:
    """Return what supporting a side would commit."""
    return _filled(_SURE, preview, translator)


def supported_text(result: SupportPledged, translator: Translator) -> str:
    """Return the message about support."""
    return _filled(_SUPPORTED, result, translator)


def _filled(text: str, pledged: SupportPledged, translator: Translator) -> str:
    sentence = translator(
        text,
        war=pledged.war,
        nation=pledged.nation,
        supported=pledged.supported,
        enemy=pledged.enemy,
        strength=pledged.strength,
    )
    battle = _BATTLE if pledged.is_accepted else _LATEST
    return f"{sentence} {translator(battle, battle=relative(pledged.battle_at))}"
