"""Names ``/help`` and its menu of pages."""

from __future__ import annotations

from typing import Final

from nazh.domain.kernel.texts import N_

HELP: Final = N_("help")
CHOOSE_A_PAGE: Final = N_("Choose a page")
