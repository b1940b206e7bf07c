"""The crowd: players at many tables of many servers, and what each of them does next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks.load.arrivals import Arrival, Deed
from localcord import CannotUse, Conversation, Message, Person, Seat, Server

AGAIN: Final = "Roll Again"
NOTATIONS: Final = ("a1d20+5", "2d6+3", "4d6kh3", "1d20", "1d100", "8d6", "a1d20+5, 2d6")
TYPED: Final = ("1d", "2d6", "a1d20", "4d6k", "")
BUILDING: Final = ("Count +1", "Modifier +5", "Advantage", "Count −1", "Modifier −5")
"""Pressed one after the other, round and round: the builder never runs full."""


@dataclass(slots=True)
class Player:
    """One person at one table."""

    person: Person
    seat: Seat
    rolled: Conversation | None = None
    building: Conversation | None = None
    steps: int = 0

    def does(self, deed: Deed) -> Conversation:
        """Do it, without waiting. Where nothing is there to be pressed yet, ask for it."""
        self.steps += 1
        match deed:
            case Deed.ROLL:
                return self._roll()
            case Deed.PRESS:
                message = _shown(self.rolled)
                return self.person.start_press(message, AGAIN) if message else self._roll()
            case Deed.BUILD:
                return self._build()
            case Deed.COMPLETE:
                return self.seat.start_complete("roll", "pool1", TYPED[self.steps % len(TYPED)])

    def _roll(self) -> Conversation:
        self.rolled = self.seat.start("roll", pool1=NOTATIONS[self.steps % len(NOTATIONS)])
        return self.rolled

    def _build(self) -> Conversation:
        message = _shown(self.building)
        if message is None:
            self.building = self.seat.start("build")
            return self.building
        if all(button.disabled for button in message.buttons):
            return self.person.start_choose(message, "d20")
        try:
            return self.person.start_press(message, BUILDING[self.steps % len(BUILDING)])
        except CannotUse:  # this one is greyed out just now
            return self.person.start_choose(message, "d20")


class Crowd:
    """``tables`` servers with ``seats`` players each: no limit of one of them is ever reached."""

    def __init__(self, discord: Server, tables: int, seats: int) -> None:
        self._players: list[Player] = []
        for table in range(tables):
            channel = discord.guild(f"Keep {table}").channel("table")
            for seat in range(seats):
                person = discord.user(f"Player {table}.{seat}")
                self._players.append(Player(person, person.in_(channel)))

    def __len__(self) -> int:
        return len(self._players)

    def does(self, arrival: Arrival) -> Conversation:
        """Let the player who has arrived do what he came for."""
        return self._players[arrival.player].does(arrival.deed)


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
