"""Defines the refusals of the Discord adapter, and its other errors."""

from __future__ import annotations

from math import ceil

from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.texts import N_, N_plural


class InvalidComponent(Refusal):
    """A button whose custom_id the bot did not create, or created for another roll."""

    code = "forged_button"
    says = N_(
        "This button doesn't belong to this message, or is from before the bot got a new token. "
        "Nothing happened."
    )
    remedy = N_("Use the command yourself to get buttons of your own.")


class OthersComponent(Refusal):
    """A button that belongs to another user."""

    code = "others_button"
    says = N_("Only the person who used the command can use this.")
    remedy = N_("Use the command yourself to get buttons of your own.")


class ExpiredComponent(Refusal):
    """A button that could only be used for some minutes."""

    code = "expired_button"
    says = N_("This has expired.")
    remedy = N_("Use the command again.")


class UnknownComponent(Refusal):
    """A component or modal of another version, or of a context that is off."""

    code = "unknown_button"
    says = N_("This button belongs to a version or part of the bot that isn't running here.")
    remedy = N_("Use the command again.")


class InvalidOption(Refusal):
    """An option with a value that Discord's client would not send for this version's commands."""

    code = "invalid_option"
    says = N_("{option} doesn't have a value that this command takes.")
    remedy = N_("Use the command again, and choose what it offers.")

    def __init__(self, option: str) -> None:
        super().__init__(option=option)


class UnknownCommand(Refusal):
    """A command that this version does not have: another version registered it."""

    code = "unknown_command"
    says = N_("This command is from another version of the bot.")
    remedy = N_("Try again in a few minutes.")


class ShuttingDown(Refusal):
    """The bot is shutting down and accepts no new interactions."""

    code = "closing"
    says = N_("I'm restarting.")
    remedy = N_("Try again in a few seconds.")


class Interrupted(Refusal):
    """A shutdown ends what a deferred response waits for, which may have been done."""

    code = "interrupted"
    says = N_("I'm restarting and can't wait for the result.")
    remedy = N_("It may have been done: check before you try again.")


class Overloaded(Refusal):
    """Too many responses wait to be finished."""

    code = "overloaded"
    says = N_("I have too much to do right now, so nothing happened.")
    remedy = N_("Try again in a few minutes.")


class RateLimited(Refusal):
    """A user sends interactions too fast; ``wait`` is in seconds, from 0."""

    code = "too_fast"
    says = N_plural(
        "You're doing that too quickly. Try again in {count} second.",
        "You're doing that too quickly. Try again in {count} seconds.",
    )

    def __init__(self, wait: float) -> None:
        super().__init__(count=_whole_seconds(wait))


class GuildRateLimited(Refusal):
    """A guild's users together send interactions too fast; ``wait`` as in RateLimited."""

    code = "server_too_fast"
    says = N_plural(
        "This server is sending too many commands. Try again in {count} second.",
        "This server is sending too many commands. Try again in {count} seconds.",
    )

    def __init__(self, wait: float) -> None:
        super().__init__(count=_whole_seconds(wait))


def _whole_seconds(wait: float) -> int:
    return max(1, ceil(wait))


class DiscordUnavailable(Unavailable):
    """Discord does not answer a request that a command needs."""

    def __init__(self) -> None:
        super().__init__("Discord")


class TokenRejected(Exception):
    """Discord does not accept the bot token."""


class StartFailed(Exception):
    """Discord cannot be reached, or ended the connection; the text is a sentence for operators."""


class IntentsRefused(StartFailed):
    """Discord does not grant the intents; the text is a sentence with the remedy."""


class InvalidShards(StartFailed):
    """Discord rejects the shards; the text is a sentence with the remedy."""
