"""Writes the texts of battle orders, which only their side sees, and of predictions."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.dominion.wars.declarations import odds_text, unknown_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.wars.give_orders import OrdersGiven
from nazh.application.dominion.wars.predict_battle import Prediction
from nazh.domain.dominion.combat.sides import Stance
from nazh.domain.kernel.texts import N_

STANCE_LABELS: Final = {
    Stance.AGGRESSIVE: N_("Aggressive"),
    Stance.BALANCED: N_("Balanced"),
    Stance.DEFENSIVE: N_("Defensive"),
}
ORDERS: Final = N_("Orders")
NONCE: Final = N_("Nonce")
NONCE_LABEL: Final = N_("Any text; it changes the chance")
NONCE_EXAMPLE: Final = N_("the harder to guess, the better")
BACK: Final = N_("Back")
_ORDERS: Final = N_("""## {stance}
is your stance in war {war} against {enemy}. Nobody else sees it before the battle, which is \
{battle}.""")
_EARLY_ORDERS: Final = N_("""## {stance}
is your stance in war {war} against {enemy}. Nobody else sees it before the battle, which is \
{battle} at the latest.""")
_NO_NONCE: Final = N_("You have not set a nonce.")
_NONCE: Final = N_("Your nonce: {nonce}")
_ATTACKING: Final = N_("""## {chance} if you attack
{nation} with strength **{strength}** now against {enemy} with about **{other}** at the last \
ranking.""")
_DEFENDING: Final = N_("If they attack you, your chance to win is **{chance}**.")


def orders_text(orders: OrdersGiven, translator: Translator) -> str:
    """Return the orders of a side."""
    is_accepted = orders.takes_nonce
    text = translator(
        _ORDERS if is_accepted else _EARLY_ORDERS,
        stance=translator(STANCE_LABELS[Stance(orders.stance)]),
        war=orders.war,
        enemy=orders.enemy,
        battle=relative(orders.battle_at),
    )
    if orders.nonce is None:
        return f"{text}\n{translator(_NO_NONCE)}"
    return f"{text}\n{translator(_NONCE, nonce=escape_text(orders.nonce))}"


def prediction_text(prediction: Prediction, translator: Translator) -> str:
    """Return how likely a nation is to win, as aggressor and as defender."""
    attacking = translator(
        _ATTACKING,
        chance=odds_text(prediction.attacking, translator),
        nation=prediction.nation,
        enemy=prediction.enemy,
        strength=prediction.strength,
        other=prediction.enemy_strength,
    )
    defending = translator(_DEFENDING, chance=odds_text(prediction.defending, translator))
    return "\n".join((attacking, defending, unknown_text(prediction.combat, translator)))
