"""Names buttons that stand below many messages."""

from __future__ import annotations

from typing import Final

from nazh.domain.kernel.texts import N_

NOT_NOW: Final = N_("Not Now")
CONTINUE: Final = N_("Continue …")
