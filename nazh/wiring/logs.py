"""Wires logging by the operator's choices."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager

from nazh.adapters.inbound.cli.output import has_styles
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.logs.outputs import LogLossCounter
from nazh.adapters.outbound.logs.queue import LogFields
from nazh.adapters.outbound.logs.setup import EndLog, LogChoices, configured_log


def open_log(
    settings: Settings, facts: LogFields, losses: LogLossCounter
) -> AbstractContextManager[EndLog]:
    """Configure the log of a bot, with ``facts`` on every record, within the context."""
    choices = LogChoices(
        level=settings.log.level,
        is_json=settings.is_log_json,
        is_coloured=has_styles(sys.stderr),
        secrets=settings.secrets,
        file=settings.log.file,
        megabytes=settings.log.file_megabytes,
        keep=settings.log.file_keep,
    )
    return configured_log(choices, facts, losses)
