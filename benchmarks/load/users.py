"""Simulates users in many channels of many servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks.load.arrivals import Action, Arrival
from localcord import CannotUse, ChannelUser, Conversation, Message, Person, Server

AGAIN: Final = "Roll Again"
NOTATIONS: Final = ("a1d20+5", "2d6+3", "4d6kh3", "1d20", "1d100", "8d6", "a1d20+5, 2d6")
TYPED: Final = ("1d", "2d6", "a1d20", "4d6k", "")
BUILDING: Final = ("Count +1", "Modifier +5", "Advantage", "Count −1", "Modifier −5")
"""The buttons pressed in rotation, so that the builder never fills up."""


@dataclass(slots=True)
class Player:
    """One user in one channel."""

    person: Person
    channel_user: ChannelUser
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
                return self.channel_user.start_complete(
                    "roll", "pool1", TYPED[self.steps % len(TYPED)]
                )

    def _roll(self) -> Conversation:
        self.rolled = self.channel_user.start("roll", pool1=NOTATIONS[self.steps % len(NOTATIONS)])
        return self.rolled

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
    """``tables`` servers with ``seats`` users each, so that no rate limit is reached."""

    def __init__(self, discord: Server, tables: int, seats: int) -> None:
        self._players: list[Player] = []
        for table in range(tables):
            channel = discord.guild(f"Keep {table}").channel("table")
            for channel_user in range(seats):
                person = discord.user(f"Player {table}.{channel_user}")
                self._players.append(Player(person, person.in_(channel)))

    def __len__(self) -> int:
        return len(self._players)

    def perform(self, arrival: Arrival) -> Conversation:
        """Perform the action of an arrival."""
        return self._players[arrival.player].perform(arrival.action)


def is_denied(conversation: Conversation) -> bool:
    """Return whether the response is an error message instead of the result."""
    if conversation.original is None:
        return False
    return not conversation.original.embeds


def _shown(conversation: Conversation | None) -> Message | None:
    """Return the message with buttons; none before a response or after an error."""
    if conversation is None or not conversation.is_answered or is_denied(conversation):
        return None
    message = conversation.original
    return None if message is None or not message.buttons else message
