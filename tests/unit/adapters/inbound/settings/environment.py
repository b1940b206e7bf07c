"""Provides a valid token and a clean environment."""

from __future__ import annotations

import base64
import os

APPLICATION = 1_573_639_592_949_579_777
TOKEN = f"{base64.b64encode(str(APPLICATION).encode()).decode().rstrip('=')}.abcdef.{'s3cr3t-' * 5}"


def own_variables() -> list[str]:
    """Return the names in this process's environment that Nazh would read."""
    return [
        name
        for name in os.environ
        if name.upper().startswith(("NAZH_", "DISCORD_", "RENDER_"))
        or name.upper() in ("PORT", "APP_ENV")
    ]
