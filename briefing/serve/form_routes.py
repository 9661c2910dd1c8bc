"""The requests of the form: its fields, the meaning of typed text, and changes of the record.

All bodies are JSON. If a change is not made, the status is 409 if somebody else has changed the
same field, 422 if it would cause an error, and 423 if the file is open in a text editor.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import PurePath
from typing import Any, TypeAlias, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from briefing.capture.adding import NewEvent, problems_at
from briefing.capture.dates import DateSettings
from briefing.evidence.copies import LARGEST
from briefing.evidence.saving_copies import save_copy
from briefing.record.edits import NOTHING
from briefing.record.loading import LoadResult
from briefing.record.model import SECTIONS
from briefing.record.problems import Path, Problem
from briefing.record.record import Record
from briefing.saving import ChangedMeanwhile, OpenInEditor
from briefing.serve.form_answers import read, roles_on
from briefing.serve.form_changes import Change, Conflict, find_item
from briefing.serve.form_desk import Desk, Refused, Saved
from briefing.serve.form_importing import NotImported, Way, import_file
from briefing.serve.form_overview import forms, overview, shown_problem
from briefing.serve.form_proofs import CopyReader, prove_draft
from briefing.serve.form_values import NotReadable, content_of, item_at
from briefing.serve.live import Live, Project, Readings

Body: TypeAlias = Mapping[str, Any]
Result: TypeAlias = dict[str, Any]
LARGE_BODIES = {"/api/form/import": LARGEST, "/api/form/keep": LARGEST}
"""The largest bodies that requests may have, in bytes, if they may have more than a megabyte."""
_KINDS = ("set", "remove", "insert", "move")


class _BadRequest(Exception):
    """A request that our own page does not send."""


class FormRequests:
    """The requests of the forms of one record. Each function takes a body and returns an answer."""

    def __init__(self, project: Project, readings: Readings) -> None:
        self.project = project
        self.desk = Desk(project, readings)
        self._copies = CopyReader()

    def start(self, body: Body) -> Result:
        """Return the fields of all forms, and the lists of the record."""
        return {"forms": forms(), **self.lists(body)}

    def lists(self, body: Body) -> Result:
        """Return the lists of the record."""
        files, loaded = self.desk.read()
        words = self.desk.words(loaded.record)
        shown = overview(files, loaded, words, self.project.templates())
        return {**shown, "built_in": self.desk.built_in_editions(loaded.record)}

    def item(self, body: Body) -> Result:
        """Return an item, with its problems, even if its place has changed since it was shown."""
        _, loaded = self.desk.read()
        return self._item(_text(body, "file"), _path(body["where"]), loaded, body.get("shown"))

    def _item(self, file: str, where: Path, loaded: LoadResult, shown: Any = None) -> Result:
        found = [each for each in self.desk.read()[0] if each.name == file]
        if not found:
            raise Refused(f"{file} is not a file of this record.")
        try:
            content = content_of(found[0])
            where = (find_item(content, where, shown) if shown else None) or where
            item = item_at(content, where)
        except NotReadable:
            raise Refused(f"{file} cannot be read as YAML. Fix the error in it first.") from None
        if item is NOTHING:
            raise Refused("This is no longer in the file. Somebody else may have deleted it.")
        return {
            "file": file,
            "where": list(where),
            "item": item,
            "problems": self._problems(
                problems_at(loaded, file, where) if where else [], where, loaded.record
            ),
        }

    # What people type

    def read(self, body: Body) -> Result:
        """Return the meaning of a text in a field."""
        _, loaded = self.desk.read()
        words = self.desk.words(loaded.record)
        return asdict(read(_text(body, "text"), _path(body["path"]), words))

    def roles(self, body: Body) -> Result:
        """Return the role of each actor on a date, by id."""
        _, loaded = self.desk.read()
        return {"roles": dict(roles_on(_text(body, "date"), self.desk.words(loaded.record)))}

    def prove(self, body: Body, record: Record) -> Result:
        """Look for a quote or figure in the kept copies of its sources. This can take seconds."""
        field = _text(body, "field")
        if field not in ("quotes", "figures"):
            raise _BadRequest
        proof = prove_draft(
            _mapping(body["claim"]), field, _mapping(body["event"]), record,
            self.project.folder, self._copies,
        )  # fmt: skip
        return {"proof": proof and asdict(proof)}

    def check(self, body: Body) -> Result:
        """Return the problems that a new item would have."""
        item = _mapping(body["item"])
        try:
            if body["section"] == "events":
                problems, where = self.desk.check_event(NewEvent(item))
            else:
                problems, where = self.desk.check_item(_section(body), item, _id(body))
        except Refused as refused:
            return {"problems": [], "missing": str(refused)}
        return {"problems": self._problems(problems, where, self.desk.read()[1].record)}

    def _problems(self, problems: Iterable[Problem], where: Path, record: Record) -> list[Result]:
        added = self.desk.added
        return [shown_problem(problem, where, record, added) for problem in problems]

    # Files

    def language(self) -> str:
        """Return the language that the record names, or "". It decides the order of dates."""
        for file in self.desk.read()[0]:
            with suppress(NotReadable):
                if language := content_of(file).get("language"):
                    return str(language)
        return ""

    def import_file(
        self, content: bytes, query: Mapping[str, str], record: Record, language: str
    ) -> Result:
        """Return the drafts in a file. This can take seconds."""
        way = query.get("way", "")
        if way not in ("", "table", "document"):
            raise _BadRequest
        answers = {
            (str(file), str(column), str(about)): int(number)
            for (file, column, about), number in json.loads(query.get("answers", "[]"))
        }
        dates = DateSettings(self.project.today(record), "", language)
        return import_file(content, query["name"], cast("Way", way), answers, record, dates)

    def keep(self, content: bytes, query: Mapping[str, str]) -> Result:
        """Keep a document as the copy of a source, unless the source has one."""
        _, loaded = self.desk.read()
        extension = PurePath(query["name"]).suffix.lower()
        folder = self.project.folder
        kept = save_copy(content, extension, query["source"], loaded.record, folder)
        return {"kept": kept and kept.as_posix()}

    # Changes

    def change(self, body: Body) -> Result:
        """Make a change to an item."""
        kind = _text(body, "kind")
        by = body.get("by", 0)
        if kind not in _KINDS or not isinstance(by, int):
            raise _BadRequest
        change = Change(cast("Any", kind), _path(body["path"]), body.get("value"), by)
        saved = self.desk.change(
            _text(body, "file"), _path(body["where"]), body["shown"], change, _client(body),
            force=bool(body.get("force")),
        )  # fmt: skip
        return self._saved(saved, body)

    def add(self, body: Body) -> Result:
        """Add a new item."""
        item, force = _mapping(body["item"]), bool(body.get("force"))
        if body["section"] == "events":
            actors, sources = (_mapping(body.get(key, {})) for key in ("actors", "sources"))
            new = NewEvent(item, actors, sources, _texts(body.get("kinds", [])))
            saved = self.desk.add_event(new, _client(body), force=force)
        elif body["section"] == "kinds":
            saved = self.desk.add_kind(
                _text(item, "name"), _text(item, "family"), _client(body), force=force
            )
        else:
            saved = self.desk.add_item(_section(body), item, _id(body), _client(body), force=force)
        return self._saved(saved, body)

    def undo(self, body: Body) -> Result:
        """Undo the last change that this page made."""
        self.desk.undo(_client(body), force=bool(body.get("force")))
        return self._counts(body)

    def redo(self, body: Body) -> Result:
        """Make the change again that this page has undone."""
        self.desk.redo(_client(body), force=bool(body.get("force")))
        return self._counts(body)

    def _saved(self, saved: Saved, body: Body) -> Result:
        result = {**self._counts(body), "kept": list(saved.kept)}
        if saved.where is not None:
            result |= self._item(saved.file, saved.where, saved.loaded)
        return result

    def _counts(self, body: Body) -> Result:
        done, undone = self.desk.counts(_client(body))
        return {"undo": done, "redo": undone}


def routes(live: Live) -> list[Route]:
    """Return the routes of the form."""
    requests = FormRequests(live.project, live.readings)

    async def import_file(request: Request) -> Response:
        async def read(_: Body) -> Result:
            record = await live.run(lambda: requests.desk.read()[1].record)
            language = await live.run(requests.language)
            content, query = await request.body(), request.query_params
            return await run_in_threadpool(requests.import_file, content, query, record, language)

        return await _answer(read, None)

    async def keep(request: Request) -> Response:
        content = await request.body()
        return await _answer(lambda _: live.run(requests.keep, content, request.query_params), None)

    proving = asyncio.Lock()

    async def start(request: Request) -> Response:
        return _json(await live.run(requests.start, {}))

    def post(function: Callable[[Body], Result]) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            return await _answer(partial(live.run, function), request)

        return handle

    async def prove(request: Request) -> Response:
        async def proved(body: Body) -> Result:
            record = await live.run(lambda: requests.desk.read()[1].record)
            # Reading a copy takes too long for the thread of the record.
            async with proving:
                return await run_in_threadpool(requests.prove, body, record)

        return await _answer(proved, request)

    functions = {
        "lists": requests.lists, "item": requests.item, "read": requests.read,
        "roles": requests.roles, "check": requests.check,
        "change": requests.change, "add": requests.add, "undo": requests.undo,
        "redo": requests.redo,
    }  # fmt: skip
    return [
        Route("/api/form", start),
        Route("/api/form/prove", prove, methods=["POST"]),
        Route("/api/form/import", import_file, methods=["POST"]),
        Route("/api/form/keep", keep, methods=["POST"]),
        *(
            Route(f"/api/form/{name}", post(function), methods=["POST"])
            for name, function in functions.items()
        ),
    ]


async def _answer(
    function: Callable[[Body], Awaitable[Result]], request: Request | None
) -> Response:
    """Return the answer of a function to the JSON of a request, or the reason why it has none."""
    body: Body = {}
    try:
        body = _mapping(json.loads(await request.body())) if request else {}
        return _json(await function(body))
    except Conflict as conflict:
        theirs = None if conflict.theirs is NOTHING else conflict.theirs
        place = None if conflict.where is None else list(conflict.where)
        found = {"path": list(conflict.path), "theirs": theirs, "where": place}
        return _json({"error": str(conflict), "conflict": found}, 409)
    except ChangedMeanwhile as error:
        return _json({"error": f"{error} Try again.", "again": True}, 409)
    except OpenInEditor as error:
        return _json({"error": f"{error}"}, 423)
    except NotImported as error:
        return _json({"error": str(error)}, 422)
    except Refused as refused:
        where = _place(body)
        problems = [
            shown_problem(each, where, refused.record, frozenset()) for each in refused.problems
        ]
        return _json({"error": str(refused), "problems": problems}, 422)
    except OSError as error:
        return _json({"error": f"{error.filename} cannot be written: {error.strerror}."}, 500)
    except (_BadRequest, KeyError, TypeError, ValueError, RecursionError):
        return _json({"error": "This is not a request of the form."}, 400)


def _json(result: Result, status: int = 200) -> Response:
    # In ASCII, because bytes that are not UTF-8 are lone surrogates here.
    return Response(json.dumps(result), status, media_type="application/json")


def _place(body: Body) -> Path:
    return _path(body["where"]) if "where" in body else ()


def _path(value: Any) -> Path:
    """Return a path.

    Raises:
        _BadRequest: it is not a list of keys and indices.
    """
    if not isinstance(value, list) or len(value) > 12:
        raise _BadRequest
    if not all(isinstance(step, str) or (type(step) is int and step >= 0) for step in value):
        raise _BadRequest
    return tuple(value)


def _text(body: Body, key: str) -> str:
    value = body[key]
    if not isinstance(value, str):
        raise _BadRequest
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _BadRequest
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _BadRequest
    return value


def _client(body: Body) -> str:
    return _text(body, "client")[:64]


def _id(body: Body) -> str:
    return str(body.get("id") or "")


def _section(body: Body) -> str:
    section = _text(body, "section")
    if section not in SECTIONS:
        raise _BadRequest
    return section
