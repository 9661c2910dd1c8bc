"""The routes for the preview: the state of the record, its pages, and a line in an editor."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from briefing.edition.columns import Unfilled
from briefing.edition.kind_names import kind_name
from briefing.edition.words import words_in
from briefing.output.document import NotMade
from briefing.output.formats import FORMATS, formats_for
from briefing.output.policy import fingerprint
from briefing.output.templates import TemplateError
from briefing.output.user_templates import TemplatesUnreadable
from briefing.printable import printable
from briefing.record.model import Edition
from briefing.record.problems import Path as ItemPath
from briefing.record.problems import Problem
from briefing.record.record import Record
from briefing.record.rules.references import unused_actor, unused_source
from briefing.record.templates import Templates, is_digest
from briefing.serve.access import Access
from briefing.serve.editors import NoEditor, command_for, open_at
from briefing.serve.form_advice import advice
from briefing.serve.form_overview import names_of
from briefing.serve.live import Live, State
from briefing.serve.preview import (
    Choice,
    NotShown,
    Previews,
    Shown,
    Version,
    all_editions,
    choice_from,
    offered_periods,
)
from briefing.serve.printing import Printer

_MOST_IN_FORM = 200
"""The most problems that get the words of the form, because that takes a tenth of a millisecond."""
_FOLLOWER = Path(__file__).parent / "static" / "follower.js"
_CONTENT_TYPES = {"html": "text/html", "message": "text/html"}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
)
"""The policy of briefings. A page has an origin of its own, because its templates may come from a
stranger: it cannot read this server's other answers, or connect to anything."""
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content="[^"]*?script-src)\b')


def with_follower(page: str) -> str:
    """Return a page with the script that keeps its place and marks changes.

    The page is otherwise unchanged, but its Content-Security-Policy permits the script.
    """
    script = _follower()
    permitted = _POLICY.sub(rf"\1 {fingerprint(script)}", page, count=1)
    start, end, rest = permitted.rpartition("</body>")
    if not end:
        start, rest = permitted, ""
    return f"{start}<script>{script}</script>{end}{rest}"


@cache
def _follower() -> str:
    return _FOLLOWER.read_text(encoding="utf-8")


def routes(live: Live, access: Access, editor: str) -> list[Route]:
    """Return the routes of the preview. `editor` is the user's command for it, or ""."""
    previews, printer = Previews(live.project), Printer()
    # Other computers cannot start programs here, and a page that is read-only starts none.
    can_open = not (access.open_to_network or access.is_read_only)

    async def state(request: Request) -> Response:
        described = await live.run(_described, live.state, live.good, live)
        return JSONResponse({**described, "canOpen": can_open, "readOnly": access.is_read_only})

    async def page(request: Request) -> Response:
        """Send a page to show in a frame, with the script that follows changes."""
        return await _document(request, follows=True)

    async def document(request: Request) -> Response:
        """Send a page or another text, as it is made."""
        return await _document(request, follows=False)

    async def _document(request: Request, *, follows: bool) -> Response:
        view = request.path_params["view"]
        try:
            if live.good is None:
                raise NotShown("The record has had errors since this page was opened.")
            choice = choice_from(dict(parse_qsl(request.path_params["choice"])))
            shown, version = await live.run(previews.document, live.good, choice, view)
        except (NotShown, TemplateError, Unfilled) as error:
            return PlainTextResponse(f"{error}\n", 404)
        facts = quote(json.dumps(_facts(shown, version)))
        headers = {"Content-Security-Policy": _PAGE_POLICY, "Briefing-Shown": facts}
        content = with_follower(version.page.text) if follows else version.page.text
        type = _CONTENT_TYPES.get(view, "text/plain")
        return Response(content, headers=headers, media_type=f"{type}; charset=utf-8")

    async def changes(request: Request) -> Response:
        """Send the changes of a page since a version of it, or the page if most has changed."""
        try:
            if live.good is None:
                raise NotShown("The record has had errors since this page was opened.")
            choice = choice_from(dict(parse_qsl(request.path_params["choice"])))
            view, number = request.path_params["view"], request.path_params["number"]
            may_be_early = "early" in request.query_params
            answer = await live.run(
                _changes, previews, live.good, choice, view, number, may_be_early
            )
        except (NotShown, TemplateError, Unfilled) as error:
            return PlainTextResponse(f"{error}\n", 404)
        return Response(answer, media_type="application/json")

    async def made(request: Request) -> Response:
        """Make a file, and send it with its name and its warnings."""
        format = request.path_params["format"]
        try:
            if live.good is None:
                raise NotShown("The record has had errors since this page was opened.")
            choice = choice_from(dict(parse_qsl(request.path_params["choice"])))
            shown = await live.run(previews.shown, live.good, choice)
            if format not in formats_for(digests=shown.briefing.digest is not None):
                raise NotShown("There is no such format.")
            templates = live.project.user_templates
            document = await printer.document(shown.briefing, format, templates)
        except (NotShown, NotMade, TemplateError, TemplatesUnreadable, Unfilled) as error:
            return PlainTextResponse(f"{error}\n", 404)
        facts = {
            "name": f"{shown.name}.{format}",
            "pages": document.pages,
            "warnings": document.warnings,
        }
        headers = {
            "Content-Security-Policy": _PAGE_POLICY,
            "Briefing-Made": quote(json.dumps(facts)),
        }
        return Response(document.content, headers=headers, media_type="application/octet-stream")

    async def open_line(request: Request) -> Response:
        """Open a line of a file of the record in the user's editor."""
        if not can_open:
            return JSONResponse({"error": "This page cannot start an editor."}, 403)
        try:
            asked = await request.json()
            file, line, column = str(asked["file"]), int(asked["line"]), int(asked["column"])
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": "Name a file, a line and a column."}, 400)
        # Only the files of the record can be opened.
        if file not in {each.name for each in live.state.files} or not 0 < line < 10**8:
            return JSONResponse({"error": "The record has no such file."}, 404)
        try:
            command = command_for(editor, os.environ, Path(file).resolve(), line, max(1, column))
            open_at(command)
        except NoEditor as error:
            return JSONResponse({"error": printable(str(error))}, 409)
        return JSONResponse({"opened": f"{file}:{line}"})

    return [
        Route("/api/state", state),
        Route("/api/open", open_line, methods=["POST"]),
        Route("/page/{choice}/{view}", page),
        Route("/document/{choice}/{view}", document),
        Route("/changes/{choice}/{view}/{number:int}", changes),
        Route("/file/{choice}/{format}", made),
    ]


