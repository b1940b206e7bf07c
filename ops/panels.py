"""Defines panels and dashboards, and builds their JSON with Grafana's own library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from grafana_foundation_sdk.builders import (
    bargauge,
    common,
    dashboard,
    prometheus,
    stat,
    timeseries,
)
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import (
    BarGaugeDisplayMode,
    BigValueColorMode,
    BigValueGraphMode,
    BigValueTextMode,
    GraphThresholdsStyleMode,
    StackingMode,
    TooltipDisplayMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    DataSourceRef,
    GridPos,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)

COLUMNS: Final = 24
_PROMETHEUS: Final = DataSourceRef(type_val="prometheus", uid="${datasource}")


class Kind(Enum):
    """The visualization of a panel."""

    LINES = auto()
    STACK = auto()
    NUMBER = auto()
    NAME = auto()
    """Shows the name of the series instead of its value."""
    BARS = auto()


@dataclass(frozen=True, slots=True)
class Query:
    """A Prometheus query and the legend of its result."""

    expr: str
    legend: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel with its queries, unit (by Grafana's name) and threshold.

    Values from ``bad_from`` on are red; values below ``good_from`` are red. At most one is given.
    Of those that are not red, values below ``warn_below`` are yellow.
    """

    title: str
    description: str
    unit: str
    queries: tuple[Query, ...]
    kind: Kind = Kind.LINES
    bad_from: float | None = None
    good_from: float | None = None
    warn_below: float | None = None
    words: tuple[tuple[str, str], ...] = ()
    """Texts to show instead of values, such as ("1", "ready")."""
    most: float | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class PanelRow:
    """Panels side by side, of about the same width."""

    height: int
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class DashboardSpec:
    """A dashboard that fits on one screen."""

    uid: str
    title: str
    description: str
    rows: tuple[PanelRow, ...]

    def placed(self) -> Iterator[tuple[Panel, GridPos]]:
        """Yield each panel with its position in the grid."""
        top = 0
        for row in self.rows:
            edges = [number * COLUMNS // len(row.panels) for number in range(len(row.panels) + 1)]
            for panel, left, right in zip(row.panels, edges, edges[1:], strict=False):
                yield panel, GridPos(h=row.height, w=right - left, x=left, y=top)
            top += row.height


def dashboard_json(dashboard_spec: DashboardSpec) -> str:
    """Return a dashboard as JSON that Grafana can import."""
    built = (
        dashboard.Dashboard(dashboard_spec.title)
        .uid(dashboard_spec.uid)
        .description(dashboard_spec.description)
        .tags(["nazh"])
        .readonly()
        .refresh("30s")
        .time("now-6h", "now")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .link(
            dashboard.DashboardLink("Nazh")
            .type(DashboardLinkType.DASHBOARDS)
            .tags(["nazh"])
            .as_dropdown(True)
        )
        .with_variable(
            dashboard.DatasourceVariable("datasource").type("prometheus").label("Prometheus")
        )
    )
    for number, (panel, place) in enumerate(dashboard_spec.placed(), start=1):
        built = built.with_panel(_built(panel, number, place))
    return JSONEncoder(sort_keys=True, indent=2, ensure_ascii=False).encode(built.build()) + "\n"


_Built = timeseries.Panel | stat.Panel | bargauge.Panel


def _built(panel: Panel, number: int, place: GridPos) -> _Built:
    built: _Built
    match panel.kind:
        case Kind.LINES | Kind.STACK:
            built = _lines(panel)
        case Kind.NUMBER | Kind.NAME:
            built = _number(panel)
        case Kind.BARS:
            built = _bars(panel)
    built.id(number).title(panel.title).description(panel.description).unit(panel.unit)
    built.grid_pos(place).datasource(_PROMETHEUS).thresholds(_thresholds(panel)).min(0)
    if panel.most is not None:
        built.max(panel.most)
    if panel.decimals is not None:
        built.decimals(panel.decimals)
    if panel.words:
        mappings = {value: ValueMappingResult(text=word) for value, word in panel.words}
        built.mappings([ValueMap(options=mappings)])
    for letter, query in zip("ABCDEFGH", panel.queries, strict=False):
        target = prometheus.Dataquery().ref_id(letter).expr(query.expr).legend_format(query.legend)
        built.with_target(target.instant() if panel.kind is Kind.BARS else target.range())
    return built


def _lines(panel: Panel) -> timeseries.Panel:
    is_stack = panel.kind is Kind.STACK
    built = (
        timeseries.Panel()
        .line_width(2)
        .fill_opacity(40 if is_stack else 10)
        .legend(common.VizLegendOptions().show_legend(True))
        .tooltip(common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI))
    )
    if panel.bad_from is not None:
        built.thresholds_style(_LINE)
    return built.stacking(common.StackingConfig().mode(StackingMode.NORMAL)) if is_stack else built


def _number(panel: Panel) -> stat.Panel:
    is_name = panel.kind is Kind.NAME
    return (
        stat.Panel()
        .text_mode(BigValueTextMode.NAME if is_name else BigValueTextMode.VALUE)
        .color_mode(BigValueColorMode.NONE if is_name else BigValueColorMode.VALUE)
        .graph_mode(BigValueGraphMode.NONE)
        .reduce_options(_NEWEST)
    )


def _bars(_: Panel) -> bargauge.Panel:
    return (
        bargauge.Panel()
        .display_mode(BarGaugeDisplayMode.BASIC)
        .orientation(VizOrientation.HORIZONTAL)
        .reduce_options(_NEWEST)
    )


_LINE: Final = common.GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED)
_NEWEST: Final = common.ReduceDataOptions().calcs(["lastNotNull"])


def _thresholds(panel: Panel) -> dashboard.ThresholdsConfig:
    steps = [Threshold(None, "green")]
    if panel.bad_from is not None:
        steps.append(Threshold(panel.bad_from, "red"))
    if panel.good_from is not None:
        steps = [Threshold(None, "red"), Threshold(panel.good_from, "green")]
    if panel.warn_below is not None:
        steps = [Threshold(None, "red"), Threshold(panel.good_from, "yellow")]
        steps.append(Threshold(panel.warn_below, "green"))
    return dashboard.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps)
