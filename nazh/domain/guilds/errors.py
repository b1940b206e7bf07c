"""Refusals about guild settings."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class InvalidSetting(Refusal):
    """A value that the setting does not offer."""

    code: ClassVar[str] = "unfit_setting"

    def __init__(self) -> None:
        super().__init__(
            N_("That can't be chosen here, so nothing was changed."),
            hint=N_("Open the settings again with /settings."),
        )
