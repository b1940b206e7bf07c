"""Runs Prometheus and Alertmanager on loopback for tests and pictures.

They use the production configuration with other addresses, and with intervals of seconds instead of
minutes (``quick_…``, ``targets_of``). No query is changed.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict, TypeVar

import aiohttp

from ops.ports import reserved_port

HERE: Final = Path(__file__).parent
RULES: Final = HERE / "prometheus/rules"
TARGETS: Final = "targets.yml"
"""The file with Prometheus's scrape targets."""
SCRAPE_INTERVAL: Final = "500ms"
"""Interval of scrapes and of rule evaluations."""
ALERT_DELAY: Final = "2s"
"""How long a condition must hold before an alert fires."""
TIMEOUT: Final = 90.0
"""Seconds to wait for a server or a query result."""
POLL_INTERVAL: Final = 0.05
"""Seconds between two polls."""
_T = TypeVar("_T")


class _FoundSeries(TypedDict, total=False):
    metric: dict[str, str]
    value: tuple[float, str]
    values: list[tuple[float, str]]


class _Data(TypedDict):
    result: list[_FoundSeries]


class _Response(TypedDict, total=False):
    status: str
    error: str
    data: _Data


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a result: its labels, and pairs of an instant (Unix seconds) and a value."""

    labels: dict[str, str]
    points: tuple[tuple[float, float], ...]

    @property
    def last(self) -> float:
        """The newest value."""
        return self.points[-1][1]


class Prometheus:
    """Queries a running Prometheus over HTTP."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self._session = session

    async def query(self, query: str) -> tuple[Series, ...]:
        """Return the current result. Raises ValueError if Prometheus rejects the query."""
        results = await self._ask("query", query=query)
        return tuple(_series(result, [result["value"]]) for result in results)

    async def query_range(
        self, query: str, start: float, end: float, step: float
    ) -> tuple[Series, ...]:
        """Return the results from ``start`` to ``end``, one every ``step`` seconds."""
        span = {"start": str(start), "end": str(end), "step": str(step)}
        results = await self._ask("query_range", query=query, **span)
        return tuple(_series(result, result["values"]) for result in results)

    async def data_of(self, query: str) -> tuple[Series, ...]:
        """Poll until a query has data. Raises TimeoutError after TIMEOUT."""
        return await until(lambda: self.query(query), bool)

    async def _ask(self, what: str, **parameters: str) -> list[_FoundSeries]:
        async with self._session.post(f"{self.address}/api/v1/{what}", data=parameters) as answer:
            response: _Response = await answer.json()
        if response["status"] != "success":
            raise ValueError(f"{parameters['query']}: {response['error']}")
        return response["data"]["result"]


async def until(ask: Callable[[], Awaitable[_T]], is_done: Callable[[_T], bool]) -> _T:
    """Poll until ``is_so`` accepts the answer, and return it. Raises TimeoutError after TIMEOUT."""
    async with asyncio.timeout(TIMEOUT):
        while not is_done(answer := await ask()):  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(POLL_INTERVAL)
    return answer


def quick_rules(rules: str) -> str:
    """Return a rules file with shortened delays and unchanged queries."""
    return _with(rules, {"for": ALERT_DELAY, "interval": SCRAPE_INTERVAL})


def targets_of(*targets: str) -> str:
    """Return the targets file with other addresses (host:port)."""
    file = (HERE / "prometheus" / TARGETS).read_text("utf-8")
    return file.replace("nazh:8080", "\n    - ".join(targets))


def quick_prometheus(config: str, alertmanager: str) -> str:
    """Return Prometheus's configuration with another Alertmanager and short intervals."""
    quick = _with(
        config, {"scrape_interval": f"{SCRAPE_INTERVAL}\n  scrape_timeout: {SCRAPE_INTERVAL}"}
    )
    quick = _with(quick, {"evaluation_interval": SCRAPE_INTERVAL})
    return quick.replace("alertmanager:9093", alertmanager)


def quick_alertmanager(config: str, receiver: str) -> str:
    """Return Alertmanager's configuration with another receiver and short intervals."""
    redirected = config.replace("http://127.0.0.1:9095", receiver)
    return _with(redirected, {"group_wait": "100ms", "group_interval": "1s"})


def _with(text: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        text = re.sub(rf"(?m)^(\s+{key}:) .*$", rf"\1 {value}", text)
    return text


@asynccontextmanager
async def running_prometheus(
    folder: Path, target: str, alertmanager: str, *more: str
) -> AsyncIterator[Prometheus]:
    """Run a Prometheus that scrapes ``target`` (host:port) and ``more`` with the rules of ops/."""
    (folder / "rules").mkdir()
    for rules in RULES.glob("*.yml"):
        (folder / "rules" / rules.name).write_text(quick_rules(rules.read_text("utf-8")), "utf-8")
    config = (HERE / "prometheus/prometheus.yml").read_text("utf-8")
    (folder / "prometheus.yml").write_text(quick_prometheus(config, alertmanager), "utf-8")
    (folder / TARGETS).write_text(targets_of(target, *more), "utf-8")
    with reserved_port() as port:
        command = (
            "prometheus",
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
        )
        log = folder / "prometheus.log"
        async with running(command, port, log), aiohttp.ClientSession() as http:
            yield Prometheus(f"http://127.0.0.1:{port}", http)


@asynccontextmanager
async def running_alertmanager(folder: Path, receiver: str) -> AsyncIterator[str]:
    """Run an Alertmanager that notifies ``receiver`` (a URL), and yield its host:port."""
    config = (HERE / "alertmanager/alertmanager.yml").read_text("utf-8")
    (folder / "alertmanager.yml").write_text(quick_alertmanager(config, receiver), "utf-8")
    with reserved_port() as port:
        command = (
            alertmanager_command() or "alertmanager",
            f"--config.file={folder / 'alertmanager.yml'}",
            f"--storage.path={folder / 'alerts'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
        )
        async with running(command, port, folder / "alertmanager.log"):
            yield f"127.0.0.1:{port}"


def alertmanager_command() -> str | None:
    """Return the name of Alertmanager's executable, which is longer on Debian."""
    return shutil.which("alertmanager") or shutil.which("prometheus-alertmanager")


@asynccontextmanager
async def running(command: tuple[str, ...], port: int, log: Path) -> AsyncIterator[None]:
    """Run a server until ``/-/ready`` succeeds; its output goes to ``log``."""
    with log.open("wb") as words:
        process = await asyncio.create_subprocess_exec(*command, stdout=words, stderr=words)
    try:
        await until(lambda: _is_ready(process, port, log), bool)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _is_ready(process: asyncio.subprocess.Process, port: int, log: Path) -> bool:
    if process.returncode is not None:
        raise RuntimeError(f"{log.name}: the process ended with status {process.returncode}")
    try:
        async with aiohttp.request("GET", f"http://127.0.0.1:{port}/-/ready") as answer:
            return answer.ok
    except aiohttp.ClientConnectionError:
        return False


def _series(results: _FoundSeries, values: list[tuple[float, str]]) -> Series:
    return Series(results["metric"], tuple((at, float(value)) for at, value in values))
