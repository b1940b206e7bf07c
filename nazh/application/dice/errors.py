"""What a use case refuses although the dice would allow it: whose roll it is, and what is left."""

from __future__ import annotations

from typing import ClassVar, Final

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase

_WHO_LEADS: Final = phrase(
    "A game master may manage this server or its messages, or has the role for it."
)


class NotYourRoll(Refusal):
    """Somebody wants to change a roll that another player made."""

    code: ClassVar[str] = "not_your_roll"

    def __init__(self) -> None:
        super().__init__(
            phrase("Only the player who made this roll can add a plot die to it."),
            hint=phrase("Make a roll of your own with /roll and add_plot."),
        )


class RollForgotten(Refusal):
    """The roll is too old to be changed: nothing on record tells what fell."""

    code: ClassVar[str] = "roll_forgotten"

    def __init__(self) -> None:
        super().__init__(
            phrase("This roll is no longer on record, so nothing can be added to it."),
            hint=phrase("Roll again with add_plot."),
        )


class OnlyRollerPicks(Refusal):
    """Somebody else wants to pick the face of a plot die with advantage."""

    code: ClassVar[str] = "only_roller_picks"

    def __init__(self) -> None:
        super().__init__(
            phrase("This plot die has advantage: only the player who rolled it picks the face."),
            hint=phrase("Until then the suggested face counts."),
        )


class OnlyGameMasterPicks(Refusal):
    """Somebody who is no game master wants to pick the face of a plot die with disadvantage."""

    code: ClassVar[str] = "only_game_master_picks"

    def __init__(self) -> None:
        super().__init__(
            phrase("This plot die has disadvantage: only the game master picks the face."),
            hint=_WHO_LEADS,
        )


class NothingToPick(Refusal):
    """The roll has no plot die with two faces to pick from."""

    code: ClassVar[str] = "nothing_to_pick"

    def __init__(self) -> None:
        super().__init__(
            phrase("This roll has no plot die with two faces to pick from."),
            hint=phrase("Roll one with an edge: a1dp, or d1dp."),
        )


class OnlyRollerReveals(Refusal):
    """Somebody wants to reveal a secret roll of another player."""

    code: ClassVar[str] = "only_roller_reveals"

    def __init__(self) -> None:
        super().__init__(
            phrase("Only the player who made this secret roll can reveal it."),
            hint=phrase("Ask for it at the table."),
        )


class LabelTwice(Refusal):
    """A label beside a first pool that has one."""

    code: ClassVar[str] = "label_twice"

    def __init__(self) -> None:
        super().__init__(
            phrase("The first pool has a label already."),
            hint=phrase("Leave one of the two labels out."),
        )


class DifficultyTwice(Refusal):
    """A difficulty beside a first pool that has one."""

    code: ClassVar[str] = "difficulty_twice"

    def __init__(self, target: int) -> None:
        super().__init__(
            phrase("The first pool has a difficulty already: vs {target}."),
            hint=phrase("Leave one of the two difficulties out."),
            target=str(target),
        )


class OnlyGameMastersSave(Refusal):
    """Somebody who is no game master wants to change what a server has saved."""

    code: ClassVar[str] = "only_game_masters_save"

    def __init__(self) -> None:
        super().__init__(
            phrase("Only a game master can change what this server has saved."),
            hint=_WHO_LEADS,
        )


class NoServerHere(Refusal):
    """Somebody wants to save for a server where there is none."""

    code: ClassVar[str] = "no_server_here"

    def __init__(self) -> None:
        super().__init__(
            phrase("There is no server here to save for."),
            hint=phrase("Save it for yourself, or use the command on a server."),
        )


class NameTaken(Refusal):
    """A shared roll whose name stands for something else already."""

    code: ClassVar[str] = "name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("You have saved something else as {name}."),
            hint=phrase("Forget yours with /forget, or save this under another name."),
            name=name,
        )


class OnlyManagersChoose(Refusal):
    """Somebody who does not manage the server wants to see or change its settings."""

    code: ClassVar[str] = "only_managers_choose"

    def __init__(self) -> None:
        super().__init__(
            phrase("Only who may manage this server can see and change its settings."),
            hint=phrase("Discord calls the permission Manage Server."),
        )


class OnlyManagersSeeServer(Refusal):
    """Somebody wants to see the rolls of a whole server without managing it."""

    code: ClassVar[str] = "only_managers_see_server"

    def __init__(self) -> None:
        super().__init__(
            phrase("Only those who manage a server see the rolls of all its channels."),
            hint=phrase("Look at the rolls of this channel instead."),
        )


class EntryForgotten(Refusal):
    """A roll in the history is not on record any more, or is not for the one who asks."""

    code: ClassVar[str] = "entry_forgotten"

    def __init__(self) -> None:
        super().__init__(
            phrase("This roll is no longer on record."),
            hint=phrase("Open the history again: /history."),
        )


class NobodyPlayed(Refusal):
    """Somebody asks about their character and plays none."""

    code: ClassVar[str] = "nobody_played"

    def __init__(self) -> None:
        super().__init__(
            phrase("You play no character here."),
            hint=phrase("Name one, or play one with /character switch."),
        )


class NoServerToCount(Refusal):
    """Somebody asks about the rolls on a server where there is none."""

    code: ClassVar[str] = "no_server_to_count"

    def __init__(self) -> None:
        super().__init__(
            phrase("There is no server here whose rolls could be counted."),
            hint=phrase("Use the command on a server."),
        )
