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
"""Pressed one after the other, round and round: the builder never runs full."""


@dataclass(slots=True)
class Player:
    """One person at one table."""

    person: Person
    channel_user: ChannelUser
    rolled: Conversation | None = None
    building: Conversation | None = None
    steps: int = 0

    def perform(self, action: Action) -> Conversation:
        """Do it, without waiting. Where nothing is there to be pressed yet, ask for it."""
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
        except CannotUse:  # this one is greyed out just now
            return self.person.start_choose(message, "d20")


class SimulatedUsers:
    """``tables`` servers with ``seats`` players each: no limit of one of them is ever reached."""

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
        """Perform the action of the user who has arrived."""
        return self._players[arrival.player].perform(arrival.action)


def is_denied(conversation: Conversation) -> bool:
    """Return whether the answer, which is there, is a sentence instead of what was asked for."""
    if conversation.original is None:
        return False
    return not conversation.original.embeds


def _shown(conversation: Conversation | None) -> Message | None:
    """Return what can be pressed: nothing before it is answered, nor after it was denied."""
    if conversation is None or not conversation.is_answered or is_denied(conversation):
        return None
    message = conversation.original
    return None if message is None or not message.buttons else message
