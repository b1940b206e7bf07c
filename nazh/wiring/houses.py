"""The container of servers and privacy: what servers choose, and what is kept of whom."""

from __future__ import annotations

from typing import Protocol

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice import privacy, settings_messages
from nazh.adapters.inbound.discord.dice.settings import (
    changes_button,
    choice_menu,
    setting_menu,
    settings_command,
    usual_button,
)
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.settings import Settings
from nazh.application.dice.change_settings import ChangeSettings
from nazh.application.dice.export_own_data import ExportOwnData
from nazh.application.dice.forget_player import ForgetPlayer
from nazh.application.dice.forget_servers import ForgetServers
from nazh.application.dice.known_settings import KnownSettings
from nazh.application.dice.note_servers import NoteServers
from nazh.application.dice.ports import (
    PlayerRecords,
    RollArchive,
    SavedShelves,
    ServerBook,
    ServerRecords,
    ServerRegister,
)
from nazh.application.dice.ports.statistics import RollTallies
from nazh.application.dice.prune_servers import PruneServers
from nazh.application.dice.show_settings import ShowSettings
from nazh.application.shared.ports import Announcer, Clock


class Servers(ServerBook, ServerRegister, Protocol):
    """Settings and departures, which every store keeps in one place."""


class HousesContainer(containers.DeclarativeContainer):
    """Who is given what."""

    settings = providers.Dependency(instance_of=Settings)
    servers: providers.Dependency[Servers] = providers.Dependency()
    archive: providers.Dependency[RollArchive] = providers.Dependency()
    tallies: providers.Dependency[RollTallies] = providers.Dependency()
    shelves: providers.Dependency[SavedShelves] = providers.Dependency()
    player_records: providers.Dependency[PlayerRecords] = providers.Dependency()
    server_records: providers.Dependency[ServerRecords] = providers.Dependency()
    known_settings: providers.Dependency[KnownSettings] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    announcer: providers.Dependency[Announcer] = providers.Dependency()
    door: providers.Dependency[Door] = providers.Dependency()

    days = settings.provided.keep_rolls_days
    operators = providers.Factory(settings_messages.Operators, settings.provided.ruleset, days)
    show_settings = providers.Factory(ShowSettings, servers)
    change_settings = providers.Factory(ChangeSettings, servers, known_settings, clock)
    export_own_data = providers.Factory(ExportOwnData, archive, tallies, shelves, player_records)
    forget_player = providers.Factory(ForgetPlayer, player_records, shelves)
    note_servers = providers.Factory(NoteServers, servers, clock)
    forget_servers = providers.Factory(ForgetServers, servers, server_records, announcer, days)
    prune_servers = providers.Factory(PruneServers, servers, server_records, clock, announcer, days)

    chosen_command = providers.Singleton(settings_command, show_settings, operators, door)
    privacy_command = providers.Singleton(privacy.privacy_command, known_settings, days, door)
    buttons = providers.Dict(
        {
            settings_messages.SETTING: providers.Singleton(setting_menu, show_settings, operators),
            settings_messages.CHOICE: providers.Singleton(choice_menu, change_settings, operators),
            settings_messages.USUAL: providers.Singleton(usual_button, change_settings, operators),
            settings_messages.CHANGES: providers.Singleton(changes_button, show_settings),
            privacy.OWN_DATA: providers.Singleton(privacy.export_button, export_own_data),
            privacy.FORGET: providers.Object(privacy.ask_first),
            privacy.SURE: providers.Singleton(privacy.forget_button, forget_player),
            privacy.KEEP: providers.Object(privacy.keep_all),
        }
    )
