"""What the Discord door refuses by itself, and what stops it from opening."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase, phrases


class ForgedButton(Refusal):
    """A button whose inscription we did not write, or wrote for another roll."""

    code: ClassVar[str] = "forged_button"

    def __init__(self) -> None:
        super().__init__(
            phrase("This button does not belong to this roll, so nothing was done."),
            hint=phrase("Make a roll of your own with /roll."),
        )


class NotYourBuilder(Refusal):
    """Somebody presses a button of a builder that another player opened."""

    code: ClassVar[str] = "not_your_builder"

    def __init__(self) -> None:
        super().__init__(
            phrase("Only the player who opened this builder can use it."),
            hint=phrase("Open one with /build."),
        )


class NoDiceInMessage(Refusal):
    """A message that should be rolled, and holds no dice."""

    code: ClassVar[str] = "no_dice_in_message"

    def __init__(self) -> None:
        super().__init__(
            phrase("I find no dice in this message."),
            hint=phrase(
                "I look for notation such as 2d6+3, or for a whole roll between backticks."
            ),
        )


class UnknownButton(Refusal):
    """A button or form that this version does not know."""

    code: ClassVar[str] = "unknown_button"

    def __init__(self) -> None:
        super().__init__(
            phrase("This button is from another version of the bot and does nothing any more."),
            hint=phrase("Roll again with /roll."),
        )


class UnknownCommand(Refusal):
    """A command that this version does not know: another one told Discord of it."""

    code: ClassVar[str] = "unknown_command"

    def __init__(self) -> None:
        super().__init__(
            phrase("This command is from another version of the bot."),
            hint=phrase("Try again in a few minutes."),
        )


class Closing(Refusal):
    """The bot is about to stop and takes nothing new."""

    code: ClassVar[str] = "closing"

    def __init__(self) -> None:
        super().__init__(
            phrase("I am just restarting."), hint=phrase("Try again in a few seconds.")
        )


class TooFast(Refusal):
    """A player asks for more, and sooner, than one may; ``wait`` is in seconds, from 0."""

    code: ClassVar[str] = "too_fast"

    def __init__(self, wait: float) -> None:
        super().__init__(
            phrases(
                "That was a little too fast for me. Go on in {count} second.",
                "That was a little too fast for me. Go on in {count} seconds.",
            ),
            count=_whole_seconds(wait),
        )


class ServerTooFast(Refusal):
    """All players of a server together ask for more than one may; ``wait`` as in TooFast."""

    code: ClassVar[str] = "server_too_fast"

    def __init__(self, wait: float) -> None:
        super().__init__(
            phrases(
                "This server rolls faster than I can follow. Go on in {count} second.",
                "This server rolls faster than I can follow. Go on in {count} seconds.",
            ),
            count=_whole_seconds(wait),
        )


def _whole_seconds(wait: float) -> int:
    return max(1, ceil(wait))


class TokenRefused(Exception):
    """Discord does not accept the bot token."""


class CannotStart(Exception):
    """Discord cannot be reached, or has let us go; the text is a sentence that says which."""


class WrongShards(CannotStart):
    """Discord does not take the shards that it is offered; the text is a sentence with the cure."""
