"""Lists every setting there is, and has the settings of a program that keeps nothing."""

from __future__ import annotations

from itertools import chain
from typing import Final

from nazh.adapters.inbound.settings import (
    DatabaseSettings,
    DatabaseUrl,
    DiscordSettings,
    Secret,
    Settings,
)
from nazh.adapters.inbound.settings.settings import SECTIONS
from nazh.adapters.inbound.settings.variables import Variable, variables_of
from nazh.wiring.contexts import CONTEXTS

DISCORD: Final = DiscordSettings(Secret("MTAwMA.a.b"))
IN_MEMORY: Final = DatabaseSettings(DatabaseUrl("memory:"))
SETTINGS: Final = Settings(DISCORD, database=IN_MEMORY)
VARIABLES: Final[dict[str, Variable]] = {
    variable.name: variable
    for section in (
        *SECTIONS.values(),
        *chain.from_iterable(context.settings() for context in CONTEXTS.values()),
    )
    for variable in variables_of(section).values()
}
NAMES: Final = {name for variable in VARIABLES.values() for name in variable.names}
