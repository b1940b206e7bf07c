"""Parses JSON or multipart bodies in requests of the bot and in an endpoint's responses."""

import re
from typing import TypeAlias

from aiohttp import BodyPartReader, ClientResponse, MultipartReader, web

from localcord.errors import bad_json
from localcord.json_codec import Json, decode

Files: TypeAlias = dict[str, tuple[str, bytes]]
_FILE = re.compile(r"files\[(\d+)\]$")
MULTIPART = "multipart/form-data"


async def read_body(request: web.Request) -> tuple[Json, Files]:
    """Return the JSON of a request and its files by attachment number; None when it is empty.

    Raises the 50109 answer.
    """
    if request.content_type == MULTIPART:
        return await _read_multipart(await request.multipart())
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
    body: Json = None
    files: Files = {}
    async for part in parts:
        if not isinstance(part, BodyPartReader):
            raise bad_json()
        content = bytes(await part.read())
        file = _FILE.match(part.name or "")
        if part.name == "payload_json":
            try:
                body = decode(content)
            except ValueError:
                raise bad_json() from None
        elif file is not None:
            files[file[1]] = (part.filename or "file", content)
    return body if body is not None else {}, files
