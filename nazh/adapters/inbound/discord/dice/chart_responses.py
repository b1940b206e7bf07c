"""Responds with a text at once, and posts a chart when it has been drawn."""

from __future__ import annotations

from collections.abc import Iterable

import hikari

from nazh.adapters.inbound.discord.interactions.responses import (
    EPHEMERAL,
    File,
    Followup,
    Json,
    Response,
    ResponseType,
    ephemeral,
)
from nazh.application.shared.charts import Chart, ChartRenderer

_COMPONENTS_V2 = 1 << 15


def chart_response(
    interaction: hikari.PartialInteraction,
    name: str,
    body: Json,
    chart: Chart,
    charts: ChartRenderer,
    plain_lines: Iterable[str],
    *,
    is_public: bool,
) -> Response:
    """Return ``body``, followed by the picture ``name``; ``plain_lines`` are the fallback."""

    async def draw() -> File | None:
        picture = await charts.draw(chart)
        return None if picture is None else File(f"{name}.png", picture)

    return Response(
        ResponseType.MESSAGE,
        body,
        fallback=ephemeral("\n".join(plain_lines)),
        followups=(
            Followup(
                f"{interaction.id}+{name}",
                picture_body(chart.alt_text, f"{name}.png", is_public=is_public),
                draw=draw,
            ),
        ),
    )


def picture_body(alt_text: str, name: str, *, is_public: bool) -> Json:
    """Return the message with the attached picture ``name``."""
    picture = {"media": {"url": f"attachment://{name}"}, "description": alt_text}
    return {
        "components": ({"type": 12, "items": (picture,)},),
        "flags": _COMPONENTS_V2 | (0 if is_public else EPHEMERAL),
    }
