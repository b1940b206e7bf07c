"""Compresses the frames of a connection to the bot."""

import importlib
import zlib
from typing import Protocol


class UnknownCompression(Exception):
    """The bot asks for a compression that this Python does not have."""


class Codec(Protocol):
    """Turns one JSON payload into one websocket message. Stateful: keep the order of payloads."""

    binary: bool

    def encode(self, payload: bytes) -> bytes:
        """Return the message; every payload is flushed completely."""
        ...


class Plain:
    """Sends JSON as text."""

    binary = False

    def encode(self, payload: bytes) -> bytes:
        return payload


class ZlibStream:
    """Compresses with one zlib context for the whole connection (transport compression)."""

    binary = True

    def __init__(self) -> None:
        # Speed over size, because the connection is local.
        self._stream = zlib.compressobj(level=1)

    def encode(self, payload: bytes) -> bytes:
        return self._stream.compress(payload) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class ZlibPayload:
    """Compresses every message as a zlib stream of its own (payload compression)."""

    binary = True

    def encode(self, payload: bytes) -> bytes:
        return zlib.compress(payload, level=1)


class ZstdStream:
    """Transport compression with Zstandard: one context for the whole connection."""

    binary = True

    def __init__(self) -> None:
        for module in ("compression.zstd", "backports.zstd"):
            try:
                zstd = importlib.import_module(module)
            except ImportError:
                continue
            self._stream = zstd.ZstdCompressor(level=1)
            self._flush = zstd.ZstdCompressor.FLUSH_BLOCK
            return
        raise UnknownCompression("zstd-stream needs Python 3.14 or the package backports.zstd")

    def encode(self, payload: bytes) -> bytes:
        compressed: bytes = self._stream.compress(payload, mode=self._flush)
        return compressed


def codec_for(compress: str | None) -> Codec:
    """Return the codec for the ``compress`` of the gateway URL. Raises UnknownCompression."""
    match compress:
        case None | "":
            return Plain()
        case "zlib-stream":
            return ZlibStream()
        case "zstd-stream":
            return ZstdStream()
        case _:
            raise UnknownCompression(f"no such compression: {compress}")
