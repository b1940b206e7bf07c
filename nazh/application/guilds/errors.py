"""Refusals of the guild use cases."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class OnlyManagersChangeSettings(Refusal):
    """A user without the Manage Server permission asked for settings, or to change them."""

    code = "only_managers_choose"
    says = N_("You need the Manage Server permission to view or change these settings.")
    remedy = N_("Ask someone who has it.")
