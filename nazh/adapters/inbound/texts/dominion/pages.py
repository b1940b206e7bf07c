"""Names the buttons that turn the pages of lists."""

from __future__ import annotations

from typing import Final

from nazh.domain.kernel.texts import N_

PREVIOUS: Final = N_("Previous")
NEXT: Final = N_("Next")
NEWER: Final = N_("Newer")
OLDER: Final = N_("Older")
