"""Parses JSON, multipart or form bodies of the bot's requests and of an endpoint's responses."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from aiohttp import BodyPartReader, ClientResponse, MultipartReader, web

from localcord.errors import bad_json
from localcord.json_codec import Json, decode

Files: TypeAlias = dict[str, tuple[str, bytes]]
_FILE = re.compile(r"files\[(\d+)\]$")
MULTIPART = "multipart/form-data"
FORM = "application/x-www-form-urlencoded"


async def read_body(request: web.Request) -> tuple[Json, Files]:
    """Return the JSON of a request and its files by attachment number; None when it is empty.

    Raises the 50109 answer.
    """
    if request.content_type == MULTIPART:
        return await _read_multipart(await request.multipart())
    if request.content_type == FORM:
        return _read_fields(await request.post()), {}
    return _read_json(await request.read())


async def read_answer(response: ClientResponse) -> tuple[Json, Files]:
    """Return the same for an endpoint's reply."""
    if response.content_type == MULTIPART:
        try:
            return await _read_multipart(MultipartReader(response.headers, response.content))
        except ValueError:
            raise bad_json() from None
    return _read_json(await response.read())


def _read_json(raw: bytes) -> tuple[Json, Files]:
    if not raw:
        return None, {}
    try:
        return decode(raw), {}
    except ValueError:
        raise bad_json() from None


async def _read_multipart(parts: MultipartReader) -> tuple[Json, Files]:
    fields: dict[str, object] = {}
    files: Files = {}
    async for part in parts:
        if not isinstance(part, BodyPartReader):
            raise bad_json()
        content = bytes(await part.read())
        file = _FILE.match(part.name or "")
        if file is not None:
            files[file[1]] = (part.filename or "file", content)
        elif part.name and part.filename is None:
            fields[part.name] = content
    return _read_fields(fields), files


def _read_fields(fields: Mapping[str, object]) -> Json:
    """Return the body in ``payload_json``, or without that field all fields as texts."""
    payload = fields.get("payload_json")
    try:
        if isinstance(payload, str | bytes):
            return decode(payload)
        return {
            name: value.decode() if isinstance(value, bytes) else value
            for name, value in fields.items()
        }
    except ValueError:
        raise bad_json() from None
