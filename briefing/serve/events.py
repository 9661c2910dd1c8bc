"""News of changes to the record, sent to the page as server-sent events.

See https://html.spec.whatwg.org/multipage/server-sent-events.html.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from briefing.serve.live import Live

_SECONDS_BETWEEN_SIGNS = 15
_MILLISECONDS_TO_RETRY = 500


async def events(request: Request) -> StreamingResponse:
    """Send the versions of the record and of its last state without errors, after each change."""
    headers = {"X-Accel-Buffering": "no"}
    stream = _messages(request.app.state.live)
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _messages(live: Live) -> AsyncIterator[str]:
    yield f"retry: {_MILLISECONDS_TO_RETRY}\n\n"
    sent = -1
    with live.listening() as changed:
        while not live.closing.is_set():
            if live.state.version != sent:
                sent = live.state.version
                news = {"version": sent, "good": live.good.version if live.good else None}
                yield f"event: change\ndata: {json.dumps(news)}\n\n"
            try:
                # A keep-alive message also shows whether the page is still open.
                await asyncio.wait_for(changed.wait(), _SECONDS_BETWEEN_SIGNS)
                changed.clear()
            except TimeoutError:
                yield ": still here\n\n"
    yield "event: end\ndata: {}\n\n"
