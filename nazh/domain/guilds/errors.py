"""Refusals about guild settings."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class InvalidSetting(Refusal):
    """A value that the setting does not offer."""

    code = "unfit_setting"
    says = N_("That can't be chosen here, so nothing was changed.")
    remedy = N_("Open the settings again with /settings.")
