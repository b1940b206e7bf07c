"""Queues the notices of nations as messages to their channels and to users."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dominion.battles.show_battle import BattleView
from nazh.application.dominion.notices.payloads import TOPIC, notice_payload, without_ping
from nazh.application.dominion.ports import (
    Battles,
    Broadcasts,
    FoughtBattle,
    Notices,
    Subscribers,
    WaitingNotice,
)
from nazh.application.guilds.ports import SettingsOf
from nazh.application.shared.messages.queued_messages import QueuedMessage, Recipient
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.notices import NATION_CHANNEL, NoticeKind
from nazh.domain.dominion.wars.war import WarId
from nazh.domain.kernel.identity import ChannelId, GuildId

PERIOD: Final = timedelta(seconds=5)
AT_ONCE: Final = 200
"""Notices per transaction."""
OLDEST: Final = timedelta(hours=24)
"""Older notices, such as those of a long outage, are only shown in the inbox."""


@dataclass(frozen=True, slots=True)
class QueueNotices:
    """Queues a message to the nation's channel, if any, and to subscribed citizens.

    Only the channel gets battle reports, because their buttons work only in servers. Each notice is
    queued once, even if several processes run concurrently. ``world_clock`` is the clock of
    notices, and ``clock`` that of messages.
    """

    notices: Notices
    broadcasts: Broadcasts
    battles: Battles
    settings_of: SettingsOf
    world_clock: Clock
    clock: Clock

    async def __call__(self) -> None:
        """Queue all waiting notices. Raises ``Unavailable``; notices already queued stay queued."""
        while await self.broadcasts.write_some():
            pass
        while waiting := await self.notices.waiting(AT_ONCE):
            oldest = self.world_clock.now() - OLDEST
            channels = {queued.guild: await self._channel_of(queued.guild) for queued in waiting}
            recent = [queued for queued in waiting if queued.notice.at > oldest]
            wars = {war for queued in recent if (war := _war_of(queued)) is not None}
            battles = await self.battles.of_wars(wars) if wars else {}
            messages = _Messages(recent, battles, channels, self.clock.now())
            await self.notices.queue(waiting, messages)

    async def _channel_of(self, guild: GuildId) -> ChannelId | None:
        return (await self.settings_of(guild)).of(NATION_CHANNEL)


@dataclass(frozen=True, slots=True)
class _Messages:
    """Creates the messages of notices for the channels of their guilds and for subscribers."""

    notices: Sequence[WaitingNotice]
    battles: Mapping[WarId, FoughtBattle]
    channels: Mapping[GuildId, ChannelId | None]
    now: datetime

    def __call__(self, subscribers: Subscribers) -> Iterator[QueuedMessage]:
        for notice in self.notices:
            channel = self.channels[notice.guild]
            if channel is not None:
                payload = notice_payload(notice.notice, self._view_of(notice))
                to = Recipient.channel(channel, notice.guild)
                yield QueuedMessage(to, TOPIC, payload, self.now)
            for user in subscribers.get((notice.nation, notice.notice.kind), ()):
                brief = notice_payload(without_ping(notice.notice))
                yield QueuedMessage(Recipient.user(user, notice.guild), TOPIC, brief, self.now)

    def _view_of(self, waiting: WaitingNotice) -> BattleView | None:
        war = _war_of(waiting)
        battle = None if war is None else self.battles.get(war)
        return None if battle is None else BattleView(battle, waiting.nation)


def _war_of(waiting: WaitingNotice) -> WarId | None:
    """Return the war of a battle notice."""
    notice = waiting.notice
    return WarId(int(notice.facts["war"])) if notice.kind is NoticeKind.BATTLE_FOUGHT else None
