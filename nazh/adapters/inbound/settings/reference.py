"""The reference page of the settings, written from their declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.settings.settings import Settings
from nazh.adapters.inbound.settings.variables import SettingDefinition, setting_definitions

_TOP: Final = """\
# Settings

Written by `nazh config reference > docs/configuration.md`; a test compares the two.

Nazh reads its settings once, at the start: from the environment, and from `.env` in the working
directory. **The environment wins.** An empty variable counts as not set, and space around a value
is dropped. A secret may also stand in a file of its own that `<NAME>_FILE` names, as Docker,
Kubernetes and systemd give secrets to a process; setting both is a mistake.

`nazh config check` prints what counts and where it comes from, without secrets (`--json` for
machines). Everything that is wrong is said at once, each with what to do, and ends `nazh run` and
`nazh config check` with exit status 78. A name that begins with `NAZH_` and is not on this page is
a mistake too.

| variable | takes | where unset | meaning |
|---|---|---|---|
"""


def reference_page() -> str:
    """Return the page in Markdown, with a line break at its end."""
    return _TOP + "".join(f"{row}\n" for row in _rows())


def _rows() -> Iterator[str]:
    for definition in setting_definitions(Settings):
        variable = definition.variable
        names = ", ".join(f"`{name}`" for name in variable.names)
        default = _default_column(definition)
        yield f"| {names} | {variable.type_hint} | {default} | {variable.meaning} |"


def _default_column(definition: SettingDefinition) -> str:
    if definition.is_required:
        return "required"
    return definition.variable.unset or f"`{definition.default}`"
