"""Serves a minimal HTTP endpoint that verifies signatures and returns a fixed body."""

from __future__ import annotations

import asyncio
import gc
import os
import sys

from aiohttp import web
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

KEY = VerifyKey(bytes.fromhex(os.environ["NAZH_DISCORD_PUBLIC_KEY"]))
# As long as Nazh's response to a roll of one die.
ANSWER = b'{"type":4,"data":{"content":"%b"}}' % (b"x" * 500)


async def interactions(request: web.Request) -> web.Response:
    body = await request.read()
    headers = request.headers
    try:
        KEY.verify(
            headers["X-Signature-Timestamp"].encode() + body,
            bytes.fromhex(headers["X-Signature-Ed25519"]),
        )
    except BadSignatureError:
        return web.Response(status=401)
    return web.Response(body=ANSWER, content_type="application/json")


async def main() -> None:
    app = web.Application()
    app.router.add_post("/interactions", interactions)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"metrics: http://0.0.0.0:{runner.addresses[0][1]}/metrics\n")
    sys.stdout.flush()
    # The garbage collector is configured as in Nazh.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
