"""Converts Discord's markdown to styled lines of text."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from localcord.terminal.styled_text import Span, Style, TextLine, wrap

_INLINE = re.compile(
    r"\\(?P<escaped>[^\w\s])"
    r"|``(?P<code2>.+?)``|`(?P<code>[^`]+)`"
    r"|\[(?P<label>[^\]\[]+)\]\(<?(?P<url>https?://[^\s)>]+)>?\)"
    r"|<@!?(?P<user>\d+)>|<#(?P<channel>\d+)>|<@&(?P<role>\d+)>"
    r"|<t:(?P<time>-?\d+)(?::\w)?>|<a?(?P<emoji>:\w+:)\d+>"
    r"|\*\*\*(?P<both>.+?)\*\*\*"
    r"|\*\*(?P<bold>.+?)\*\*(?!\*)"
    r"|__(?P<underline>.+?)__"
    r"|~~(?P<strike>.+?)~~"
    r"|\|\|(?P<spoiler>.+?)\|\|"
    r"|\*(?P<italic>[^\s*](?:[^*]*[^\s*])?)\*"
    r"|(?<!\w)_(?P<italic2>[^_]+)_(?!\w)",
    re.DOTALL,
)
_NESTED: dict[str, tuple[Style, ...]] = {
    "both": (Style.BOLD, Style.ITALIC),
    "bold": (Style.BOLD,),
    "underline": (Style.UNDERLINE,),
    "strike": (Style.STRIKE,),
    "italic": (Style.ITALIC,),
    "italic2": (Style.ITALIC,),
}
_BLOCK = re.compile(r"```(?:[\w+-]*\n)?(.*?)\n?```", re.DOTALL)
_HEADING = re.compile(r"(#{1,3}) +(.*)")
_ITEM = re.compile(r"( *)[-*] +(.*)")

Names = Mapping[str, str]


def render_markdown(text: str, width: int, names: Names | None = None) -> list[TextLine]:
    """Return ``text`` as lines of at most ``width`` columns. ``names`` are users by id."""
    lines: list[TextLine] = []
    at = 0
    for block in _BLOCK.finditer(text):
        lines += _paragraphs(text[at : block.start()].removesuffix("\n"), width, names or {})
        for row in block[1].split("\n"):
            lines += wrap((Span("  " + row, frozenset((Style.CODE,))),), width)
        at = block.end()
    rest = text[at:].removeprefix("\n") if at else text
    return lines + _paragraphs(rest, width, names or {})


def _paragraphs(text: str, width: int, names: Names) -> list[TextLine]:
    if not text:
        return []
    return [line for row in text.split("\n") for line in _row(row, width, names)]


def _row(row: str, width: int, names: Names) -> list[TextLine]:
    if heading := _HEADING.fullmatch(row):
        styles = [Style.BOLD, Style.UNDERLINE] if len(heading[1]) == 1 else [Style.BOLD]
        return wrap(inline(heading[2], frozenset(styles), names), width)
    if row.startswith("-# "):
        return wrap(inline(row[3:], frozenset((Style.DIM,)), names), width)
    if row.startswith("> "):
        return _indented(row[2:], "│ ", width, names)
    if item := _ITEM.fullmatch(row):
        return _indented(item[2], item[1] + "• ", width, names)
    return wrap(inline(row, frozenset(), names), width)


def _indented(text: str, mark: str, width: int, names: Names) -> list[TextLine]:
    inner = wrap(inline(text, frozenset(), names), max(1, width - len(mark)))
    repeated = mark if mark.startswith("│") else " " * len(mark)
    return [
        (Span(mark if index == 0 else repeated, frozenset((Style.DIM,))), *line)
        for index, line in enumerate(inner)
    ]


def inline(text: str, styles: frozenset[Style], names: Names) -> TextLine:
    """Return one line of text as spans, nested styles added to ``styles``."""
    spans: list[Span] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            spans.append(Span(text[at : match.start()], styles))
        spans += _marked(match, styles, names)
        at = match.end()
    if at < len(text):
        spans.append(Span(text[at:], styles))
    return tuple(spans)


def _marked(match: "re.Match[str]", styles: frozenset[Style], names: Names) -> TextLine:
    kind = match.lastgroup or ""
    inner = match[kind]
    if kind in _NESTED:
        return inline(inner, styles | set(_NESTED[kind]), names)
    match kind:
        case "code" | "code2":
            return (Span(inner, styles | {Style.CODE}),)
        case "url":
            label = inline(match["label"], styles | {Style.UNDERLINE, Style.BLUE}, names)
            return (*label, Span(f" ({inner})", styles | {Style.DIM}))
        case "spoiler":
            return (Span("▒" * len(inner), styles),)
        case "user":
            return (Span(f"@{names.get(inner, 'user')}", styles | {Style.BLUE}),)
        case "channel":
            return (Span(f"#{names.get(inner, 'channel')}", styles | {Style.BLUE}),)
        case "role":
            return (Span(f"@{names.get(inner, 'role')}", styles | {Style.BLUE}),)
        case "time":
            moment = datetime.fromtimestamp(int(inner), UTC)
            return (Span(f"{moment:%Y-%m-%d %H:%M} UTC", styles),)
        case _:
            return (Span(inner, styles),)
