"""Tests that each change by a manager is shown in one line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nazh.adapters.inbound.texts.keep.changes import changes_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.keep.servers.show_changes import ServerChange
from nazh.application.shared.audit.audit_log import Details
from nazh.domain.kernel.identity import GuildId, UserId

AT = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
HERE: Details = {"game": "ark_asa", "host": "a.example", "port": 27_020}
THERE: Details = {"game": "ark_asa", "host": "b.example", "port": 27_020}
GUILD = GuildId(3)
ROLE: Details = {"role": "7", "level": "viewer"}
EVERYONE: Details = {"role": "3", "level": "viewer"}
CHANNEL: Details = {"channel": "9"}


@pytest.mark.parametrize(
    ("action", "before", "after", "line"),
    [
        ("server.added", None, HERE, "Added **Island**, `a.example:27020`"),
        (
            "server.changed",
            HERE,
            THERE,
            "Moved **Island** from `a.example:27020` to `b.example:27020`",
        ),
        (
            "server.changed",
            {**HERE, "name": "Center"},
            {**HERE, "name": "Island"},
            "Renamed **Center** to **Island**",
        ),
        (
            "server.changed",
            {**HERE, "name": "Center"},
            {**THERE, "name": "Island"},
            (
                "Renamed **Center** to **Island**\n"
                "Moved **Island** from `a.example:27020` to `b.example:27020`"
            ),
        ),
        (
            "server.changed",
            {**HERE, "name": "Island"},
            {**HERE, "name": "Island"},
            "Entered the password of **Island** in `/server edit`",
        ),
        ("server.removed", HERE, None, "Removed **Island**, `a.example:27020`"),
        ("password.changed", None, None, "Entered the password of **Island**"),
        (
            "password.encrypted",
            None,
            None,
            "Re-encrypted the password of **Island** with a new key",
        ),
        ("access.given", None, ROLE, "Granted access on **Island**: <@&7> viewer"),
        ("access.given", None, EVERYONE, "Granted access on **Island**: @everyone viewer"),
        ("access.taken", ROLE, None, "Revoked access on **Island**: <@&7> viewer"),
        ("bridge.linked", None, CHANNEL, "Linked the chat of **Island** with <#9>"),
        ("bridge.unlinked", CHANNEL, None, "Unlinked the chat of **Island** from <#9>"),
        ("server.unknown", None, None, "keep.server.unknown"),
    ],
)
def test_each_change_has_its_words(
    action: str, before: Details | None, after: Details | None, line: str
) -> None:
    change = ServerChange(AT, UserId(5), f"keep.{action}", "Island", before, after)

    paged = changes_text([change], GUILD, ENGLISH)

    assert paged.pages == (f"{line}\n-# <@5>, <t:1767297600:R>",)


def test_no_changes_and_many_changes() -> None:
    change = ServerChange(AT, None, "keep.password.changed", "Island", None, None)

    assert changes_text([], GUILD, ENGLISH).pages[0].startswith("## No changes yet")
    assert len(changes_text([change] * 25, GUILD, ENGLISH).pages) == 3
    assert "-# somebody, " in changes_text([change], GUILD, ENGLISH).whole
