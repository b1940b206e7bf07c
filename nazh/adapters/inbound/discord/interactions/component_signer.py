"""Signs custom_ids for one user and a few minutes, so that components need no stored state.

The arguments of the custom_id are a tag, then after a dot each the second of the interaction that
showed the component, its user, and the arguments of the action.
"""

from __future__ import annotations

import base64
import hmac
from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import (
    ExpiredComponent,
    InvalidComponent,
    OthersComponent,
)
from nazh.adapters.inbound.discord.interactions.component_router import (
    context_custom_id,
    read_number,
)

LIFETIME: Final = 15 * 60
"""Seconds for which a component can be used, by Discord's clock."""
_TAG_BYTES: Final = 8
_KEY_PURPOSE: Final = b"nazh: components of one user"
_SEPARATOR: Final = "."


class ComponentSigner:
    """Signs and verifies custom_ids with a key derived from a secret, such as the bot token."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), _KEY_PURPOSE, "sha256")

    def custom_id(
        self, interaction: hikari.PartialInteraction, context: str, action: str, arguments: str = ""
    ) -> str:
        """Return a custom_id that only the user of ``interaction`` can use, for LIFETIME.

        It has at most 36 characters in addition to the names, the arguments and their colon.
        """
        signed = f"{_second_of(interaction):x}.{int(interaction.user.id):x}.{arguments}"
        tag = self._tag(f"{context}.{action}", signed)
        return context_custom_id(context, action, f"{tag}.{signed}")

    def verify(
        self, interaction: hikari.PartialInteraction, context: str, action: str, arguments: str
    ) -> str:
        """Return the arguments of the action.

        Raises InvalidComponent, OthersComponent and ExpiredComponent.
        """
        tag, _, signed = arguments.partition(_SEPARATOR)
        if not hmac.compare_digest(tag.encode(), self._tag(f"{context}.{action}", signed).encode()):
            raise InvalidComponent
        second, user, of_action = signed.split(_SEPARATOR, 2)
        if read_number(user, 16) != interaction.user.id:
            raise OthersComponent
        if _second_of(interaction) - read_number(second, 16) > LIFETIME:
            raise ExpiredComponent
        return of_action

    def _tag(self, action: str, signed: str) -> str:
        # Neither a name of an action nor the numbers contain a space.
        tag = hmac.digest(self._key, f"{action} {signed}".encode(), "sha256")[:_TAG_BYTES]
        return base64.urlsafe_b64encode(tag).decode().rstrip("=")


def _second_of(interaction: hikari.PartialInteraction) -> int:
    """Return when Discord created an interaction, which depends on no clock of ours."""
    return int(interaction.created_at.timestamp())
