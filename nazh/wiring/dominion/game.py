"""Builds the use cases of the game."""

from __future__ import annotations

from nazh.adapters.inbound.cli.dominion.script_ports import ScriptFeatures, ScriptMembers
from nazh.application.dominion.administrators import BY_PERMISSION, Administrators
from nazh.application.dominion.citizens.contribute_resources import ContributeResources
from nazh.application.dominion.citizens.leave_nation import LeaveNation
from nazh.application.dominion.citizens.register_citizen import RegisterCitizen
from nazh.application.dominion.diplomacy.use_cases import diplomacy_use_cases
from nazh.application.dominion.government.announce import Announce
from nazh.application.dominion.government.appoint_leader import AppointLeader
from nazh.application.dominion.government.fill_offices import FillOffice, VacateOffice
from nazh.application.dominion.military.build_units import BuildUnits, CancelOrder
from nazh.application.dominion.military.change_units import DisbandUnits, UpgradeUnits
from nazh.application.dominion.military.prepare_for_war import FortifyNation, MobilizeNation
from nazh.application.dominion.nations.choose_battle_hour import ChooseBattleHour, ShowBattleHour
from nazh.application.dominion.nations.delete_nation import CancelDeletion, DeleteNation
from nazh.application.dominion.nations.look_at_nation import LookAsMember, LookAtNation
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.nations.rename_nation import RenameNation
from nazh.application.dominion.nations.take_vacation import TakeVacation
from nazh.application.dominion.ports import FeatureSwitches, Members, World
from nazh.application.dominion.treasury.allocate_resources import AllocateResources
from nazh.application.dominion.treasury.upgrade_storage import UpgradeStorage
from nazh.application.dominion.use_cases import GameUseCases
from nazh.application.dominion.wars.answer_war import AcceptWar, DeclineWar, WithdrawWar
from nazh.application.dominion.wars.declare_war import DeclareWar
from nazh.application.dominion.wars.give_orders import SetNonce, SetStance
from nazh.application.dominion.wars.make_peace import AcceptPeace, ProposePeace, RejectPeace
from nazh.application.dominion.wars.support_war import SupportWar
from nazh.application.dominion.wars.surrender_war import SurrenderWar


def game_commands(
    world: World,
    members: Members | None = None,
    features: FeatureSwitches | None = None,
    administrators: Administrators = BY_PERMISSION,
    forbidden: frozenset[str] = frozenset(),
) -> GameUseCases:
    """Return the use cases over a world.

    Without ``members``, every user is in every server; without ``features``, features are in their
    initial state. ``forbidden`` are keys of words that no nation's name may contain.
    """
    switches = features or ScriptFeatures()
    return GameUseCases(
        register_nation=RegisterNation(world, administrators, forbidden),
        rename_nation=RenameNation(world, forbidden),
        register_citizen=RegisterCitizen(world),
        leave_nation=LeaveNation(world),
        contribute=ContributeResources(world),
        upgrade_storage=UpgradeStorage(world),
        allocate=AllocateResources(world),
        build=BuildUnits(world, switches),
        cancel=CancelOrder(world),
        disband=DisbandUnits(world),
        upgrade_units=UpgradeUnits(world, switches),
        fortify=FortifyNation(world),
        mobilize=MobilizeNation(world),
        look=LookAtNation(world),
        look_as_member=LookAsMember(world),
        take_vacation=TakeVacation(world),
        delete_nation=DeleteNation(world, administrators),
        cancel_deletion=CancelDeletion(world, administrators),
        appoint=AppointLeader(world, members or ScriptMembers(), administrators),
        announce=Announce(world),
        fill_office=FillOffice(world),
        vacate_office=VacateOffice(world),
        show_battle_hour=ShowBattleHour(world, administrators),
        choose_battle_hour=ChooseBattleHour(world),
        declare_war=DeclareWar(world),
        accept_war=AcceptWar(world),
        decline_war=DeclineWar(world),
        withdraw_war=WithdrawWar(world),
        set_stance=SetStance(world),
        set_nonce=SetNonce(world),
        surrender_war=SurrenderWar(world),
        diplomacy=diplomacy_use_cases(world),
        support_war=SupportWar(world),
        propose_peace=ProposePeace(world),
        accept_peace=AcceptPeace(world),
        reject_peace=RejectPeace(world),
    )
