"""Responds with texts immediately, and adds their charts once these are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import hikari

from nazh.adapters.inbound.discord.interactions.responses import (
    EPHEMERAL,
    NO_MENTIONS,
    File,
    Followup,
    Json,
    Response,
    ResponseType,
)
from nazh.application.shared.charts import AnyChart, ChartRenderer
from nazh.domain.kernel.graphemes import cut

TEXT_CHARACTERS: Final = 4_000
"""Characters of all texts of one message with components."""
COMPONENTS_V2: Final = 1 << 15
_DESCRIPTION_CHARACTERS: Final = 1_024
"""The most that Discord accepts as the description of a picture."""


@dataclass(frozen=True, slots=True)
class Section:
    """A text in markdown, and the chart below it, if there is one."""

    text: str
    chart: AnyChart | None = None


def chart_response(
    interaction: hikari.PartialInteraction,
    name: str,
    sections: Sequence[Section],
    charts: ChartRenderer,
    *,
    is_public: bool,
) -> Response:
    """Return the texts; the pictures, ``name`` with a number, are added by an edit."""
    wanted = [section.chart for section in sections if section.chart is not None]

    async def draw() -> tuple[File, ...]:
        files: list[File] = []
        for number, chart in enumerate(wanted, 1):
            picture = await charts.draw(chart)
            if picture is None:
                return ()
            files.append(File(f"{name}-{number}.png", picture))
        return tuple(files)

    followup = Followup(
        f"{interaction.id}+{name}", message_body(sections, name, is_public=is_public), draw=draw
    )
    return Response(
        ResponseType.MESSAGE,
        message_body(sections, None, is_public=is_public),
        followups=(followup,) if wanted else (),
    )


def message_body(sections: Sequence[Section], name: str | None, *, is_public: bool) -> Json:
    """Return the message; with ``name`` it shows the attached pictures."""
    return {
        "components": tuple(_components(sections, name)),
        "allowed_mentions": NO_MENTIONS,
        "flags": COMPONENTS_V2 | (0 if is_public else EPHEMERAL),
    }


def _components(sections: Sequence[Section], name: str | None) -> Iterator[Json]:
    number = 0
    for section in sections:
        yield {"type": 10, "content": section.text}
        if section.chart is not None and name is not None:
            number += 1
            picture = {
                "media": {"url": f"attachment://{name}-{number}.png"},
                "description": cut(section.chart.alt_text, _DESCRIPTION_CHARACTERS),
            }
            yield {"type": 12, "items": (picture,)}
