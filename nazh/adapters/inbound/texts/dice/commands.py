"""The names of commands and options, in lower case without spaces."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.texts import N_

ROLL: Final = N_("roll")
BUILD: Final = N_("build")
POOLS: Final = N_("pools")
POOL: Final = (
    N_("pool1"),
    N_("pool2"),
    N_("pool3"),
    N_("pool4"),
    N_("pool5"),
)
ADD_PLOT: Final = N_("add_plot")
DIFFICULTY: Final = N_("difficulty")
LABEL: Final = N_("label")
FOR_POOL: Final = N_("for_pool")
SECRET: Final = N_("secret")
SAVE: Final = N_("save")
SAVED: Final = N_("saved")
FORGET: Final = N_("forget")
CHARACTER: Final = N_("character")
NEW: Final = N_("new")
SET: Final = N_("set")
SWITCH: Final = N_("switch")
LIST: Final = N_("list")
NAME: Final = N_("name")
NOTATION: Final = N_("notation")
ODDS: Final = N_("odds")
PUBLIC: Final = N_("public")
SCOPE: Final = N_("scope")
FROM: Final = N_("from")
NUMBER: Final = N_("number")
VALUE: Final = N_("value")
EVERYWHERE: Final = N_("everywhere")
ROLL_THIS_MESSAGE: Final = N_("Roll the dice in this message")


def roll_command_text(
    pools: list[str], translator: Translator, *, adds_plot: bool, is_secret: bool = False
) -> str:
    """Return ``/roll`` with its options, ready to send; there is one option per pool."""
    options = [f"{translator(name)}:{pool}" for name, pool in zip(POOL, pools, strict=False)]
    plot = (f"{translator(ADD_PLOT)}:True",) if adds_plot else ()
    secret = (f"{translator(SECRET)}:True",) if is_secret else ()
    return " ".join((f"/{translator(ROLL)}", *options, *plot, *secret))
