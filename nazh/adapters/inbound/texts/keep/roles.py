"""Writes mentions of roles."""

from __future__ import annotations

from nazh.domain.kernel.identity import GuildId


def role_mention(role: int, guild: GuildId) -> str:
    """Return the mention of a role. Discord would show that of everyone's role as @@everyone."""
    return "@everyone" if role == guild else f"<@&{role}>"
