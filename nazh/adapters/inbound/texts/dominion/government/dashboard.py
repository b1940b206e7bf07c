"""Writes the dashboard of a leader, and the response to an announcement."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.directions import isolated
from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.dominion.treasury.treasury import signed
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.government.announce import Announced
from nazh.application.dominion.government.show_dashboard import Dashboard, Task
from nazh.application.dominion.ports import PublicWar, SupportedWar
from nazh.domain.dominion.nations.units import unit_limit
from nazh.domain.dominion.settling import income
from nazh.domain.dominion.wars.war import WarState, opposite
from nazh.domain.dominion.world_time import hour_of, start_of_hour
from nazh.domain.kernel.identity import GuildId
from nazh.domain.kernel.texts import N_, N_plural

_STOCK: Final = N_("""## {resources} resources
of {capacity} in {name} · **{income}** an hour · **{upkeep}** upkeep a day""")
_ARMY: Final = N_("**{strength}** strength · {units} of {limit} units")
_ORDERS: Final = N_plural(
    "**{count}** open order, finished {when}",
    "**{count}** open orders, the next one is finished {when}",
)
_NO_ORDERS: Final = N_("No open orders.")
_ATTACKED: Final = N_("War {war}: {enemy} attacks you · {what}")
_ATTACKING: Final = N_("War {war}: you attack {enemy} · {what}")
_SUPPORTING: Final = N_("War {war}: you support {nation} against {enemy} · {what}")
_ANSWER_BY: Final = N_("accepted {when} without an answer")
_BATTLE: Final = N_("battle {when}")
_NO_WARS: Final = N_("No open wars.")
_TO_DO: Final = N_("**What to do next**")
_NOTHING: Final = N_("Nothing is urgent.")
_TASKS: Final[Mapping[Task, str]] = MappingProxyType(
    {
        Task.ANSWER_WAR: N_("Answer a declaration of war: `/war accept` or `/war decline`."),
        Task.ANSWER_PEACE: N_("Answer an offer of peace: `/war info` shows its terms."),
        Task.GIVE_ORDERS: N_("Choose how to fight the next battle: `/war stance`."),
        Task.ANSWER_PROPOSALS: N_(
            "Answer proposals: `/diplomacy alliance list` and `/diplomacy pact list`."
        ),
        Task.COVER_UPKEEP: N_(
            "The stock will not cover the upkeep at midnight UTC: units will desert."
        ),
        Task.UPGRADE_STORAGE: N_("The storage is full: spend, or use `/treasury upgrade`."),
        Task.INVITE_CITIZENS: N_("No active citizens: ask members to use `/citizen register`."),
        Task.BUILD_UNITS: N_("Nothing is being built: `/military build`."),
        Task.GIVE_OFFICES: N_("You have no delegates: `/gov delegate`."),
        Task.CHOOSE_CHANNEL: N_("The nation has no channel for its news: `/settings`."),
        Task.REPAIR_CHANNEL: N_("Discord refuses the nation's news: `/nation settings`."),
    }
)
_ANNOUNCED: Final = N_("""## Announced to {name}
It is posted in the nation's channel, if one is chosen in `/settings`, and listed in `/inbox \
list`. The next announcement is possible {when}.""")


def dashboard_text(dashboard: Dashboard, translator: Translator) -> str:
    """Return the stock, the units, the wars and the tasks of a leader."""
    nation, rules = dashboard.view.nation, dashboard.view.season.rules
    next_tick = start_of_hour(hour_of(dashboard.at) + 1)
    military = nation.military
    lines = [
        translator(
            _STOCK,
            resources=nation.resources,
            capacity=nation.capacity(rules.resources),
            name=isolated(nation.name),
            income=signed(income(nation, next_tick, rules.resources), translator),
            upkeep=signed(-24 * military.upkeep(rules.military), translator),
        ),
        translator(
            _ARMY,
            strength=military.strength(rules.military),
            units=military.size + military.ordered,
            limit=unit_limit(rules.military, nation.territory),
        ),
        _orders_line(dashboard, translator),
        *(_war_line(war, nation.guild, translator) for war in dashboard.wars),
        *(_supported_line(supported, translator) for supported in dashboard.supported),
    ]
    if not (dashboard.wars or dashboard.supported):
        lines.append(translator(_NO_WARS))
    lines += ["", translator(_TO_DO)]
    lines += [f"- {translator(_TASKS[task])}" for task in dashboard.tasks]
    if not dashboard.tasks:
        lines.append(translator(_NOTHING))
    return "\n".join(lines)


def announced_text(result: Announced, translator: Translator) -> str:
    """Return the message to the leader about an announcement."""
    return translator(_ANNOUNCED, name=result.nation, when=relative(result.again_at))


def _orders_line(dashboard: Dashboard, translator: Translator) -> str:
    orders = dashboard.view.nation.military.orders
    if not orders:
        return translator(_NO_ORDERS)
    first = min(order.due_at for order in orders)
    return translator.counted(_ORDERS, len(orders), when=relative(first))


def _war_line(war: PublicWar, guild: GuildId, translator: Translator) -> str:
    is_defender = war.defender.guild == guild
    enemy = war.aggressor if is_defender else war.defender
    template = _ATTACKED if is_defender else _ATTACKING
    what = _next_event(war, translator)
    return translator(template, war=str(war.number), enemy=enemy.name, what=what)


def _supported_line(supported: SupportedWar, translator: Translator) -> str:
    war, role = supported.war, supported.role
    return translator(
        _SUPPORTING,
        war=str(war.number),
        nation=war.side(role).name,
        enemy=war.side(opposite(role)).name,
        what=_next_event(war, translator),
    )


def _next_event(war: PublicWar, translator: Translator) -> str:
    if war.state is WarState.PROPOSED:
        return translator(_ANSWER_BY, when=relative(war.respond_by))
    return translator(_BATTLE, when=relative(war.battle_at))
