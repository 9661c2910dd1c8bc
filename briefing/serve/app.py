"""The routes of `briefing serve`."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Route

from briefing.output.folders import BUILT_IN
from briefing.serve import pages
from briefing.serve.access import Access
from briefing.serve.events import events
from briefing.serve.live import Live
from briefing.serve.safety import Safety, cookie_name, sessions_in

_STATIC = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def make_app(
    live: Live,
    access: Access,
    port: int,
    editor: str = "",
    routes: Sequence[BaseRoute] = (),
    large_bodies: Mapping[str, int] | None = None,
) -> Starlette:
    """Return the application, with these further `routes`.

    `editor` is the user's command that opens a line of a file, or "" for the usual one.
    Handlers find the record in `request.app.state.live`, and the rules in
    `request.app.state.access`. `large_bodies` has the largest body of each path that accepts more
    than a megabyte.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await live.refresh()
        following = asyncio.create_task(live.follow())
        yield
        live.close()
        await following

    app = Starlette(
        routes=[
            Route("/", _start),
            Route("/login", _log_in, methods=["POST"]),
            Route("/static/{name}", _static),
            Route("/api/events", events),
            *pages.routes(live, access, editor),
            *routes,
        ],
        middleware=[Middleware(Safety, access, port, large_bodies or {})],
        lifespan=lifespan,
    )
    app.state.live, app.state.access, app.state.port = live, access, port
    return app


async def _start(request: Request) -> Response:
    """Show the page to a browser that has the token or the cookie, and let others log in."""
    access: Access = request.app.state.access
    if token := request.query_params.get("token"):
        if access.accepts_token(token):
            return _logged_in(request, _page("page.html"))
    elif access.accepts_session(sessions_in(request.headers, request.app.state.port)):
        return _page("page.html")
    if access.open_to_network:
        return _page("login.html", 401, message="")
    return _page("closed.html", 401)


async def _log_in(request: Request) -> Response:
    access: Access = request.app.state.access
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    if access.accepts_password(fields.get("password", [""])[0]):
        return _logged_in(request, RedirectResponse("/", 303))
    await asyncio.sleep(1)
    return _page("login.html", 401, message="That password is not correct.")


def _logged_in(request: Request, response: Response) -> Response:
    response.set_cookie(
        cookie_name(request.app.state.port),
        request.app.state.access.session,
        httponly=True,
        samesite="strict",
    )
    return response


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    file = BUILT_IN / "styles" / name if name == "tokens.css" else _STATIC / name
    if Path(name).name != name or file.suffix not in _TYPES or not file.is_file():
        return PlainTextResponse("There is no such file.\n", 404)
    return FileResponse(file, media_type=_TYPES[file.suffix])


def _page(name: str, status: int = 200, **values: str) -> HTMLResponse:
    """Return one of our own pages. The values replace words in braces, as text."""
    text = (_STATIC / name).read_text(encoding="utf-8")
    for word, value in values.items():
        text = text.replace(f"{{{word}}}", escape(value))
    return HTMLResponse(text, status)
