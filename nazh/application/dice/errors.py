"""Refusals of the dice use cases, about permissions and missing records."""

from __future__ import annotations

from typing import Final

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_

_GAME_MASTER_HINT: Final = N_(
    "Game masters have the Manage Server or Manage Messages permission, or the game master role."
)


class NotYourRoll(Refusal):
    """A user tried to change another player's roll."""

    code = "not_your_roll"
    says = N_("Only the player who made this roll can add a plot die to it.")
    remedy = N_("Make a roll of your own with /roll and add_plot.")


class RollForgotten(Refusal):
    """The roll cannot be shown or changed, because it has been deleted."""

    code = "roll_forgotten"
    says = N_("This roll is no longer on record.")
    remedy = N_("Make a new one with /roll.")


class OnlyRollerPicks(Refusal):
    """Another user tried to pick the face of a plot die with advantage."""

    code = "only_roller_picks"
    says = N_("This plot die has advantage: only the player who rolled it can pick the face.")
    remedy = N_("Until then the suggested face counts.")


class OnlyGameMasterPicks(Refusal):
    """A user who is not a game master tried to pick the face of a plot die with disadvantage."""

    code = "only_game_master_picks"
    says = N_("This plot die has disadvantage: only the game master can pick the face.")
    remedy = _GAME_MASTER_HINT


class NothingToPick(Refusal):
    """The roll has no plot die with two faces to pick from."""

    code = "nothing_to_pick"
    says = N_("This roll has no plot die with two faces to pick from.")
    remedy = N_("Roll one with advantage or disadvantage: a1dp, or d1dp.")


class OnlyRollerReveals(Refusal):
    """A user tried to reveal another player's secret roll."""

    code = "only_roller_reveals"
    says = N_("Only the player who made this secret roll can reveal it.")
    remedy = N_("Ask them to reveal it.")


class AlreadyRevealed(Refusal):
    """A secret roll was changed after it had been revealed."""

    code = "already_revealed"
    says = N_("This roll has already been revealed.")
    remedy = N_("Use the buttons below the public roll.")


class LabelTwice(Refusal):
    """A label was given for a pool that already has one."""

    code = "label_twice"
    says = N_("This pool already has a label.")
    remedy = N_("Remove one of the two labels.")


class DifficultyTwice(Refusal):
    """A difficulty was given for a pool that already has one."""

    code = "difficulty_twice"
    says = N_("This pool already has a difficulty: vs {target}.")
    remedy = N_("Remove one of the two difficulties.")

    def __init__(self, target: int) -> None:
        super().__init__(target=str(target))


class NoSuchPool(Refusal):
    """A label or difficulty was given for a pool that the roll does not have."""

    code = "no_such_pool"
    says = N_("This roll has no pool {position}. Its last is pool {last}.")
    remedy = N_("Give another number to for_pool.")

    def __init__(self, position: int, last: int) -> None:
        super().__init__(position=position, last=last)


class OnlyGameMastersSave(Refusal):
    """A user who is not a game master tried to change what a server has saved."""

    code = "only_game_masters_save"
    says = N_("Only a game master can change what this server has saved.")
    remedy = _GAME_MASTER_HINT


class NoGuildToSaveFor(Refusal):
    """A user tried to save for a server outside a server."""

    code = "no_server_here"
    says = N_("There is no server here to save for.")
    remedy = N_("Save it for yourself, or use the command on a server.")


class NameTaken(Refusal):
    """The name of a shared roll is already used for something else."""

    code = "name_taken"
    says = N_("You already have something else saved as {name}.")
    remedy = N_("Forget yours with /forget, or save this under another name.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class OnlyManagersSeeGuildRolls(Refusal):
    """A user without the Manage Server permission asked for the rolls of a whole server."""

    code = "only_managers_see_server"
    says = N_("You need the Manage Server permission to see the rolls of all channels.")
    remedy = N_("Look at the rolls of this channel instead.")


class EntryForgotten(Refusal):
    """A roll in the history has been deleted, or the user may not see it."""

    code = "entry_forgotten"
    says = N_("This roll is no longer on record.")
    remedy = N_("Open the history again: /history.")


class NoActiveCharacter(Refusal):
    """A user without an active character asked about it."""

    code = "nobody_played"
    says = N_("You aren't playing a character here.")
    remedy = N_("Name one, or play one with /character switch.")


class NoGuildToShow(Refusal):
    """A user asked for a server's rolls outside a server."""

    code = "no_server_to_show"
    says = N_("There is no server here to show rolls of.")
    remedy = N_("Use the command on a server.")
