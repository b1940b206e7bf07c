"""Simulates users in many channels of many servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from benchmarks.load.arrivals import Action, Arrival
from benchmarks.load.dominion import COMMANDS, LEADER, NAME, OLD_ENOUGH, Nation, found_all
from localcord import CannotUse, ChannelUser, Conversation, Message, Person, ResponseKind, Server

AGAIN: Final = "Roll Again"
NOTATIONS: Final = ("a1d20+5", "2d6+3", "4d6kh3", "1d20", "1d100", "8d6", "a1d20+5, 2d6")
TYPED: Final = ("1d", "2d6", "a1d20", "4d6k", "")
BUILDING: Final = ("Count +1", "Modifier +5", "Advantage", "Count −1", "Modifier −5")
"""The buttons pressed in rotation, so that the builder never fills up."""
NATION_TYPED: Final = "keep"


@dataclass(slots=True)
class Player:
    """One user in one channel. ``leader`` leads the nation of the server in Dominion, if any."""

    person: Person
    channel_user: ChannelUser
    leader: ChannelUser | None = None
    rolled: Conversation | None = None
    building: Conversation | None = None
    steps: int = 0

    def perform(self, action: Action) -> Conversation:
        """Act without waiting. If there is nothing to press yet, use the command."""
        self.steps += 1
        match action:
            case Action.ROLL:
                return self._roll()
            case Action.PRESS:
                message = _shown(self.rolled)
                return self.person.start_press(message, AGAIN) if message else self._roll()
            case Action.BUILD:
                return self._build()
            case Action.COMPLETE:
                return self._complete()
            case Action.NATION | Action.CONTRIBUTE | Action.RANK:
                return self._play(self.channel_user, action)
            case Action.ALLOCATE:
                assert self.leader is not None
                return self._play(self.leader, action)

    def _roll(self) -> Conversation:
        self.rolled = self.channel_user.start("roll", pool1=NOTATIONS[self.steps % len(NOTATIONS)])
        return self.rolled

    def _complete(self) -> Conversation:
        if self.leader is not None and self.steps % 2:
            return self.channel_user.start_complete("nation info", "nation", NATION_TYPED)
        return self.channel_user.start_complete("roll", "pool1", TYPED[self.steps % len(TYPED)])

    def _play(self, user: ChannelUser, action: Action) -> Conversation:
        commands = COMMANDS[action]
        name, options = commands[self.steps % len(commands)]
        return user.start(name, **options)

    def _build(self) -> Conversation:
        message = _shown(self.building)
        if message is None:
            self.building = self.channel_user.start("build")
            return self.building
        if all(button.disabled for button in message.buttons):
            return self.person.start_choose(message, "d20")
        try:
            return self.person.start_press(message, BUILDING[self.steps % len(BUILDING)])
        except CannotUse:  # this button is disabled at the moment
            return self.person.start_choose(message, "d20")


class SimulatedUsers:
    """``tables`` servers with ``seats`` users each, so that no rate limit is reached.

    With ``has_dominion``, each server becomes a nation, and its users become citizens.
    """

    def __init__(
        self, discord: Server, tables: int, seats: int, *, has_dominion: bool = False
    ) -> None:
        self._players: list[Player] = []
        self._nations: list[Nation] = []
        age = OLD_ENOUGH if has_dominion else timedelta()
        for table in range(tables):
            guild = discord.guild(NAME.format(table))
            channel = guild.channel("table")
            people = [discord.user(f"Player {table}.{seat}", age=age) for seat in range(seats)]
            if has_dominion:
                people[0].set_permissions(guild, LEADER)
                self._nations.append(Nation(guild.name, [person.in_(channel) for person in people]))
            leader = people[0].in_(channel) if has_dominion else None
            self._players += [Player(person, person.in_(channel), leader) for person in people]

    def __len__(self) -> int:
        return len(self._players)

    async def found_nations(self) -> None:
        """Found the nations, if there are any. Raises NationNotFounded and NotAnswered."""
        await found_all(self._nations)

    def perform(self, arrival: Arrival) -> Conversation:
        """Perform the action of an arrival."""
        return self._players[arrival.player].perform(arrival.action)


def is_denied(conversation: Conversation) -> bool:
    """Return whether the response is an error message instead of the result."""
    if conversation.answer is ResponseKind.CHOICES:
        return not conversation.choices  # which is how autocomplete answers after an error
    if conversation.original is None:
        return False
    return not conversation.original.embeds


def _shown(conversation: Conversation | None) -> Message | None:
    """Return the message with buttons; none before a response or after an error."""
    if conversation is None or not conversation.is_answered or is_denied(conversation):
        return None
    message = conversation.original
    return None if message is None or not message.buttons else message
