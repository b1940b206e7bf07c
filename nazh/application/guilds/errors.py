"""Refusals of the guild use cases."""

from __future__ import annotations

from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class OnlyManagersChangeSettings(Refusal):
    """A user without the Manage Server permission tried to view or change settings."""

    code = "only_managers_choose"
    says = N_("You need the Manage Server permission to view or change these settings.")
    remedy = N_("Ask someone who has it.")


class OnlyAdministratorsChangeSetting(Refusal):
    """A manager tried to change a setting that grants rights, which is for administrators."""

    code = "only_administrators_choose"
    says = N_("You need the Administrator permission to change this setting.")
    remedy = N_("Ask someone who has it.")


class EveryoneCannotBeChosen(Refusal):
    """A user tried to give administrator rights to the role of all members."""

    code = "everyone_cannot_be_chosen"
    says = N_("Everyone on this server has this role, so it can't be chosen here.")
    remedy = N_("Choose a role that only some members have.")
