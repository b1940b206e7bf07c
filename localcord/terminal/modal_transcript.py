"""Renders an open modal for a terminal, as a user would see it."""

from localcord.state.component_trees import Kind
from localcord.terminal.styled_text import Style, TextPainter, columns
from localcord.users.modals import Modal, ModalInput

DEFAULT_WIDTH = 72
MIN_WIDTH = 20


def render_modal(modal: Modal, *, width: int = DEFAULT_WIDTH, color: bool = False) -> str:
    """Return an open modal: its title and its fields, required ones with an asterisk."""
    inner = max(width, MIN_WIDTH) - 4
    painter = TextPainter(color)
    rows: list[tuple[str, tuple[Style, ...]]] = []
    for field in modal.inputs:
        rows.append((field.label + (" *" if field.required else ""), (Style.BOLD,)))
        drawn = _box(field, inner) if field.kind == Kind.TEXT_INPUT else _options(field)
        rows += [(row, (Style.CODE,)) for row in drawn]
    title = f"─ {_clipped(modal.title, inner - 4)} "
    top = "┌" + title + "─" * (inner + 2 - columns(title)) + "┐"
    body = [
        "│ " + painter.styled(_clipped(text, inner), *styles) + _padding(text, inner) + " │"
        for text, styles in rows
    ]
    return "\n".join([top, *body, "└" + "─" * (inner + 2) + "┘"])


def _box(field: ModalInput, width: int) -> list[str]:
    box_text = str(field.value or field.placeholder or "")
    rows = box_text.split("\n") if field.style == 2 else [box_text]
    return [f"[ {_clipped(row, width - 4)}{_padding(row, width - 4)} ]" for row in rows]


def _options(field: ModalInput) -> list[str]:
    """Return a row per option, or one row for fields without options."""
    match field.kind:
        case Kind.CHECKBOX:
            return [_mark(field.value is True)]
        case Kind.RADIO_GROUP | Kind.CHECKBOX_GROUP:
            chosen = field.value if isinstance(field.value, list) else [field.value]
            return [f"{_mark(value in chosen)} {label}" for label, value in field.options]
        case Kind.FILE_UPLOAD:
            return ["[ Upload ]"]
        case _:
            return [f"[ {field.placeholder or 'Choose'} ▾ ]"]


def _mark(is_chosen: bool) -> str:
    return "[x]" if is_chosen else "[ ]"


def _clipped(text: str, width: int) -> str:
    while columns(text) > width:
        text = text[:-2] + "…"
    return text


def _padding(text: str, width: int) -> str:
    return " " * (width - columns(_clipped(text, width)))
