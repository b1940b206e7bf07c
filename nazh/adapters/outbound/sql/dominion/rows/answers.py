"""Stores the answers to requests, and returns the same answer to a repeated request."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Connection, Text, bindparam, delete, insert, select

from nazh.adapters.outbound.sql.dominion.tables import REQUESTS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import Requester
from nazh.domain.dominion.errors import (
    controls,
    diplomacy,
    general,
    government,
    lifecycle,
    military,
    peace,
    support,
    wars,
)
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import RequestId, UserId

Result = TypeVar("Result")
_OF_REQUEST: Final = select(REQUESTS).where(
    REQUESTS.c.request == bindparam("of_request", type_=Text)
)
_INSERT: Final = insert(REQUESTS)
_INSTANT: Final = "instant"
_ADDED_FACTS: Final[dict[str, dict[str, object]]] = {"too_soon": {"what": "that"}}
"""Facts that newer refusals have, for answers that were stored earlier."""
_MODULES: Final = (
    general,
    government,
    lifecycle,
    military,
    controls,
    wars,
    diplomacy,
    support,
    peace,
)
REFUSALS: Final = {
    kind.code: kind
    for module in _MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Refusal) and kind is not Refusal
}
"""The refusals of Dominion by their codes, which are stored."""


def find_answer(
    connection: Connection, request: RequestId, result: type[Result]
) -> Result | Refusal | None:
    """Return the stored answer to a request, or ``None`` if the request is new."""
    row = connection.execute(_OF_REQUEST, {"of_request": request}).first()
    if row is None:
        return None
    facts: dict[str, object] = json.loads(row.answer, object_hook=_decode)
    return result(**facts) if row.refusal is None else _refusal(row.refusal, facts)


def keep_result(connection: Connection, requester: Requester, result: object) -> None:
    """Store the result of a request. Raises IntegrityError if it was answered meanwhile."""
    facts = {field.name: getattr(result, field.name) for field in fields(result)}  # type: ignore[arg-type]  # results are dataclasses
    _keep(connection, requester, None, facts)


def keep_refusal(connection: Connection, requester: Requester, refusal: Refusal) -> None:
    """Store the refusal of a request. Raises IntegrityError if it was answered meanwhile."""
    _keep(connection, requester, refusal.code, dict(refusal.facts))


def requests_naming(connection: Connection, user: UserId) -> tuple[str, ...]:
    """Return the requests whose results contain a user's id, for example as the new leader."""
    row = REQUESTS.c
    query = select(row.request, row.answer).where(
        row.refusal.is_(None), row.answer.contains(str(user), autoescape=True)
    )
    return tuple(
        request
        for request, answer in connection.execute(query)
        if user in json.loads(answer, object_hook=_decode).values()
    )


def forget_requests(connection: Connection, requests: Sequence[str]) -> None:
    """Delete the answers to some requests."""
    connection.execute(delete(REQUESTS).where(REQUESTS.c.request.in_(requests)))


def _keep(
    connection: Connection, requester: Requester, code: str | None, facts: dict[str, object]
) -> None:
    row = {
        "request": requester.request,
        "at": microseconds(requester.at),
        "refusal": code,
        "answer": json.dumps(facts, default=_encode),
    }
    connection.execute(_INSERT, row)


def _refusal(code: str, facts: dict[str, object]) -> Refusal:
    kind = REFUSALS[code]
    refusal = kind.__new__(kind)
    facts = {**_ADDED_FACTS.get(code, {}), **facts}
    Refusal.__init__(refusal, **facts)  # type: ignore[arg-type]  # the facts of a refusal
    return refusal


def _encode(fact: object) -> object:
    if isinstance(fact, datetime):
        return {_INSTANT: fact.isoformat()}
    raise TypeError(type(fact).__name__)


def _decode(form: dict[str, str]) -> object:
    return datetime.fromisoformat(form[_INSTANT]) if _INSTANT in form else form
