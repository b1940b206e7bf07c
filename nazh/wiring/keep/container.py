"""Wires Keep to its adapters and builds its manifest."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.discord.guilds.help import HelpPage
from nazh.adapters.inbound.discord.invite import Permissions
from nazh.adapters.inbound.discord.keep.consoles import ConsoleUseCases
from nazh.adapters.inbound.discord.keep.server_actions import ServerUseCases
from nazh.adapters.inbound.discord.keep.setup_steps import SetupSteps
from nazh.adapters.inbound.settings.keep import KeepSettings
from nazh.adapters.inbound.texts.keep.help_pages import HELP_NAME, help_text
from nazh.adapters.outbound.consoles.address_guard import AddressGuard
from nazh.adapters.outbound.consoles.pool import ConsolePool
from nazh.adapters.outbound.metrics.keep.consoles import console_metrics
from nazh.adapters.outbound.metrics.keep.logs import log_metrics
from nazh.adapters.outbound.sql.keep.console_log import SqlConsoleLog
from nazh.adapters.outbound.sql.keep.contacts import SqlContactStore
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.adapters.outbound.sql.keep.players import SqlPlayerStore
from nazh.adapters.outbound.sql.keep.replies import SqlReplyStore
from nazh.adapters.outbound.sql.keep.server_changes import SqlServerChanges
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.application.keep.consoles.check_command import CheckCommand
from nazh.application.keep.consoles.kept_replies import DELETED_EVERY as REPLIES_DELETED_EVERY
from nazh.application.keep.consoles.kept_replies import DeleteExpiredReplies, KeptReplies
from nazh.application.keep.consoles.run_recorded_command import RunRecordedCommand
from nazh.application.keep.consoles.show_console_log import ShowConsoleLog
from nazh.application.keep.players.show_players import ShowPlayers
from nazh.application.keep.players.show_status import ShowStatus
from nazh.application.keep.prune_records import PERIOD as RECORDS_PRUNED_EVERY
from nazh.application.keep.prune_records import PruneRecords
from nazh.application.keep.servers.add_server import AddServer, ChangePassword
from nazh.application.keep.servers.change_access import ChangeAccess
from nazh.application.keep.servers.edit_server import EditServer
from nazh.application.keep.servers.note_contact import NoteContact
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.keep.servers.probe_server import ProbeServer
from nazh.application.keep.servers.remove_server import RemoveServer
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.application.keep.servers.show_changes import ShowChanges
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.application.shared.event_bus import on
from nazh.application.shared.jobs import Job, Scope
from nazh.domain.keep.consoles.addresses import AddressPolicy
from nazh.domain.keep.events import ServerTried
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.wiring.context import Context
from nazh.wiring.keep.bridges import new_bridges
from nazh.wiring.keep.commands import UseCases, keep_buttons, keep_commands, keep_modals
from nazh.wiring.keep.logs import log_jobs, new_read_logs
from nazh.wiring.keep.stored_records import keep_records
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.sealer import new_sealer

_PERMISSIONS: Final = (
    Permissions.VIEW_CHANNEL
    | Permissions.SEND_MESSAGES
    | Permissions.SEND_MESSAGES_IN_THREADS
    | Permissions.ATTACH_FILES
    | Permissions.READ_MESSAGE_HISTORY
    | Permissions.ADD_REACTIONS
)


def load_keep(platform: PlatformContainer) -> Context:
    """Return the manifest. Raises CannotRun without a database or the extra ``keep``."""
    settings = platform.settings().section(KeepSettings)
    database, clock = platform.database(), platform.clock()
    store, log = SqlServerStore(database), SqlConsoleLog(database)
    consoles = ConsolePool(AddressGuard(AddressPolicy(settings.networks)))
    sealer = new_sealer(platform.settings(), "keep", settings.keys)
    signer = platform.component_signer()
    passwords = ServerPasswords(store, sealer, consoles)
    run_on_server = RunOnServer(passwords, platform.events())
    records, stored = SqlKeepRecords(database), keep_records(platform)
    show = ShowServers(store)
    check = CheckCommand(store, SqlMuteStore(database), PROFILES)
    reply_store = SqlReplyStore(database)
    replies = KeptReplies(reply_store, sealer, clock)
    run = RunRecordedCommand(run_on_server, log, replies, clock)
    bridges = new_bridges(platform, store, run_on_server)
    change_access = ChangeAccess(store, clock)
    steps = SetupSteps(show, change_access, bridges.use_cases, PROFILES, signer)
    contacts, player_store = SqlContactStore(database), SqlPlayerStore(database)
    servers = ServerUseCases(
        show=show,
        show_status=ShowStatus(show, run_on_server, PROFILES, contacts, player_store, clock),
        show_changes=ShowChanges(SqlServerChanges(database)),
        add=AddServer(store, passwords, clock),
        edit=EditServer(store, passwords, clock),
        probe=ProbeServer(store, run_on_server, PROFILES),
        change_password=ChangePassword(store, passwords, clock),
        remove=RemoveServer(store, consoles, clock),
        change_access=change_access,
        steps=steps,
    )
    delete_replies = DeleteExpiredReplies(reply_store, clock)
    delete_job = Job("delete_replies", REPLIES_DELETED_EVERY, delete_replies, Scope.CLUSTER)
    prune = PruneRecords(records, clock, platform.settings().guilds.retention_days)
    prune_job = Job(
        "prune_game_records", RECORDS_PRUNED_EVERY, prune, Scope.CLUSTER, RECORDS_PRUNED_EVERY
    )
    read_logs = new_read_logs(platform, settings, run_on_server)
    use_cases = UseCases(
        servers,
        ConsoleUseCases(show, check, run, replies, ShowConsoleLog(log)),
        bridges.use_cases,
        ShowPlayers(show, player_store, clock),
    )
    return Context(
        name="keep",
        texts=stored.texts,
        commands=keep_commands(use_cases, signer),
        components=keep_buttons(use_cases, signer),
        modals=keep_modals(use_cases, platform.idempotency(), signer),
        subscriptions=(
            *console_metrics(
                platform.registry(), PROFILES, consoles.open_circuits, bridges.waiting_seconds
            ),
            on(ServerTried, NoteContact(contacts, clock)),
            *log_metrics(platform.registry(), read_logs.states),
        ),
        jobs=(delete_job, prune_job, *bridges.jobs, *log_jobs(read_logs)),
        messages=bridges.messages,
        intents=bridges.intents,
        help_pages={"keep": HelpPage(HELP_NAME, help_text, lambda _: ())},
        personal_data=stored.personal_data,
        own_data=stored.own_data,
        permissions=_PERMISSIONS,
    )
