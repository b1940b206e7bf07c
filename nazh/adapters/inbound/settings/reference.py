"""Writes the reference page of the settings from their declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from nazh.adapters.inbound.settings.settings import SECTIONS
from nazh.adapters.inbound.settings.sources.renamed import CURRENT_NAMES
from nazh.adapters.inbound.settings.variables import Variable, variables_of

_TOP: Final = """\
# Settings

Written by `nazh config reference > docs/configuration.md`; a test compares the two.

Nazh reads its settings once, at the start: from the environment, and from `.env` in the working
directory. **The environment wins.** An empty variable counts as not set, and space around a value
is ignored. A secret may also be in a file that `<NAME>_FILE` names, as Docker, Kubernetes and
systemd pass secrets to a process; setting both is an error.

`nazh config check` prints all values in effect and their sources, without secrets (`--json` for
machines). Every problem is reported at once, with its remedy, and ends `nazh run` and
`nazh config check` with exit status 78. A name that begins with `NAZH_` and is not on this page is
an error too. The settings of a context that `NAZH_CONTEXTS` does not name are not read;
`nazh config check` says so.
"""
_HEADER: Final = """
## {title}

| variable | takes | where unset | meaning |
|---|---|---|---|
"""
_RENAMED: Final = """
## Renamed

The previous names work until the next release. `nazh config check` and the
log at startup list those that are in use.

| previous name | name |
|---|---|
"""


def reference_page(of_contexts: Iterable[type] = ()) -> str:
    """Return the page in Markdown, with the sections of contexts after the platform's own."""
    sections = "".join(map(_section, (*SECTIONS.values(), *of_contexts)))
    renamed = (f"| `{previous}` | `{name}` |\n" for previous, name in CURRENT_NAMES.items())
    return _TOP + sections + _RENAMED + "".join(renamed)


def _section(section: type) -> str:
    title = (section.__doc__ or "").partition("\n")[0].removesuffix(".")
    return _HEADER.format(title=title) + "".join(f"{row}\n" for row in _rows(section))


def _rows(section: type) -> Iterator[str]:
    for variable in variables_of(section).values():
        names = ", ".join(f"`{name}`" for name in variable.names)
        default = _default_column(variable)
        yield f"| {names} | {variable.type_hint} | {default} | {variable.meaning} |"


def _default_column(variable: Variable) -> str:
    return "required" if variable.is_required else variable.unset or f"`{variable.default}`"
