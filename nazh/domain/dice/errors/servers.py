"""Refusals of what servers choose."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase


class UnfitSetting(Refusal):
    """A choice that is not on offer."""

    code: ClassVar[str] = "unfit_setting"

    def __init__(self) -> None:
        super().__init__(
            phrase("That cannot be chosen here, so nothing was changed."),
            hint=phrase("Open the settings anew with /settings."),
        )
