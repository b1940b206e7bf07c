"""Declares the settings of Dominion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from nazh.adapters.inbound.settings.values.parsers import one_of, parse_keys
from nazh.adapters.inbound.settings.values.secrets import Secret
from nazh.adapters.inbound.settings.variables import optional_setting, setting
from nazh.domain.dominion.names.names import name_key
from nazh.domain.kernel.identity import GuildId, UserId

_MAX_ID = 2**63 - 1
_FASTEST = 3_600
_RULESETS = {name: name for name in ("classic", "standard", "blitz")}


def _parse_guild(text: str) -> GuildId:
    if not _is_id(text):
        raise ValueError(
            "is not the id of a server. In Discord, switch on Developer Mode, open the server's "
            "menu and choose Copy Server ID."
        )
    return GuildId(int(text))


def _parse_users(text: str) -> frozenset[UserId]:
    ids = [item.strip() for item in text.split(",") if item.strip()]
    if not all(map(_is_id, ids)):
        raise ValueError(
            "is not a list of user ids. In Discord, switch on Developer Mode, open a user's menu "
            "and choose Copy User ID. Separate the ids with commas."
        )
    return frozenset(UserId(int(number)) for number in ids)


def _parse_words(text: str) -> frozenset[str]:
    words = [item.strip() for item in text.split(",") if item.strip()]
    keys = frozenset(map(name_key, words))
    if "" in keys:
        raise ValueError("has a word without letters. Write words separated by commas.")
    return keys


@dataclass(frozen=True, slots=True)
class ClockSpeed:
    """The speed of the game's clock, as a multiple of real time, from an instant on."""

    times: int
    since: datetime


def _parse_clock(text: str) -> ClockSpeed:
    times, _, since = text.partition("@")
    if not all(
        digits.isascii() and digits.isdigit() and len(digits) < 12 for digits in (times, since)
    ):
        raise ValueError("is not a speed. Write it like 600@1767225600, with a Unix time.")
    if not 1 <= int(times) <= _FASTEST:
        raise ValueError(f"is not a speed from 1 to {_FASTEST}.")
    return ClockSpeed(int(times), datetime.fromtimestamp(int(since), UTC))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= _MAX_ID


@dataclass(frozen=True, slots=True)
class DominionSettings:
    """The strategy game."""

    ruleset: str = setting(
        "NAZH_DOMINION_RULESET",
        "The rules for new seasons. A season keeps the rules with which it began.",
        "`classic`, `standard` or `blitz`",
        one_of(_RULESETS),
        "classic",
    )
    admin_guild: GuildId | None = optional_setting(
        "NAZH_DOMINION_ADMIN_GUILD",
        "The server in which developers operate the game. Only it has `/dominion-admin`, "
        "`/dominion-ops` and `/dominion-mod`.",
        "the id of a server",
        _parse_guild,
        unset="no developers' commands",
    )
    developers: frozenset[UserId] = setting(
        "NAZH_DOMINION_DEVELOPERS",
        "The users who may use the developers' commands there.",
        "user ids, separated by commas",
        _parse_users,
        "",
        unset="the administrators of that server",
    )
    forbidden_words: frozenset[str] = setting(
        "NAZH_DOMINION_FORBIDDEN_WORDS",
        "Words that new names of nations must not contain. Case, accents, spaces and letters that "
        "look alike are ignored, so a short word is also found inside longer ones.",
        "words, separated by commas",
        _parse_words,
        "",
        unset="none; names like those of Discord, this bot and its staff are always refused",
    )
    clock: ClockSpeed | None = optional_setting(
        "NAZH_DOMINION_CLOCK",
        "A faster clock for the game, on a simulated Discord with the same clock: `nazh play "
        "--game` sets it. On the real Discord, leave it out.",
        "`<times>@<Unix time>`, such as `600@1767225600`",
        _parse_clock,
        unset="the system's clock",
    )
    keys: Secret | None = optional_setting(
        "NAZH_DOMINION_KEYS",
        "The keys that encrypt the secrets of battles until they are fought, the first one for new "
        "battles. Keep an old one for two weeks, until its battles are fought.",
        "`<id>:<32 bytes in base64>`, separated by commas",
        parse_keys,
        unset="a key derived from the bot's token, which is lost when the token is reset",
        is_secret=True,
    )
