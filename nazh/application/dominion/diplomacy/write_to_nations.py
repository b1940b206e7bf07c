"""Sends messages to another nation or to all allies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.diplomacy.partners import partners_of, signatory_of
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.diplomacy.messages import chat, send_message
from nazh.domain.dominion.errors.diplomacy import NoAllies
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A message sent to another nation, and when the next one is possible."""

    nation: str
    other: str
    again_at: datetime


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Sends a message to another nation; its title is public, its text only for both nations."""

    world: World

    async def __call__(
        self, requester: Requester, nation: str, title: str, text: str
    ) -> MessageSent:
        """Send the message to the named nation.

        Raises NoNation, OnlyDelegates, OnVacation, UnknownNation, OwnNation, InvalidMessage and
        TooSoon.
        """

        def work(world: WorldTransaction) -> MessageSent:
            rules = world.season.rules.diplomacy
            partners = partners_of(world, requester, nation)
            last = world.last_notice(partners.own.id, NoticeKind.MESSAGE_SENT)
            sides = partners.own, partners.other
            own, other, message = send_message(*sides, title, text, last, requester.act, rules)
            world.save_nation(own)
            world.save_nation(other)
            world.treaties.add_message(message)
            return MessageSent(own.name, other.name, requester.at + rules.message_cooldown)

        return await self.world.change(requester, MessageSent, work)


@dataclass(frozen=True, slots=True)
class ChatSent:
    """A message sent to the allies of a nation, and when the next one is possible."""

    nation: str
    allies: int
    again_at: datetime


@dataclass(frozen=True, slots=True)
class ChatWithAllies:
    """Sends a message to all allies of a nation (DIP-04)."""

    world: World

    async def __call__(self, requester: Requester, text: str) -> ChatSent:
        """Send the message.

        Raises NoNation, OnlyDelegates, OnVacation, NoAllies, InvalidMessage and TooSoon.
        """

        def work(world: WorldTransaction) -> ChatSent:
            rules = world.season.rules.diplomacy
            own = nation_as_delegate(world, requester, Office.DIPLOMAT)
            allies = signatory_of(world, own).allies
            if not allies:
                raise NoAllies
            last = world.last_notice(own.id, NoticeKind.ALLIANCE_CHAT_SENT)
            notified, notice = chat(own, text, last, requester.act, rules)
            world.save_nation(notified)
            for ally in allies:
                world.add_notice(ally, notice)
            return ChatSent(own.name, len(allies), requester.at + rules.chat_cooldown)

        return await self.world.change(requester, ChatSent, work)
