"""Writes the texts for choosing the role whose members administer a nation."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.guilds.guild_settings import Picker, SettingOffer
from nazh.domain.dominion.government.administrators import ADMINISTRATORS
from nazh.domain.kernel.texts import N_

_BY_PERMISSION: Final = N_("members with the Administrator permission")


def administrators_offer() -> SettingOffer:
    """Return the offer of the role in ``/settings``."""
    return SettingOffer(
        setting=ADMINISTRATORS,
        order=46,
        name=N_("Administrators of the nation"),
        value=lambda word, translator: f"<@&{word}>",
        in_force=lambda word, translator: translator(
            "{role}, and {others}", role=f"<@&{word}>", others=translator(_BY_PERMISSION)
        ),
        default_text=lambda translator: translator(_BY_PERMISSION),
        picker=Picker.ROLE,
    )
