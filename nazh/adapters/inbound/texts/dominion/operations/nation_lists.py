"""Writes the list of nations for developers."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.operations.list_nations import NationList, NationState
from nazh.domain.dominion.nations.lifecycle import Status
from nazh.domain.dominion.operations.controls import SanctionKind
from nazh.domain.kernel.texts import N_

_LIST: Final = N_("## Nations by their ids, page {page}")
_LINE: Final = N_("**{id}** {name} · server {guild} · {state}")
_STATE_AND_DELETION: Final = N_("{state}, deleted {when}")
_STATUSES: Final = {
    Status.ACTIVE: N_("active"),
    Status.PROTECTED: N_("protected"),
    Status.VACATION: N_("on vacation"),
    Status.INACTIVE: N_("inactive"),
    Status.ARCHIVED: N_("archived"),
    Status.ORPHANED: N_("without the bot"),
}
_SANCTIONED: Final = {SanctionKind.BAN: N_("banned"), SanctionKind.FREEZE: N_("frozen")}
_NO_NATIONS: Final = N_("""## No nations on this page
The first page is `/dominion-mod nation list`.""")


def nations_text(nation_list: NationList, translator: Translator) -> str:
    """Return a page of the list of nations."""
    if not nation_list.nations:
        return translator(_NO_NATIONS)
    lines = [translator(_LIST, page=nation_list.page)]
    lines += [_line(listed, translator) for listed in nation_list.nations]
    return "\n".join(lines)


def _line(listed: NationState, translator: Translator) -> str:
    nation, sanction = listed.nation, listed.sanction
    state = translator(_STATUSES[listed.status] if sanction is None else _SANCTIONED[sanction])
    if nation.deletion_at is not None:
        state = translator(_STATE_AND_DELETION, state=state, when=relative(nation.deletion_at))
    return translator(
        _LINE, id=str(nation.id), name=nation.name, guild=str(nation.guild), state=state
    )
