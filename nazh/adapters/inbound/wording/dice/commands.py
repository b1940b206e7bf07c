"""The names of commands and options, as somebody types them: lower case, no spaces."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.kernel.phrases import phrase

ROLL: Final = phrase("roll")
BUILD: Final = phrase("build")
HELP: Final = phrase("help")
POOLS: Final = phrase("pools")
POOL: Final = (
    phrase("pool1"),
    phrase("pool2"),
    phrase("pool3"),
    phrase("pool4"),
    phrase("pool5"),
)
ADD_PLOT: Final = phrase("add_plot")
DIFFICULTY: Final = phrase("difficulty")
LABEL: Final = phrase("label")
SECRET: Final = phrase("secret")
SAVE: Final = phrase("save")
SAVED: Final = phrase("saved")
FORGET: Final = phrase("forget")
CHARACTER: Final = phrase("character")
NEW: Final = phrase("new")
SET: Final = phrase("set")
SWITCH: Final = phrase("switch")
LIST: Final = phrase("list")
NAME: Final = phrase("name")
NOTATION: Final = phrase("notation")
ODDS: Final = phrase("odds")
PUBLIC: Final = phrase("public")
SCOPE: Final = phrase("scope")
FROM: Final = phrase("from")
NUMBER: Final = phrase("number")
VALUE: Final = phrase("value")
EVERYWHERE: Final = phrase("everywhere")
ROLL_THIS_MESSAGE: Final = phrase("Roll the dice in this message")


def roll_command_text(pools: list[str], words: Words, *, adds_plot: bool) -> str:
    """Return ``/roll`` with its options, ready to be sent; ``pools`` fill at most all of them."""
    options = [f"{words(name)}:{pool}" for name, pool in zip(POOL, pools, strict=False)]
    plot = (f"{words(ADD_PLOT)}:True",) if adds_plot else ()
    return " ".join((f"/{words(ROLL)}", *options, *plot))
