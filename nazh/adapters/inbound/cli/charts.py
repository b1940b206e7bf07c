"""Draws charts into files that the user names."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nazh.adapters.inbound.cli.output import BrokenStream

if TYPE_CHECKING:
    from nazh.application.shared.charts import Chart, ChartRenderer


def chart_file(_: click.Context, __: click.Parameter, name: str | None) -> Path | None:
    """Return the PNG file of an option. Refuses other types, which may be another argument."""
    if name is None:
        return None
    if not name.lower().endswith(".png"):
        raise click.BadParameter("a chart is drawn into a FILE.png.")
    return Path(name)


def draw_chart(chart: Chart, file: Path, charts: ChartRenderer) -> None:
    """Draw a chart into a file. Raises ClickException with the reason."""
    drawn = asyncio.run(charts.draw(chart))
    if drawn is None:
        raise click.ClickException(f"The chart of {chart.title} cannot be drawn.")
    try:
        file.write_bytes(drawn)
    except OSError as error:
        raise BrokenStream(f"{file} cannot be written", error) from error
