"""Runs the commands of a script that show something, through the use cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import requester_of
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
from nazh.adapters.inbound.texts.dominion.operations.moderation import CATEGORIES
from nazh.application.dominion.access import note_visit
from nazh.application.dominion.battles.check_battle import check_battle
from nazh.application.dominion.battles.show_battle import ShowBattle
from nazh.application.dominion.citizens.show_citizens import ShowCitizen, ShowContributors
from nazh.application.dominion.citizens.show_tutorial import ShowTutorial
from nazh.application.dominion.government.show_dashboard import ShowDashboard
from nazh.application.dominion.government.show_offices import ShowOffices
from nazh.application.dominion.military.advise_units import AdviseUnits
from nazh.application.dominion.military.compare_militaries import CompareMilitaries
from nazh.application.dominion.nations.named_nation import named_or_own_nation
from nazh.application.dominion.nations.show_statistics import ShowStatistics
from nazh.application.dominion.notices.show_inbox import ChangeInbox, ShowInbox
from nazh.application.dominion.operations.reports import FileReport
from nazh.application.dominion.ports import (
    Boards,
    NationDirectory,
    Requester,
    Timelines,
    World,
    WorldTransaction,
)
from nazh.application.dominion.ports.controls import ReportKind
from nazh.application.dominion.treasury.show_history import MAX_HOURS, ShowHistory
from nazh.application.dominion.use_cases import GameUseCases
from nazh.application.dominion.wars.list_wars import ListWars, WarFilter
from nazh.application.dominion.wars.look_at_war import LookAtWar
from nazh.application.dominion.wars.predict_battle import PredictBattle
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.notices import TOPICS, NoticeKind
from nazh.domain.dominion.rankings.boards import PAGE, Board, Division
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import RequestId

_NATION: Final = WithDefault(Text("nation"), None)
_OTHER_NATION, _FIRST, _SECOND = Text("nation"), Text("a"), WithDefault(Text("b"), None)
_BEGINS: Final = WithDefault(Text("filter"), "")
_TEXT, _CATEGORY = Text("text"), Choice("category", {category: category for category in CATEGORIES})
_NUMBERS: Final = range(1, MAX_NUMBER + 1)
_PAGE: Final = WithDefault(Number("page", _NUMBERS), 1)
_WAR, _BATTLE = Number("war", _NUMBERS), Number("battle", _NUMBERS)
_HOURS: Final = WithDefault(Number("hours", range(1, MAX_HOURS + 1)), 24)
_REASON: Final = WithDefault(choice_of("reason", Reason), None)
_EXPORT: Final = WithDefault(Flag("export"), default=False)
_USER, _BUDGET = WithDefault(User("user"), None), WithDefault(Number("budget"), None)
_BOARD: Final = WithDefault(choice_of("type", Board), Board.POWER)
_DIVISION: Final = WithDefault(choice_of("division", Division), None)
_WARS: Final = WithDefault(choice_of("filter", (WarFilter.OWN, WarFilter.WORLD)), WarFilter.OWN)
_KINDS: Final[WithDefault[tuple[NoticeKind, ...], tuple[NoticeKind, ...]]] = WithDefault(
    Choice(
        "about",
        {"everything": tuple(NoticeKind)} | {topic.value: kinds for topic, kinds in TOPICS.items()},
    ),
    (),
)
_DIRECT: Final = WithDefault(Flag("direct_messages"), default=True)
_GUIDES: Final = ("citizen", "leader", "war", "diplomacy")
_ROLE: Final = WithDefault(Choice("role", {guide: guide for guide in _GUIDES}), _GUIDES[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class GameViews:
    """The use cases behind the commands that show something, and what they read."""

    world: World
    game: GameUseCases
    nations: NationDirectory
    boards: Boards
    timelines: Timelines
    statistics: ShowStatistics
    show_citizen: ShowCitizen
    show_tutorial: ShowTutorial
    show_contributors: ShowContributors
    show_history: ShowHistory
    advise: AdviseUnits
    compare_militaries: CompareMilitaries
    show_offices: ShowOffices
    show_dashboard: ShowDashboard
    show_inbox: ShowInbox
    change_inbox: ChangeInbox
    look_at_war: LookAtWar
    list_wars: ListWars
    predict: PredictBattle
    show_battle: ShowBattle
    file_report: FileReport


@dataclass(frozen=True, slots=True)
class _Shown:
    """The stored result of a view that was not refused."""


async def run_view(views: GameViews, command: ScriptCommand) -> None:
    """Run a command of ``VIEWS``. Raises InvalidScript, and the refusals of the use cases.

    The first result is stored, because the same script, run again or by a process that lags behind,
    would see a later world.
    """
    by, refusal = requester_of(command), None
    try:
        await VIEWS[command.words].run(views, by, command)
    except Refusal as error:
        refusal = error

    def record(world: WorldTransaction) -> _Shown:
        if refusal is not None:
            raise refusal
        note_visit(world, by)
        return _Shown()

    request_id = RequestId(f"view of {by.request}")
    await views.world.change(replace(by, request=request_id), _Shown, record)


async def _show_nothing(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    """Show a text that depends only on the rules."""


async def _look_as_member(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    await views.game.look_as_member(by)


async def _show_info(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    name = _NATION.of(command)
    if name is None or (await named_or_own_nation(views.nations, name, by.guild)).guild == by.guild:
        await views.game.look(by)


async def _show_statistics(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    await views.statistics(await named_or_own_nation(views.nations, _NATION.of(command), by.guild))


async def _compare_nations(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    await views.game.look_as_member(by)
    await named_or_own_nation(views.nations, _FIRST.of(command), by.guild)
    await named_or_own_nation(views.nations, _SECOND.of(command), by.guild)


async def _show_events(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    nation = await named_or_own_nation(views.nations, _NATION.of(command), by.guild)
    await views.timelines.of_nation(nation.id)


async def _show_places(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    await named_or_own_nation(views.nations, _NATION.of(command), by.guild)


async def _show_citizen(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    user = _USER.of(command)
    await views.show_citizen(by, by.user if user is None else user)


async def _verify_battle(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    check_battle((await views.show_battle(by, _BATTLE.of(command))).battle)


async def _show_tutorial(views: GameViews, by: Requester, command: ScriptCommand) -> None:
    await views.show_tutorial(by, None)


VIEWS: Final[Mapping[str, Runner[GameViews]]] = {
    "nation info": Runner(_show_info, (_NATION,)),
    "nation list": Runner(
        lambda views, by, command: views.nations.names_like(
            _BEGINS.of(command), _PAGE.of(command) * PAGE
        ),
        (_BEGINS, _PAGE),
    ),
    "nation statistics": Runner(_show_statistics, (_NATION,)),
    "nation compare": Runner(_compare_nations, (_FIRST, _SECOND)),
    "nation history": Runner(_show_events, (_NATION, _PAGE)),
    "citizen info": Runner(_show_citizen, (_USER,)),
    "citizen contributors": Runner(
        lambda views, by, command: views.show_contributors(by, _PAGE.of(command)), (_PAGE,)
    ),
    "treasury status": Runner(_look_as_member),
    "treasury history": Runner(
        lambda views, by, command: views.show_history(
            by, _HOURS.of(command), _REASON.of(command), has_entries=_EXPORT.of(command)
        ),
        (_HOURS, _REASON, _EXPORT),
    ),
    "military status": Runner(_look_as_member),
    "military queue": Runner(_look_as_member),
    "military advise": Runner(
        lambda views, by, command: views.advise(by, _BUDGET.of(command)), (_BUDGET,)
    ),
    "military compare": Runner(
        lambda views, by, command: views.compare_militaries(by, _OTHER_NATION.of(command)),
        (_OTHER_NATION,),
    ),
    "rank board": Runner(
        lambda views, by, command: views.boards.page(
            _BOARD.of(command), _DIVISION.of(command), _PAGE.of(command)
        ),
        (_BOARD, _DIVISION, _PAGE),
    ),
    "rank nation": Runner(_show_places, (_NATION,)),
    "inbox list": Runner(
        lambda views, by, command: views.show_inbox(by, _PAGE.of(command)), (_PAGE,)
    ),
    "inbox settings": Runner(
        lambda views, by, command: views.change_inbox(
            by, _KINDS.of(command), is_on=_DIRECT.of(command)
        ),
        (_KINDS, _DIRECT),
    ),
    "gov dashboard": Runner(lambda views, by, command: views.show_dashboard(by)),
    "gov offices": Runner(lambda views, by, command: views.show_offices(by)),
    "war info": Runner(lambda views, by, command: views.look_at_war(by, _WAR.of(command)), (_WAR,)),
    "war list": Runner(
        lambda views, by, command: views.list_wars(by, _WARS.of(command), 1), (_WARS,)
    ),
    "war history": Runner(
        lambda views, by, command: views.list_wars(by, WarFilter.OVER, 1, _NATION.of(command)),
        (_NATION,),
    ),
    "war predict": Runner(
        lambda views, by, command: views.predict(by, _OTHER_NATION.of(command)), (_OTHER_NATION,)
    ),
    "war replay": Runner(
        lambda views, by, command: views.show_battle(by, _BATTLE.of(command)), (_BATTLE,)
    ),
    "war verify": Runner(_verify_battle, (_BATTLE,)),
    **dict.fromkeys(
        ("diplomacy alliance list", "diplomacy pact list", "diplomacy embassy list"),
        Runner(lambda views, by, command: views.game.diplomacy.show_treaties(by)),
    ),
    "diplomacy reputation": Runner(
        lambda views, by, command: views.game.diplomacy.show_reputation(by, _NATION.of(command)),
        (_NATION,),
    ),
    "dominion help": Runner(_show_nothing),
    "dominion faq": Runner(_show_nothing),
    "dominion about": Runner(_show_nothing),
    "dominion guide": Runner(_show_nothing, (_ROLE,)),
    "dominion tutorial": Runner(_show_tutorial),
    "dominion report": Runner(
        lambda views, by, command: views.file_report(
            by, ReportKind.REPORT, _TEXT.of(command), _CATEGORY.of(command)
        ),
        (_CATEGORY, _TEXT),
    ),
    "dominion bug": Runner(
        lambda views, by, command: views.file_report(by, ReportKind.BUG, _TEXT.of(command)),
        (_TEXT,),
    ),
    "dominion suggest": Runner(
        lambda views, by, command: views.file_report(by, ReportKind.SUGGESTION, _TEXT.of(command)),
        (_TEXT,),
    ),
}
"""The runner of each command that shows something, by the words after the slash.

These commands also record the visit of a citizen. ``military queue`` is an older name of the
status.
"""
