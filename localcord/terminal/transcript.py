"""Renders a message for a terminal, as a user would see it."""

from localcord.json_codec import Json, JsonObject
from localcord.markdown import Names, inline, render_markdown
from localcord.state.component_trees import LINK_STYLE, SELECTS, Kind
from localcord.state.messages import EPHEMERAL, LOADING
from localcord.terminal.modal_transcript import DEFAULT_WIDTH, MIN_WIDTH, render_modal
from localcord.terminal.styled_text import Span, Style, TextLine, TextPainter, columns, wrap

__all__ = ["render_message", "render_modal"]


def render_message(message: JsonObject, *, width: int = DEFAULT_WIDTH, color: bool = False) -> str:
    """Return a message object as text of at most ``width`` columns (at least 20)."""
    page = _Page(max(width, MIN_WIDTH), TextPainter(color), _names(message))
    lines = page.header(message)
    if message["flags"] & LOADING:
        lines.append(page.painter.styled("is thinking …", Style.DIM))
    lines += page.markdown(message["content"])
    for embed in message["embeds"]:
        lines += page.embed(embed)
    for attachment in message["attachments"]:
        lines += page.plain(f"[file: {attachment['filename']}, {attachment['size']} bytes]")
    lines += page.components(message["components"])
    if message["flags"] & EPHEMERAL:
        lines.append(page.painter.styled("Only you can see this", Style.DIM))
    return "\n".join(lines)


def _names(message: JsonObject) -> Names:
    people = [*message.get("mentions", ()), message["author"]]
    metadata = message.get("interaction_metadata")
    if metadata:
        people.append(metadata["user"])
    return {person["id"]: person.get("global_name") or person["username"] for person in people}


