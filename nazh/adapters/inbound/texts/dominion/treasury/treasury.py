"""Writes the texts of the treasury. The most important number comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from nazh.adapters.inbound.texts.dominion.percentages import percent
from nazh.adapters.inbound.texts.dominion.timestamps import duration, relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.ports import LedgerLine
from nazh.application.dominion.treasury.allocate_resources import ResourcesAllocated
from nazh.application.dominion.treasury.show_history import TreasuryHistory
from nazh.application.dominion.treasury.upgrade_storage import StorageUpgraded
from nazh.domain.dominion.nations.ledger import MERGED_AFTER, Reason
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.rules.economy import DevelopmentRules
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.settling import Bonus, income, income_bonuses, multiplier
from nazh.domain.dominion.treasury import Category, next_level, storage_price
from nazh.domain.dominion.upkeep_forecast import Charge, hours_to_full, next_charge
from nazh.domain.dominion.world_time import hour_of, start_of_hour
from nazh.domain.kernel.texts import N_, N_plural

_STOCK: Final = N_("""## {resources} resources
of {capacity} in {name}""")
_INCOME: Final = N_("**+{income}** an hour, {bonus}% with bonuses, next {when}")
_BONUSES: Final = {
    Bonus.NEW_NATION: N_("+{percent}% while protected"),
    Bonus.ECONOMY: N_("+{percent}% for the economy level"),
    Bonus.UNDERDOG: N_("+{percent}% below the median power"),
}
_ON_VACATION: Final = N_("**No income and no upkeep** on vacation; it ends {when}.")
_ORPHANED: Final = N_("**No income and no upkeep** while the bot is not on the server.")
_UPKEEP: Final = N_("**−{upkeep}** upkeep a day")
_LEVELS: Final = N_(
    "Economy level {economy} · military level {training} · research points {research}"
)
_SAVED: Final = {
    Category.ECONOMY: N_("{saved} of {price} saved for economy level {level}"),
    Category.MILITARY: N_("{saved} of {price} saved for military level {level}"),
}
_HISTORY: Final = N_("""## {change} resources
in {name} in {duration}""")
_HISTORY_OF_DAYS: Final = N_("""## {change} resources
in {name} since {since}""")
_WHOLE_DAYS: Final = N_(
    "-# Income older than {hours} hours is only known by day (UTC), so this begins with a day."
)
_NO_CHANGE: Final = N_("Nothing was earned or spent.")
_CHANGE: Final = N_("**{change}** {when} · stock {balance}")
_EARLIER: Final = N_plural(
    "-# {count} earlier change is not listed; `export` attaches it.",
    "-# {count} earlier changes are not listed; `export` attaches them.",
)
MAX_LISTED: Final = 20
"""Changes for one reason that a message lists."""
REASON_NAMES: Final = {
    Reason.SEASON_START: N_("start of the season"),
    Reason.GENERATION: N_("income"),
    Reason.CONTRIBUTION: N_("contributions"),
    Reason.STORAGE_UPGRADE: N_("storage upgrades"),
    Reason.ALLOCATION: N_("development"),
    Reason.BUILD: N_("units ordered"),
    Reason.BUILD_REFUND: N_("orders cancelled"),
    Reason.DISBAND_REFUND: N_("units disbanded"),
    Reason.UNIT_UPGRADE: N_("unit upgrades"),
    Reason.UPKEEP: N_("upkeep"),
    Reason.FORTIFICATION: N_("fortification"),
    Reason.MOBILIZATION: N_("mobilization"),
    Reason.RENAME: N_("renaming"),
    Reason.EMBASSY: N_("embassies"),
    Reason.WAR_LOSS: N_("lost in war"),
    Reason.WAR_GAIN: N_("won in war"),
    Reason.PEACE_OFFER: N_("set aside for peace"),
    Reason.PEACE_RETURN: N_("returned from offers of peace"),
    Reason.PEACE_LOSS: N_("given for peace"),
    Reason.PEACE_GAIN: N_("received for peace"),
    Reason.ADMIN_GRANT: N_("given by developers"),
}
_FULL: Final = N_("The storage is full: income is lost. An upgrade costs {price}.")
_MISSING: Final = N_(
    "Resources missing for the upkeep that is charged {when}: **{missing}**. Units will desert."
)
_NOT_FULL: Final = N_("The upkeep keeps the storage from filling.")
_FULL_IN: Final = N_plural("Full in {count} hour.", "Full in {count} hours.")
_UPGRADED: Final = N_("""## Storage for {capacity}
Upgrade {upgrades} is done. **{resources}** resources are left.""")
UPGRADE_FOR: Final = N_("Upgrade for {price}")
_UPGRADE_SURE: Final = N_("""## Storage for {capacity}?
It holds {before} now. The upgrade costs **{price}**, which leaves **{resources}** of {stock} \
resources.""")
_ALLOCATED: Final = N_("""## Economy {economy} · military {training}
Research points: **{research}**. **{resources}** resources are left.""")


def stock_text(view: NationView, at: datetime, translator: Translator) -> str:
    """Return the stock of a nation and what it earns."""
    nation, rules = view.nation, view.season.rules
    next_tick = start_of_hour(hour_of(at) + 1)
    capacity = nation.capacity(rules.resources)
    lines = [
        translator(
            _STOCK,
            resources=nation.resources,
            capacity=capacity,
            name=nation.name,
        ),
        *_income_lines(nation, next_tick, rules, translator),
        translator(
            _LEVELS,
            economy=nation.economy.level,
            training=nation.training.level,
            research=nation.research_points,
        ),
        *_saved_lines(nation, rules.development, translator),
    ]
    if not nation.is_paused(next_tick):
        lines += _storage_lines(nation, next_tick, rules, translator)
    return "\n".join(lines)


def _income_lines(
    nation: Nation, next_tick: datetime, rules: Ruleset, translator: Translator
) -> Iterator[str]:
    """Yield what the next tick brings, why, and what a day of upkeep costs."""
    vacation = nation.vacation
    if vacation is not None and nation.is_on_vacation(next_tick):
        yield translator(_ON_VACATION, when=relative(vacation.until))
        return
    if nation.is_paused(next_tick):
        yield translator(_ORPHANED)
        return
    yield translator(
        _INCOME,
        income=income(nation, next_tick, rules.resources),
        when=relative(next_tick),
        bonus=percent(multiplier(nation, next_tick, rules.resources), translator),
    )
    bonuses = income_bonuses(nation, next_tick, rules.resources)
    reasons = [
        translator(_BONUSES[bonus], percent=percent(more, translator))
        for bonus, more in bonuses.items()
        if more
    ]
    if reasons:
        yield f"-# {' · '.join(reasons)}"
    upkeep = 24 * nation.military.upkeep(rules.military)
    if upkeep:
        yield translator(_UPKEEP, upkeep=upkeep)


def _saved_lines(nation: Nation, rules: DevelopmentRules, translator: Translator) -> Iterator[str]:
    """Yield what is saved for the next level of the economy and of the military."""
    levels = {Category.ECONOMY: nation.economy.level, Category.MILITARY: nation.training.level}
    saved = [
        _saved_text(category, level + 1, *next_level(nation, category, rules), translator)
        for category, level in levels.items()
        if next_level(nation, category, rules)[0]
    ]
    if saved:
        yield f"-# {' · '.join(saved)}"


def _saved_text(
    category: Category, level: int, saved: int, price: int, translator: Translator
) -> str:
    return translator(_SAVED[category], saved=saved, price=price, level=level)


def _storage_lines(
    nation: Nation, next_tick: datetime, rules: Ruleset, translator: Translator
) -> Iterator[str]:
    """Yield what the next charge lacks, and that the storage is full, or when it will be."""
    charge = next_charge(nation, rules)
    if charge.missing:
        yield _missing_text(charge, translator)
    if nation.resources >= nation.capacity(rules.resources):
        price = storage_price(nation.storage_upgrades, rules.resources)
        yield translator(_FULL, price=price)
    elif income(nation, next_tick, rules.resources):
        hours = hours_to_full(nation, rules)
        yield translator(_NOT_FULL) if hours is None else translator.counted(_FULL_IN, hours)


def _missing_text(charge: Charge, translator: Translator) -> str:
    return translator(_MISSING, missing=charge.missing, when=relative(charge.at))


def history_text(history: TreasuryHistory, translator: Translator) -> str:
    """Return how the stock of a nation has changed, the largest changes first."""
    lines = [_history_heading(history, translator)]
    by_size = sorted(history.sums.items(), key=lambda item: -abs(item[1]))
    lines += [
        f"**{signed(amount, translator)}** {translator(REASON_NAMES[reason])}"
        for reason, amount in by_size
    ]
    if not by_size:
        lines.append(translator(_NO_CHANGE))
    if history.reason is not None:
        lines += _change_lines(history.entries or (), translator)
    if history.begins_with_a_day:
        lines.append(translator(_WHOLE_DAYS, hours=MERGED_AFTER // timedelta(hours=1)))
    return "\n".join(lines)


def _change_lines(entries: Sequence[LedgerLine], translator: Translator) -> Iterator[str]:
    """Yield the latest changes, the last one first."""
    for entry in reversed(entries[-MAX_LISTED:]):
        change, when = signed(entry.amount, translator), relative(entry.at)
        yield translator(_CHANGE, change=change, when=when, balance=entry.balance)
    if len(entries) > MAX_LISTED:
        yield translator.counted(_EARLIER, len(entries) - MAX_LISTED)


def _history_heading(history: TreasuryHistory, translator: Translator) -> str:
    change = signed(sum(history.sums.values()), translator)
    name = history.nation.name
    if history.begins_with_a_day:
        since = f"<t:{int(history.since.timestamp())}:f>"
        return translator(_HISTORY_OF_DAYS, change=change, name=name, since=since)
    period = duration(timedelta(hours=history.hours), translator)
    return translator(_HISTORY, change=change, name=name, duration=period)


def signed(amount: int, translator: Translator) -> str:
    """Return a change with its sign."""
    sign = "+" if amount > 0 else "−" if amount else ""
    return f"{sign}{translator.number(abs(amount))}"


def upgrade_question(nation: Nation, after: Nation, rules: Ruleset, translator: Translator) -> str:
    """Return what an upgrade of the storage costs and brings; ``after`` is the upgraded nation."""
    text = translator(
        _UPGRADE_SURE,
        capacity=after.capacity(rules.resources),
        before=nation.capacity(rules.resources),
        price=nation.resources - after.resources,
        resources=after.resources,
        stock=nation.resources,
    )
    charge = next_charge(after, rules)
    return f"{text}\n{_missing_text(charge, translator)}" if charge.missing else text


def upgraded_text(result: StorageUpgraded, translator: Translator) -> str:
    """Return the message about an upgrade of the storage."""
    return translator(
        _UPGRADED, capacity=result.capacity, upgrades=result.upgrades, resources=result.resources
    )


def allocated_text(result: ResourcesAllocated, category: Category, translator: Translator) -> str:
    """Return the message about an allocation, with what is saved for the next level."""
    text = translator(
        _ALLOCATED,
        economy=result.economy,
        training=result.training,
        research=result.research_points,
        resources=result.resources,
    )
    if not result.price:
        return text
    level = result.economy if category is Category.ECONOMY else result.training
    saved = _saved_text(category, level + 1, result.saved, result.price, translator)
    return f"{text}\n-# {saved}"