def _facts(shown: Shown, version: Version) -> dict[str, Any]:
    """Return the name and title of a briefing, the remarks about it, and its version."""
    digest = shown.briefing.digest
    return {
        "name": shown.name,
        "title": shown.briefing.title,
        "subject": digest.subject if digest else "",
        "remarks": shown.remarks,
        "version": version.number,
    }


def _changes(
    previews: Previews, state: State, choice: Choice, view: str, number: int, may_be_early: bool
) -> str:
    shown, version, changes = previews.changes(
        state, choice, view, number, may_be_early=may_be_early
    )
    answer = {"facts": _facts(shown, version)}
    if changes is None:
        return json.dumps({**answer, "text": version.page.text}, ensure_ascii=False)
    return json.dumps({**answer, "changes": asdict(changes)})


def _described(state: State, good: State | None, live: Live) -> dict[str, Any]:
    """Return the state of the record, for the page."""
    shown = good or state
    record = shown.loaded.record
    more = sum(state.loaded.more.values())
    return {
        "version": state.version,
        "good": good.version if good else None,
        "failure": printable(state.failure),
        "title": record.title,
        "problems": list(_problems(state, live.readings.added)),
        "more": more,
        "lastDay": live.project.last_day(record).isoformat(),
        "areas": [{"id": id, "name": area.name} for id, area in record.areas.items()],
        "editions": [
            _edition(id, edition, record, shown.templates, live)
            for id, edition in all_editions(record, shown.templates).items()
        ]
        if good
        else [],
    }


def _edition(
    id: str, edition: Edition, record: Record, templates: Templates, live: Live
) -> dict[str, Any]:
    digest = is_digest(edition, templates)
    words = words_in("en-GB")
    periods = offered_periods(record, edition, live.project.today(record)) if digest else []
    has_title = bool(templates[edition.template].title)
    return {
        "id": id,
        "title": edition.title or record.title,
        "kind": kind_name(edition.template, templates, "en-GB") if has_title else "",
        "audience": edition.audience or "public",
        "area": edition.area or "",
        "isDigest": digest,
        "periods": [
            {"day": period.first.isoformat(), "name": period.name, "words": period.in_words(words)}
            for period in periods
        ],
        "views": _views(edition, templates, digest=digest),
        "formats": [
            {"format": format, "name": FORMATS[format].description}
            for format in formats_for(digests=digest)
        ],
    }


def _views(edition: Edition, templates: Templates, *, digest: bool) -> list[dict[str, str]]:
    made = templates[edition.template].formats
    views = {"html": "Page", "md": "Markdown"}
    listed = {view: name for view, name in views.items() if view in made}
    if digest:
        listed |= {"message": "Email", "txt": "Email as plain text"}
    return [{"view": view, "name": name} for view, name in listed.items()]


def _problems(state: State, added: Set[ItemPath]) -> Iterator[Mapping[str, Any]]:
    """Yield the problems in the words of `briefing check`, and the first also in the form's."""
    names = names_of(state.loaded.record)
    for n, problem in enumerate(state.loaded.problems):
        shown = _problem(problem, added)
        if n < _MOST_IN_FORM:
            told = advice(problem, names, is_new=problem.path in added)
            words = {"message": printable(told.message), "hint": printable(told.hint)}
        else:
            words = {key: shown[key] for key in ("message", "hint")}
        yield {**shown, "inForm": words}


def _problem(problem: Problem, added: Set[ItemPath]) -> Mapping[str, Any]:
    hint = problem.hint
    if problem.path in added and problem.slug in (unused_actor.slug, unused_source.slug):
        # Nothing can use an item yet that the form has just added, so nobody must delete it.
        hint = "choose it where you need it"
    return {
        "file": printable(problem.file),
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity,
        "rule": problem.slug,
        "message": printable(problem.message),
        "hint": printable(hint),
        "excerpt": printable(problem.excerpt)[:300],
    }