class _Page:
    """Renders the parts of one message at a width; containers are narrower."""

    def __init__(self, width: int, painter: TextPainter, names: Names) -> None:
        self.width = width
        self.painter = painter
        self.names = names

    def header(self, message: JsonObject) -> list[str]:
        author = message["author"]
        name = self.painter.styled(author.get("global_name") or author["username"], Style.BOLD)
        tag = self.painter.styled(" APP", Style.BLUE) if author.get("bot") else ""
        edited = self.painter.styled(" (edited)", Style.DIM) if message["edited_timestamp"] else ""
        metadata = message.get("interaction_metadata") or {}
        if metadata.get("command_type") != 1:
            return [name + tag + edited]
        user = self.names[metadata["user"]["id"]]
        used = self.painter.styled(f"╭ {user} used /{metadata['name']}", Style.DIM)
        return [used, name + tag + edited]

    def markdown(self, text: str | None) -> list[str]:
        lines = render_markdown(text or "", self.width, self.names)
        return [self.painter.paint(line) for line in lines]

    def line(self, text: str, *styles: Style) -> list[str]:
        spans = inline(text, frozenset(styles), self.names)
        return [self.painter.paint(line) for line in wrap(spans, self.width)]

    def plain(self, text: str, *styles: Style) -> list[str]:
        """Wrap text that has no markdown."""
        return [
            self.painter.paint(line)
            for row in text.split("\n")
            for line in wrap((Span(row, frozenset(styles)),), self.width)
        ]

    def inside(self, rgb: int | None, lines: list[str]) -> list[str]:
        return [(self.painter.bar(rgb) + line).rstrip() for line in lines]

    def narrower(self, by: int = 2) -> "_Page":
        return _Page(max(1, self.width - by), self.painter, self.names)

    # Embeds

    def embed(self, embed: JsonObject) -> list[str]:
        page = self.narrower()
        lines: list[str] = []
        if author := (embed.get("author") or {}).get("name"):
            lines += page.line(author, Style.DIM)
        if embed.get("title"):
            lines += page.line(embed["title"], Style.BOLD)
        lines += page.markdown(embed.get("description"))
        lines += page.fields(embed.get("fields") or [])
        if (embed.get("image") or {}).get("url"):
            lines += page.plain(f"[image: {embed['image']['url']}]")
        if footer := (embed.get("footer") or {}).get("text"):
            lines += page.plain(footer, Style.DIM)
        return self.inside(embed.get("color"), lines)

    def fields(self, fields: list[Json]) -> list[str]:
        """Render fields; up to three inline ones share a row if they fit."""
        lines: list[str] = []
        group: list[Json] = []
        for field in [*fields, None]:
            if field is not None and field.get("inline"):
                group.append(field)
                if len(group) < 3:
                    continue
            if group:
                lines += self.side_by_side(group)
                group = []
            if field is not None and not field.get("inline"):
                lines += self.stacked(field)
        return lines

    def stacked(self, field: Json) -> list[str]:
        return self.line(field["name"], Style.BOLD) + self.markdown(field["value"])

    def side_by_side(self, fields: list[Json]) -> list[str]:
        display_width = self.width // len(fields)
        cells = [
            [
                *((line, frozenset((Style.BOLD,))) for line in (field["name"],)),
                *((line, frozenset[Style]()) for line in field["value"].split("\n")),
            ]
            for field in fields
        ]
        spans = [[inline(text, styles, self.names) for text, styles in cell] for cell in cells]
        if any(_display_width(line) >= display_width for cell in spans for line in cell):
            return [line for field in fields for line in self.stacked(field)]
        rows: list[str] = []
        for index in range(max(len(cell) for cell in spans)):
            row = ""
            for cell in spans:
                line = cell[index] if index < len(cell) else ()
                row += self.painter.paint(line) + " " * (display_width - self.painted_size(line))
            rows.append(row.rstrip())
        return rows

    def painted_size(self, line: TextLine) -> int:
        return columns(TextPainter().paint(line)) if not self.painter.color else _size(line)

    # Components

    def components(self, components: list[Json]) -> list[str]:
        return [line for component in components for line in self.component(component)]

    def component(self, part: JsonObject) -> list[str]:
        match part["type"]:
            case Kind.ACTION_ROW:
                return self.row(part["components"])
            case Kind.TEXT_DISPLAY:
                return self.markdown(part["content"])
            case Kind.CONTAINER:
                lines = self.narrower().components(part["components"])
                return self.inside(part.get("accent_color"), lines)
            case Kind.SECTION:
                return self.section(part)
            case Kind.SEPARATOR:
                return ["─" * self.width if part.get("divider", True) else ""]
            case Kind.MEDIA_GALLERY:
                captions = (f"[image: {_caption(item)}]" for item in part["items"])
                return [line for caption in captions for line in self.plain(caption)]
            case Kind.THUMBNAIL:
                return self.plain(f"[image: {_caption(part)}]")
            case Kind.FILE:
                name = part["file"]["url"].removeprefix("attachment://")
                return self.plain(f"[file: {name}]")
            case _:
                return [self.control(part)]

    def row(self, parts: list[Json]) -> list[str]:
        """Put controls side by side, as many as fit on a line."""
        lines: list[str] = []
        used = 0
        for part in parts:
            size = columns(_control_text(part))
            if lines and used + 1 + size <= self.width:
                lines[-1] += " " + self.control(part)
                used += 1 + size
            else:
                lines.append(self.control(part))
                used = size
        return lines

    def section(self, part: JsonObject) -> list[str]:
        beside = part["accessory"]
        if beside["type"] != Kind.BUTTON:
            return self.components(part["components"]) + self.component(beside)
        size = columns(_control_text(beside))
        page = self.narrower(size + 2)
        lines = page.components(part["components"])
        first = render_markdown(part["components"][0]["content"], page.width, self.names)[0]
        gap = self.width - size - self.painted_size(first)
        return [lines[0] + " " * gap + self.control(beside), *lines[1:]]

    def control(self, part: JsonObject) -> str:
        styles = [Style.DIM] if part.get("disabled") else [Style.BOLD]
        return self.painter.styled(_control_text(part), *styles)


def _control_text(part: JsonObject) -> str:
    """Return ``[ Label ]``, ``[ Label ↗ ]`` for links, ``( Label )`` when disabled."""
    if part["type"] in SELECTS:
        labels = " · ".join(option["label"] for option in part.get("options") or ())
        return f"[ {part.get('placeholder') or 'Choose'} ▾ ] {labels}".rstrip()
    emoji = part.get("emoji") or {}
    label = " ".join(word for word in (emoji.get("name"), part.get("label")) if word)
    if part.get("style") == LINK_STYLE:
        label += " ↗"
    return f"( {label} )" if part.get("disabled") else f"[ {label} ]"


def _caption(part: JsonObject) -> str:
    return str(part.get("description") or part["media"]["url"])


def _size(line: TextLine) -> int:
    return sum(columns(span.text) for span in line)


def _display_width(line: TextLine) -> int:
    return sum(span.display_width for span in line)
