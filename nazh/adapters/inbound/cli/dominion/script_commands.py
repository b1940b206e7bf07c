"""Runs the commands of a script that change something, through the use cases."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import timedelta
from typing import Final

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_options import (
    MAX_NUMBER,
    Choice,
    Flag,
    Number,
    Runner,
    Text,
    User,
    WithDefault,
    choice_of,
)
from nazh.application.dominion.diplomacy.cancel_pact import PactRequest
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.use_cases import GameUseCases
from nazh.application.dominion.wars.declare_war import DeclarationRequest
from nazh.application.dominion.wars.make_peace import PeaceRequest
from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.diplomacy.treaties import PACTS, TreatyKind
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.treasury import Category
from nazh.domain.dominion.wars.war import CasusBelli, Terms
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

_OLD: Final = timedelta(days=3650)
"""The age of all accounts in a script, which is enough for every rule."""
_NAME, _NATION, _MESSAGE, _TEXT = Text("name"), Text("nation"), Text("message"), Text("text")
_TITLE: Final = Text("title")
_UNIT: Final = choice_of("unit", UnitType)
_QUANTITY, _AMOUNT, _DAYS = Number("quantity"), Number("amount"), Number("days")
_ORDER: Final = Number("id")
_CATEGORY: Final = choice_of("category", Category)
_OFFICE, _USER = choice_of("office", Office), User("user")
_WAR: Final = Number("war", range(1, MAX_NUMBER + 1))
_STANCE, _SIDE = choice_of("stance", Stance), choice_of("side", Role)
_REASON: Final = WithDefault(choice_of("reason", CasusBelli), CasusBelli.NONE)
_PACT: Final = choice_of("type", PACTS)
_BATTLE_HOUR: Final = WithDefault(Number("battle_hour"), None)
_CANCELS: Final = WithDefault(Flag("cancel"), default=False)
_BREAKS_TRUCE: Final = WithDefault(Flag("breaks_truce"), default=False)
_WITH_NOTICE: Final = WithDefault(Choice("how", {"notice": True, "now": False}), default=True)
_GIVEN: Final = range(-MAX_NUMBER, MAX_NUMBER + 1)
_GIVE_RESOURCES, _GIVE_TERRITORY, _ASK_RESOURCES, _ASK_TERRITORY = (
    WithDefault(Number(name, _GIVEN), 0)
    for name in ("give_resources", "give_territory", "ask_resources", "ask_territory")
)


async def run_command(game: GameUseCases, command: ScriptCommand) -> None:
    """Run a command of ``COMMANDS``. Raises InvalidScript, and the refusals of the use case."""
    await COMMANDS[command.words].run(game, requester_of(command), command)


def requester_of(command: ScriptCommand) -> Requester:
    """Return the user of a command, whose request is the line."""
    return Requester(
        request=RequestId(f"line {command.number}"),
        guild=GuildId(command.guild),
        user=UserId(command.user),
        at=command.at,
        created_at=command.at - _OLD,
        is_administrator=command.is_administrator,
    )


def _delete(game: GameUseCases, by: Requester, command: ScriptCommand) -> Awaitable[object]:
    return game.cancel_deletion(by) if _CANCELS.of(command) else game.delete_nation(by)


def _settings(game: GameUseCases, by: Requester, command: ScriptCommand) -> Awaitable[object]:
    hour = _BATTLE_HOUR.of(command)
    return game.show_battle_hour(by) if hour is None else game.choose_battle_hour(by, hour)


def _declaration(command: ScriptCommand) -> DeclarationRequest:
    return DeclarationRequest(_NATION.of(command), _REASON.of(command), _BREAKS_TRUCE.of(command))


def _peace(command: ScriptCommand) -> PeaceRequest:
    gives = Terms(_GIVE_RESOURCES.of(command), _GIVE_TERRITORY.of(command))
    asks = Terms(_ASK_RESOURCES.of(command), _ASK_TERRITORY.of(command))
    return PeaceRequest(_WAR.of(command), gives, asks)


COMMANDS: Final[Mapping[str, Runner[GameUseCases]]] = {
    "nation register": Runner(
        lambda game, by, command: game.register_nation(by, _NAME.of(command)), (_NAME,)
    ),
    "nation rename": Runner(
        lambda game, by, command: game.rename_nation(by, _NAME.of(command)), (_NAME,)
    ),
    "nation vacation": Runner(
        lambda game, by, command: game.take_vacation(by, _DAYS.of(command)), (_DAYS,)
    ),
    "nation delete": Runner(_delete, (_CANCELS,)),
    "nation settings": Runner(_settings, (_BATTLE_HOUR,)),
    "citizen register": Runner(lambda game, by, command: game.register_citizen(by)),
    "citizen leave": Runner(lambda game, by, command: game.leave_nation(by)),
    "citizen contribute": Runner(lambda game, by, command: game.contribute(by)),
    "treasury upgrade": Runner(lambda game, by, command: game.upgrade_storage(by)),
    "treasury allocate": Runner(
        lambda game, by, command: game.allocate(by, _CATEGORY.of(command), _AMOUNT.of(command)),
        (_CATEGORY, _AMOUNT),
    ),
    "military build": Runner(
        lambda game, by, command: game.build(by, _UNIT.of(command), _QUANTITY.of(command)),
        (_UNIT, _QUANTITY),
    ),
    "military cancel": Runner(
        lambda game, by, command: game.cancel(by, _ORDER.of(command)), (_ORDER,)
    ),
    "military disband": Runner(
        lambda game, by, command: game.disband(by, _UNIT.of(command), _QUANTITY.of(command)),
        (_UNIT, _QUANTITY),
    ),
    "military upgrade": Runner(
        lambda game, by, command: game.upgrade_units(by, _UNIT.of(command)), (_UNIT,)
    ),
    "military fortify": Runner(lambda game, by, command: game.fortify(by)),
    "military mobilize": Runner(lambda game, by, command: game.mobilize(by)),
    "gov announce": Runner(
        lambda game, by, command: game.announce(by, _MESSAGE.of(command)), (_MESSAGE,)
    ),
    "gov appoint": Runner(lambda game, by, command: game.appoint(by, _USER.of(command)), (_USER,)),
    "gov delegate": Runner(
        lambda game, by, command: game.fill_office(by, _OFFICE.of(command), _USER.of(command)),
        (_OFFICE, _USER),
    ),
    "gov revoke": Runner(
        lambda game, by, command: game.vacate_office(by, _OFFICE.of(command)), (_OFFICE,)
    ),
    "war declare": Runner(
        lambda game, by, command: game.declare_war(by, _declaration(command)),
        (_NATION, _REASON, _BREAKS_TRUCE),
    ),
    "war accept": Runner(lambda game, by, command: game.accept_war(by, _WAR.of(command)), (_WAR,)),
    "war decline": Runner(
        lambda game, by, command: game.decline_war(by, _WAR.of(command)), (_WAR,)
    ),
    "war withdraw": Runner(
        lambda game, by, command: game.withdraw_war(by, _WAR.of(command)), (_WAR,)
    ),
    "war stance": Runner(
        lambda game, by, command: game.set_stance(by, _WAR.of(command), _STANCE.of(command)),
        (_WAR, _STANCE),
    ),
    "war nonce": Runner(
        lambda game, by, command: game.set_nonce(by, _WAR.of(command), _TEXT.of(command)),
        (_WAR, _TEXT),
    ),
    "war surrender": Runner(
        lambda game, by, command: game.surrender_war(by, _WAR.of(command)), (_WAR,)
    ),
    "war support": Runner(
        lambda game, by, command: game.support_war(by, _WAR.of(command), _SIDE.of(command)),
        (_WAR, _SIDE),
    ),
    "war peace propose": Runner(
        lambda game, by, command: game.propose_peace(by, _peace(command)),
        (_WAR, _GIVE_RESOURCES, _GIVE_TERRITORY, _ASK_RESOURCES, _ASK_TERRITORY),
    ),
    "war peace accept": Runner(
        lambda game, by, command: game.accept_peace(by, _WAR.of(command)), (_WAR,)
    ),
    "war peace reject": Runner(
        lambda game, by, command: game.reject_peace(by, _WAR.of(command)), (_WAR,)
    ),
    "diplomacy alliance propose": Runner(
        lambda game, by, command: game.diplomacy.propose(
            by, TreatyKind.ALLIANCE, _NATION.of(command)
        ),
        (_NATION,),
    ),
    "diplomacy alliance accept": Runner(
        lambda game, by, command: game.diplomacy.accept(
            by, TreatyKind.ALLIANCE, _NATION.of(command)
        ),
        (_NATION,),
    ),
    "diplomacy alliance decline": Runner(
        lambda game, by, command: game.diplomacy.decline(
            by, TreatyKind.ALLIANCE, _NATION.of(command)
        ),
        (_NATION,),
    ),
    "diplomacy alliance break": Runner(
        lambda game, by, command: game.diplomacy.break_alliance(by, _NATION.of(command)), (_NATION,)
    ),
    "diplomacy alliance chat": Runner(
        lambda game, by, command: game.diplomacy.chat(by, _MESSAGE.of(command)), (_MESSAGE,)
    ),
    "diplomacy pact propose": Runner(
        lambda game, by, command: game.diplomacy.propose(
            by, _PACT.of(command), _NATION.of(command)
        ),
        (_PACT, _NATION),
    ),
    "diplomacy pact accept": Runner(
        lambda game, by, command: game.diplomacy.accept(by, _PACT.of(command), _NATION.of(command)),
        (_PACT, _NATION),
    ),
    "diplomacy pact decline": Runner(
        lambda game, by, command: game.diplomacy.decline(
            by, _PACT.of(command), _NATION.of(command)
        ),
        (_PACT, _NATION),
    ),
    "diplomacy pact cancel": Runner(
        lambda game, by, command: game.diplomacy.cancel_pact(
            by,
            PactRequest(
                _PACT.of(command), _NATION.of(command), with_notice=_WITH_NOTICE.of(command)
            ),
        ),
        (_PACT, _NATION, _WITH_NOTICE),
    ),
    "diplomacy embassy open": Runner(
        lambda game, by, command: game.diplomacy.open_embassy(by, _NATION.of(command)), (_NATION,)
    ),
    "diplomacy message": Runner(
        lambda game, by, command: game.diplomacy.send_message(
            by, _NATION.of(command), _TITLE.of(command), _TEXT.of(command)
        ),
        (_NATION, _TITLE, _TEXT),
    ),
}
"""The runner of each command that changes something, by the words after the slash."""
