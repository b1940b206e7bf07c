"""Bundles the use cases of the game for inbound adapters."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.citizens.contribute_resources import ContributeResources
from nazh.application.dominion.citizens.leave_nation import LeaveNation
from nazh.application.dominion.citizens.register_citizen import RegisterCitizen
from nazh.application.dominion.diplomacy.use_cases import DiplomacyUseCases
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
from nazh.application.dominion.treasury.allocate_resources import AllocateResources
from nazh.application.dominion.treasury.upgrade_storage import UpgradeStorage
from nazh.application.dominion.wars.answer_war import AcceptWar, DeclineWar, WithdrawWar
from nazh.application.dominion.wars.declare_war import DeclareWar
from nazh.application.dominion.wars.give_orders import SetNonce, SetStance
from nazh.application.dominion.wars.make_peace import AcceptPeace, ProposePeace, RejectPeace
from nazh.application.dominion.wars.support_war import SupportWar
from nazh.application.dominion.wars.surrender_war import SurrenderWar


@dataclass(frozen=True, slots=True, kw_only=True)
class GameUseCases:
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
    cancel_deletion: CancelDeletion
    appoint: AppointLeader
    announce: Announce
    fill_office: FillOffice
    vacate_office: VacateOffice
    look: LookAtNation
    look_as_member: LookAsMember
    show_battle_hour: ShowBattleHour
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
