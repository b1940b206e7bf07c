"""The entry point of ``nazh`` and ``python -m nazh``."""

from __future__ import annotations

import gc
import sys
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import click

    from nazh.adapters.inbound.cli.db import DatabaseAdmin
    from nazh.adapters.inbound.settings import DatabaseUrl, Settings, SettingsCheck
    from nazh.application.shared.audit.audit_log import AuditLog

_INTERRUPTED = 130


def main() -> int:
    """Run the program with its command line; return the exit status."""
    try:
        from nazh.adapters.inbound.cli.program import run_program

        gc.disable()  # collections during the imports would find almost nothing
        program = new_program()
        gc.enable()
        return run_program(program, sys.argv[1:])
    except KeyboardInterrupt:
        return _INTERRUPTED


def new_program() -> click.Group:
    """Return the program, without what only some of its commands need.

    A roll in a terminal starts in a tenth of a second, because Discord, metrics and settings are
    imported on demand. So are the commands of the contexts, which the bot does not need.
    """
    from nazh.adapters.inbound.cli.audit import audit_command
    from nazh.adapters.inbound.cli.config import config_command
    from nazh.adapters.inbound.cli.db import db_command
    from nazh.adapters.inbound.cli.healthcheck import healthcheck_command
    from nazh.adapters.inbound.cli.play import play_command
    from nazh.adapters.inbound.cli.program import nazh_program
    from nazh.adapters.inbound.cli.run import (
        completion_command,
        invite_command,
        run_command,
    )
    from nazh.adapters.inbound.cli.serve import commands_group, serve_command
    from nazh.adapters.inbound.cli.work import work_command
    from nazh.adapters.outbound.system.clock import SystemClock
    from nazh.wiring.contexts import CONTEXTS
    from nazh.wiring.operator_settings import contexts_in_terminal

    enabled = contexts_in_terminal(CONTEXTS)
    return nazh_program(
        play_command(SystemClock()),
        run_command(_run_bot),
        serve_command(_serve_http),
        work_command(_work),
        commands_group(_sync_commands),
        healthcheck_command(_bot_address),
        config_command(_check_settings, _reference_page),
        db_command(_new_database_admin, audit_command(_open_audit_log)),
        invite_command(_invite_link),
        completion_command(new_program),
        contexts=[partial(CONTEXTS[name].cli, _run_process) for name in enabled],
        # A context's group has its name, and can be used while the context is off.
        unlisted={
            name: partial(context.cli, _run_process)
            for name, context in CONTEXTS.items()
            if name not in enabled
        },
    )


def _collect_young_garbage_only() -> None:
    """Exclude all objects so far from collections, because nearly all are permanent.

    Without any collection the garbage of the imports would take 4 MiB permanently.
    """
    gc.set_threshold(20_000, 10_000, 10_000)


def _run_bot() -> int:
    _collect_young_garbage_only()
    settings = _settings()  # before the slow imports, so that errors are reported at once
    from nazh.bootstrap import run_bot

    return run_bot(settings)


def _serve_http() -> int:
    _collect_young_garbage_only()
    settings = _settings()
    from nazh.adapters.inbound.cli.run import CannotRun
    from nazh.adapters.inbound.settings.setting_reader import INSTALL_HINT

    if find_spec("nacl") is None:
        raise CannotRun(
            f"nazh serve needs the extra scale, which is not installed. Run {INSTALL_HINT}."
        )
    from nazh.bootstrap import run_bot
    from nazh.wiring.channels import HTTP

    return run_bot(settings, HTTP)


def _work() -> int:
    _collect_young_garbage_only()
    settings = _settings()
    from nazh.bootstrap import run_bot
    from nazh.wiring.channels import WORK

    return run_bot(settings, WORK)


def _run_process(context: str, channel: str) -> int:
    """Run a process that serves one context only."""
    _collect_young_garbage_only()
    settings = _settings()
    from dataclasses import replace

    from nazh.adapters.inbound.cli.run import CannotRun

    if context not in settings.program.contexts:
        raise CannotRun(f"NAZH_CONTEXTS does not name {context}. Add it, as for the bot.")
    from nazh.bootstrap import run_bot

    program = replace(settings.program, contexts=(context,))
    return run_bot(replace(settings, program=program), channel)


def _sync_commands() -> int:
    settings = _settings()
    from nazh.bootstrap import sync_commands

    return sync_commands(settings)


def _invite_link() -> str:
    settings = _settings()
    from nazh.bootstrap import invitation

    return invitation(settings)


def _bot_address() -> tuple[str, int]:
    from nazh.wiring.operator_settings import http_settings

    http = http_settings()
    return http.host, http.port


def _new_database_admin() -> DatabaseAdmin:
    from nazh.wiring.contexts import CONTEXTS, migrations_of, names_in_database, tables_of
    from nazh.wiring.operator_settings import contexts_in_terminal

    address = _stored_address()
    from nazh.adapters.outbound.sql.admin import SqlAdmin
    from nazh.adapters.outbound.sql.databases.factory import new_database
    from nazh.adapters.outbound.system.clock import SystemClock

    names = contexts_in_terminal(CONTEXTS)
    return SqlAdmin(
        new_database(address.reveal(), migrations_of(names)),
        SystemClock(),
        tables_of(names),
        lambda: tables_of(names_in_database(names)),
        migrations_of(CONTEXTS),
    )


@asynccontextmanager
async def _open_audit_log() -> AsyncIterator[AuditLog | None]:
    address = _stored_address()
    from nazh.adapters.outbound.sql.databases.factory import open_read_only
    from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog

    async with open_read_only(address.reveal()) as database:
        yield None if database is None else SqlAuditLog(database)


def _stored_address() -> DatabaseUrl:
    """Return the URL of a database. Raises CannotRun if everything is kept in memory."""
    from nazh.adapters.inbound.cli.run import CannotRun
    from nazh.wiring.operator_settings import database_url

    address = database_url()
    if address.storage == "memory":
        raise CannotRun("NAZH_DATABASE_URL is memory:, which keeps nothing. Name a database.")
    return address


def _settings() -> Settings:
    from nazh.wiring.contexts import context_settings
    from nazh.wiring.operator_settings import settings

    return settings(context_settings())


def _check_settings() -> SettingsCheck:
    from nazh.adapters.inbound.settings import check_settings
    from nazh.wiring.contexts import context_settings

    return check_settings(contexts=context_settings())


def _reference_page() -> str:
    from nazh.adapters.inbound.settings import reference_page
    from nazh.wiring.contexts import CONTEXTS

    return reference_page(chain.from_iterable(context.settings() for context in CONTEXTS.values()))


if __name__ == "__main__":
    sys.exit(main())
