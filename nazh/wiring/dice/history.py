"""Wires the history."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.history.history import (
    again_button,
    entry_menu,
    export_button,
    history_command,
    page_button,
)
from nazh.adapters.inbound.discord.dice.history.history_messages import (
    AGAIN,
    CHOSEN,
    CSV,
    JSON,
    NEWER,
    OLDER,
)
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.application.dice.history.export_history import ExportHistory
from nazh.application.dice.history.list_history import ListHistory, ShowEntry
from nazh.application.dice.ports import RollArchive
from nazh.application.shared.debounce import Debouncer
from nazh.application.shared.ports import Clock


class HistoryContainer(containers.DeclarativeContainer):
    """The use cases of the history, and their handlers."""

    archive: providers.Dependency[RollArchive] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    roll_responder: providers.Dependency[RollResponder] = providers.Dependency()
    debouncer: providers.Dependency[Debouncer] = providers.Dependency()

    list_history = providers.Factory(ListHistory, archive, clock)
    show_entry = providers.Factory(ShowEntry, archive)
    export_history = providers.Factory(ExportHistory, archive, clock)

    command = providers.Singleton(history_command, list_history)
    buttons = providers.Dict(
        {
            OLDER: providers.Singleton(page_button, list_history, OLDER),
            NEWER: providers.Singleton(page_button, list_history, NEWER),
            CHOSEN: providers.Singleton(entry_menu, show_entry),
            AGAIN: providers.Singleton(again_button, show_entry, roll_responder, debouncer),
            CSV: providers.Singleton(export_button, export_history, CSV),
            JSON: providers.Singleton(export_button, export_history, JSON),
        }
    )
