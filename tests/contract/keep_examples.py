"""Examples that the contracts of Keep's stores share."""

from __future__ import annotations

from datetime import timedelta

from nazh.application.keep.consoles.ports import ConsoleLogEntry, SealedReply
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.servers import GameServerId, NewServer
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId, UserId
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
OURS, THEIRS = GuildId(2**62), GuildId(2)
ALICE, BOB = UserId(2**62 + 1), UserId(2)
MODERATORS = RoleId(2**62 + 2)
CHANNEL, OTHER_CHANNEL = ChannelId(2**62 + 3), ChannelId(7)


def new(name: str, guild: GuildId = OURS) -> NewServer:
    return NewServer(guild, name, "ark_asa", "a.example", 27_020, NOW)


def sealed(server: GameServerId) -> str:
    return f"sealed for {server}"


def entry(
    command: str, guild: GuildId = OURS, user: UserId = ALICE, days: int = 0
) -> ConsoleLogEntry:
    return ConsoleLogEntry(NOW + timedelta(days=days), guild, "Island", user, command, "begun")


def chat_line(number: int) -> GameLine:
    return GameLine(LineKind.CHAT, "Pebble", f"line {number}")


def reply(
    number: int, guild: GuildId = OURS, user: UserId = ALICE, minutes: int = 15
) -> SealedReply:
    expires_at = NOW + timedelta(minutes=minutes)
    return SealedReply(number, guild, user, GameServerId(7), "sealed", expires_at)
