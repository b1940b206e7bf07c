"""Writes the texts of panels, their previews and modals, and the faults of refused panels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown, unescape_markdown
from nazh.adapters.inbound.texts.languages import LANGUAGES, Translator, translator_for
from nazh.adapters.inbound.texts.refusals import refusal_text
from nazh.application.dice.panels.check_panel import RefusedLine, RefusedPanel
from nazh.domain.dice.panels import Panel, PanelLine
from nazh.domain.kernel.texts import N_

PANEL: Final = N_("panel")
ROLLS: Final = N_("rolls")
TITLE: Final = N_("title")
EDIT_PANEL: Final = N_("Edit Panel")
POST: Final = N_("Post")
POSTED: Final = N_("Posted. You can edit or remove the panel with the button below it.")
REMOVED: Final = N_("This panel was removed.")
ONLY_YOU_SEE: Final = N_("Only you see this preview. Post it, and anyone here can roll with it.")
NOT_CHANGED: Final = N_("The panel wasn't changed. Copy your text, and edit the panel again.")
TITLE_LABEL: Final = N_("Title (optional)")
ROLLS_LABEL: Final = N_("Rolls, one button a line")
ROLLS_OR_NOTHING_LABEL: Final = N_("One roll a line; empty removes the panel")
EXAMPLE: Final = N_("Attack = 1d20+5\nDamage = 2d6+3\n4d6kh3")
FORM_TITLE: Final = N_("Dice panel")
DEFAULT_TITLE: Final = N_("Tap a button to roll")
_LINE: Final = N_("**Button {number}:** {refusal}")
_MORE: Final = N_("Other buttons have mistakes too.")
_MAX_REFUSALS: Final = 3
_ENTRY: Final = re.compile(r"(?:\*\*((?:\\.|[^\\*])+)\*\* )?`([^`]+)`")
_SAVED: Final = re.compile(r"^-# `(\$[^`]+)` `([^`]+)`$", re.MULTILINE)


def panel_title(title: str, translator: Translator) -> str:
    """Return the title as it is shown, which is the default one if there is none."""
    return escape_markdown(title) if title else translator(DEFAULT_TITLE)


def read_title(shown: str) -> str:
    """Return the title that ``panel_title`` shows; empty for the default one of any language."""
    if any(shown == translator_for(language)(DEFAULT_TITLE) for language in (None, *LANGUAGES)):
        return ""
    return unescape_markdown(shown)


def panel_text(panel: Panel) -> str:
    """Return what the buttons roll, in small print, and the saved rolls in it."""
    entries = " · ".join(_entry(button.line) for button in panel.buttons)
    saved = (f"-# `{name}` `{text.replace('`', chr(39))}`" for name, text in panel.saved.items())
    return "\n".join((f"-# {entries}", *saved))


def read_panel_text(text: str) -> tuple[tuple[PanelLine, ...], Mapping[str, str]]:
    """Return the lines and the saved rolls that ``panel_text`` shows."""
    entries, _, saved = text.partition("\n")
    lines = tuple(
        PanelLine(notation, unescape_markdown(label) if label else None)
        for label, notation in _ENTRY.findall(entries)
    )
    return lines, dict(_SAVED.findall(saved))


def refused_text(refused: RefusedPanel, translator: Translator) -> str:
    """Return what is wrong with a panel, in Discord's markdown."""
    shown = [_refusal(line, translator) for line in refused.lines[:_MAX_REFUSALS]]
    if len(refused.lines) > _MAX_REFUSALS:
        shown.append(translator(_MORE))
    return "\n".join(shown)


def _entry(line: PanelLine) -> str:
    notation = f"`{line.notation}`"
    return notation if line.label is None else f"**{escape_markdown(line.label)}** {notation}"


def _refusal(line: RefusedLine, translator: Translator) -> str:
    text = refusal_text(line.refusal, translator)
    return text if line.number is None else translator(_LINE, number=line.number, refusal=text)
