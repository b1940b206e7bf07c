"""Runs the commands of a script through the use cases, without Discord."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from nazh.adapters.inbound.cli.dominion.script import InvalidScript, ScriptCommand
from nazh.application.dominion.citizens.contribute_resources import ContributeResources
from nazh.application.dominion.citizens.leave_nation import LeaveNation
from nazh.application.dominion.citizens.register_citizen import RegisterCitizen
from nazh.application.dominion.diplomacy.cancel_pact import PactRequest
from nazh.application.dominion.diplomacy.use_cases import DiplomacyUseCases
from nazh.application.dominion.government.announce import Announce
from nazh.application.dominion.government.appoint_leader import AppointLeader
from nazh.application.dominion.government.fill_offices import FillOffice, VacateOffice
from nazh.application.dominion.military.build_units import BuildUnits, CancelOrder
from nazh.application.dominion.military.change_units import DisbandUnits, UpgradeUnits
from nazh.application.dominion.military.prepare_for_war import FortifyNation, MobilizeNation
from nazh.application.dominion.nations.choose_battle_hour import ChooseBattleHour
from nazh.application.dominion.nations.delete_nation import CallOffDeletion, DeleteNation
from nazh.application.dominion.nations.look_at_nation import LookAtNation
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.nations.rename_nation import RenameNation
from nazh.application.dominion.nations.take_vacation import TakeVacation
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.treasury.allocate_resources import AllocateResources
from nazh.application.dominion.treasury.upgrade_storage import UpgradeStorage
from nazh.application.dominion.wars.answer_war import AcceptWar, DeclineWar, WithdrawWar
from nazh.application.dominion.wars.declare_war import (
    DeclarationRequest,
    DeclareWar,
)
from nazh.application.dominion.wars.give_orders import SetNonce, SetStance
from nazh.application.dominion.wars.make_peace import (
    AcceptPeace,
    PeaceRequest,
    ProposePeace,
    RejectPeace,
)
from nazh.application.dominion.wars.support_war import SupportWar
from nazh.application.dominion.wars.surrender_war import SurrenderWar
from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.diplomacy.treaties import PACTS, Treaty
from nazh.domain.dominion.features import FEATURES, Feature
from nazh.domain.dominion.military import UnitType
from nazh.domain.dominion.offices import Office
from nazh.domain.dominion.treasury import Category
from nazh.domain.dominion.wars.war import CasusBelli, Terms
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

_OLD_ACCOUNT: Final = datetime(2015, 1, 1, tzinfo=UTC)
"""When the accounts of a script were made: its users are members, and old enough."""
_UNITS: Final = tuple(unit.value for unit in UnitType)
_OFFICES: Final = tuple(office.value for office in Office)
_CATEGORIES: Final = tuple(category.value for category in Category)
_STANCES: Final = tuple(stance.value for stance in Stance)
_REASONS: Final = tuple(reason.value for reason in CasusBelli)
_PACTS: Final = tuple(kind.value for kind in PACTS)
_ROLES: Final = tuple(role.value for role in Role)
_NOTICE, _NOW = "notice", "now"
_Runner = Callable[["GameCommands", Requester, ScriptCommand], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GameCommands:
    """The use cases behind the commands of the game."""

    register_nation: RegisterNation
    rename_nation: RenameNation
    register_citizen: RegisterCitizen
    leave_nation: LeaveNation
    contribute: ContributeResources
    upgrade_storage: UpgradeStorage
    allocate: AllocateResources
    build: BuildUnits
    cancel: CancelOrder
    disband: DisbandUnits
    upgrade_units: UpgradeUnits
    fortify: FortifyNation
    mobilize: MobilizeNation
    take_vacation: TakeVacation
    delete_nation: DeleteNation
    call_off_deletion: CallOffDeletion
    appoint: AppointLeader
    announce: Announce
    fill_office: FillOffice
    vacate_office: VacateOffice
    look: LookAtNation
    choose_battle_hour: ChooseBattleHour
    declare_war: DeclareWar
    accept_war: AcceptWar
    decline_war: DeclineWar
    withdraw_war: WithdrawWar
    set_stance: SetStance
    set_nonce: SetNonce
    surrender_war: SurrenderWar
    diplomacy: DiplomacyUseCases
    support_war: SupportWar
    propose_peace: ProposePeace
    accept_peace: AcceptPeace
    reject_peace: RejectPeace


class ScriptMembers:
    """Satisfies ``Members``: every user of a script is in every server."""

    async def has(self, guild: GuildId, user: UserId) -> bool:
        """Return True."""
        return True


class ScriptFeatures:
    """Satisfies ``FeatureSwitches``: nobody switches anything in a script."""

    async def is_on(self, feature: Feature, guild: GuildId) -> bool:
        """Return whether the feature starts on."""
        return FEATURES[feature].starts_on


async def run_command(game: GameCommands, command: ScriptCommand) -> None:
    """Run one command. Raises InvalidScript, and the refusals of the use case."""
    runner = _RUNNERS.get(command.words)
    if runner is None:
        raise InvalidScript(command.number, _no_command(command.words))
    requester = Requester(
        request=RequestId(f"line {command.number}"),
        guild=GuildId(command.guild),
        user=UserId(command.user),
        at=command.at,
        created_at=_OLD_ACCOUNT,
        is_administrator=command.is_administrator,
    )
    await runner(game, requester, command)


def _no_command(words: str) -> str:
    group = words.partition(" ")[0]
    known = [one for one in COMMANDS if one.startswith(f"{group} ")] or COMMANDS
    return f"there is no command /{words}. There are {', '.join(f'/{one}' for one in known)}."


def _unit(command: ScriptCommand) -> UnitType:
    return UnitType(command.choice("unit", _UNITS))


def _office(command: ScriptCommand) -> Office:
    return Office(command.choice("office", _OFFICES))


def _user(command: ScriptCommand) -> UserId:
    return UserId(command.integer("user"))


def _delete(game: GameCommands, by: Requester, on: ScriptCommand) -> Awaitable[object]:
    if on.options.get("call_off") is True:
        return game.call_off_deletion(by)
    return game.delete_nation(by)


def _category(command: ScriptCommand) -> Category:
    return Category(command.choice("category", _CATEGORIES))


def _declaration(command: ScriptCommand) -> DeclarationRequest:
    reason = command.choice("reason", _REASONS) if "reason" in command.options else "none"
    is_confirmed = command.options.get("breaks_truce") is True
    return DeclarationRequest(command.text("nation"), CasusBelli(reason), is_confirmed)


def _stance(command: ScriptCommand) -> Stance:
    return Stance(command.choice("stance", _STANCES))


def _pact(command: ScriptCommand) -> Treaty:
    return Treaty(command.choice("type", _PACTS))


def _cancellation(command: ScriptCommand) -> PactRequest:
    is_now = "how" in command.options and command.choice("how", (_NOTICE, _NOW)) == _NOW
    return PactRequest(_pact(command), command.text("nation"), with_notice=not is_now)


def _peace(command: ScriptCommand) -> PeaceRequest:
    def amount(name: str) -> int:
        return command.integer(name) if name in command.options else 0

    gives = Terms(amount("give_resources"), amount("give_territory"))
    asks = Terms(amount("ask_resources"), amount("ask_territory"))
    return PeaceRequest(command.integer("war"), gives, asks)


def _other_nation(command: ScriptCommand) -> str | None:
    return command.text("nation") if "nation" in command.options else None


_RUNNERS: Final[Mapping[str, _Runner]] = {
    "nation register": lambda game, by, on: game.register_nation(by, on.text("name")),
    "nation rename": lambda game, by, on: game.rename_nation(by, on.text("name")),
    "nation vacation": lambda game, by, on: game.take_vacation(by, on.integer("days")),
    "nation delete": _delete,
    "citizen register": lambda game, by, on: game.register_citizen(by),
    "citizen leave": lambda game, by, on: game.leave_nation(by),
    "citizen contribute": lambda game, by, on: game.contribute(by),
    "treasury upgrade": lambda game, by, on: game.upgrade_storage(by),
    "treasury allocate": lambda game, by, on: game.allocate(
        by, _category(on), on.integer("amount")
    ),
    "military build": lambda game, by, on: game.build(by, _unit(on), on.integer("quantity")),
    "military cancel": lambda game, by, on: game.cancel(by, on.integer("id")),
    "military disband": lambda game, by, on: game.disband(by, _unit(on), on.integer("quantity")),
    "military upgrade": lambda game, by, on: game.upgrade_units(by, _unit(on)),
    "military fortify": lambda game, by, on: game.fortify(by),
    "military mobilize": lambda game, by, on: game.mobilize(by),
    "gov announce": lambda game, by, on: game.announce(by, on.text("message")),
    "gov appoint": lambda game, by, on: game.appoint(by, _user(on)),
    "gov delegate": lambda game, by, on: game.fill_office(by, _office(on), _user(on)),
    "gov revoke": lambda game, by, on: game.vacate_office(by, _office(on)),
    "nation settings": lambda game, by, on: game.choose_battle_hour(by, on.integer("battle_hour")),
    "war declare": lambda game, by, on: game.declare_war(by, _declaration(on)),
    "war accept": lambda game, by, on: game.accept_war(by, on.integer("war")),
    "war decline": lambda game, by, on: game.decline_war(by, on.integer("war")),
    "war withdraw": lambda game, by, on: game.withdraw_war(by, on.integer("war")),
    "war stance": lambda game, by, on: game.set_stance(by, on.integer("war"), _stance(on)),
    "war nonce": lambda game, by, on: game.set_nonce(by, on.integer("war"), on.text("text")),
    "war surrender": lambda game, by, on: game.surrender_war(by, on.integer("war")),
    "war support": lambda game, by, on: game.support_war(
        by, on.integer("war"), Role(on.choice("side", _ROLES))
    ),
    "war peace propose": lambda game, by, on: game.propose_peace(by, _peace(on)),
    "war peace accept": lambda game, by, on: game.accept_peace(by, on.integer("war")),
    "war peace reject": lambda game, by, on: game.reject_peace(by, on.integer("war")),
    "diplomacy alliance propose": lambda game, by, on: game.diplomacy.propose(
        by, Treaty.ALLIANCE, on.text("nation")
    ),
    "diplomacy alliance accept": lambda game, by, on: game.diplomacy.accept(
        by, Treaty.ALLIANCE, on.text("nation")
    ),
    "diplomacy alliance decline": lambda game, by, on: game.diplomacy.decline(
        by, Treaty.ALLIANCE, on.text("nation")
    ),
    "diplomacy alliance break": lambda game, by, on: game.diplomacy.break_alliance(
        by, on.text("nation")
    ),
    "diplomacy pact propose": lambda game, by, on: game.diplomacy.propose(
        by, _pact(on), on.text("nation")
    ),
    "diplomacy pact accept": lambda game, by, on: game.diplomacy.accept(
        by, _pact(on), on.text("nation")
    ),
    "diplomacy pact decline": lambda game, by, on: game.diplomacy.decline(
        by, _pact(on), on.text("nation")
    ),
    "diplomacy pact cancel": lambda game, by, on: game.diplomacy.cancel_pact(by, _cancellation(on)),
    "diplomacy embassy open": lambda game, by, on: game.diplomacy.open_embassy(
        by, on.text("nation")
    ),
    "diplomacy message": lambda game, by, on: game.diplomacy.send_message(
        by, on.text("nation"), on.text("title"), on.text("text")
    ),
    "diplomacy alliance chat": lambda game, by, on: game.diplomacy.chat(by, on.text("message")),
    "diplomacy reputation": lambda game, by, on: game.diplomacy.show_reputation(
        by, _other_nation(on)
    ),
    **dict.fromkeys(
        ("diplomacy alliance list", "diplomacy pact list", "diplomacy embassy list"),
        lambda game, by, on: game.diplomacy.show_treaties(by),
    ),
    **dict.fromkeys(
        (
            "nation info",
            "nation list",
            "citizen info",
            "citizen contributors",
            "gov offices",
            "war info",
            "war list",
            "war history",
            "war predict",
            "treasury status",
            "treasury history",
            "military status",
            "military queue",
            "military advise",
            "military compare",
            "rank board",
            "rank nation",
        ),
        lambda game, by, on: game.look(by),
    ),
}
"""What each command runs. Commands that only show something keep a citizen active."""
COMMANDS: Final = tuple(_RUNNERS)
"""The words of all commands."""
