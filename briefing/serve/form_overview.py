"""The lists of a record for its forms: its items, and the words and names that fields suggest."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import asdict
from datetime import date as Day
from typing import Any

from briefing.capture.answers import Words
from briefing.edition.kind_names import kind_name
from briefing.edition.words import date_in_words
from briefing.languages import catalogues
from briefing.record.dates import DateProblem, parse_edtf
from briefing.record.loading import File, LoadResult, is_lock
from briefing.record.problems import Path, Problem
from briefing.record.record import Record
from briefing.record.templates import Templates
from briefing.serve.form_advice import advice
from briefing.serve.form_fields import FORMS, FormField, form_for
from briefing.serve.form_values import NotReadable, content_of

_BANK_HOLIDAYS = ("England and Wales", "Scotland", "Northern Ireland", "United Kingdom")


def overview(
    files: Sequence[File], loaded: LoadResult, words: Words, templates: Templates
) -> dict[str, Any]:
    """Return the items of a record, its names, its words and the files that cannot be read.

    Args:
        files: the files of the record.
        loaded: the record in them.
        words: the words of the record.
        templates: the kinds of briefing.
    """
    contents, unreadable = {}, []
    for file in files:
        if is_lock(file.name):
            continue
        try:
            contents[file.name] = content_of(file)
        except NotReadable:
            unreadable.append(file.name)
    problems = Counter(_item_of(problem) for problem in loaded.problems)
    items: dict[str, list[dict[str, Any]]] = {section: [] for section in FORMS}
    for name, content in contents.items():
        for section, where, title, detail in _items(content):
            count = problems[name, where]
            items[section].append(
                {"file": name, "where": where, "name": title, "detail": detail, "problems": count}
            )
        items["sources"] += _described_sources(name, content)
    items["events"].sort(key=lambda item: str(item["detail"][0]), reverse=True)
    for section in items:
        for item in items[section]:
            item["detail"] = item["detail"][1]
    record = loaded.record
    return {
        "items": items,
        "files": list(contents),
        "unreadable": unreadable,
        "today": words.today.isoformat(),
        "names": {
            "actors": words.actors,
            "areas": words.areas,
            "asks": words.asks,
            "commitments": words.commitments,
            "events": words.events,
            "sources": words.sources,
        },
        "words": {
            "kind": list(words.kinds),
            "kinds": list(words.kinds),
            "topics": list(words.topics),
            "type": sorted({actor.type for actor in record.actors.values() if actor.type}),
            "template": sorted(templates),
            "language": ["en-GB", *catalogues()],
            "bank_holidays": list(_BANK_HOLIDAYS),
        },
        "labels": {"template": {name: kind_name(name, templates, "en-GB") for name in templates}},
    }


def forms() -> dict[str, list[dict[str, Any]]]:
    """Return the fields of each form as plain data."""
    return {name: [_plain(field) for field in form_for(name)] for name in FORMS}


def _plain(field: FormField) -> dict[str, Any]:
    return {
        key: value for key, value in asdict(field).items() if value not in ("", False, None, ())
    }


def shown_problem(
    problem: Problem, where: Path, record: Record, added: Set[Path]
) -> dict[str, Any]:
    """Return a problem as plain data, in the words of the form.

    Its path starts at the item, if it is within the item. `added` are the items that have been
    added since the server started.
    """
    told = advice(problem, names_of(record), is_new=problem.path in added)
    is_inside = problem.path[: len(where)] == where
    path = told.path if told.path[: len(where)] == where else problem.path
    return {
        "path": list(path[len(where) :]) if is_inside else [],
        "severity": problem.severity,
        "message": told.message,
        "hint": told.hint,
        "file": problem.file,
        "line": problem.place.line,
        "inside": is_inside,
    }


def names_of(record: Record) -> dict[str, str]:
    """Return the names of the items of a record, by id."""
    words = Words(record, Day.min)
    sections = (words.sources, words.areas, words.commitments, words.asks, words.events)
    return {id: name for section in (*sections, words.actors) for id, name in section.items()}


def _item_of(problem: Problem) -> tuple[str, Path]:
    path = problem.path
    if path[:1] and path[0] in FORMS:
        return problem.file, path[:2]
    return problem.file, ()


def _items(content: Mapping[str, Any]) -> Iterator[tuple[str, Path, str, Any]]:
    """Yield the items of a file: the section, the path, the name, and a sort key with a detail."""
    yield "record", (), _text(content.get("title")) or "The record", ("", "")
    events = content.get("events")
    for n, event in enumerate(events if isinstance(events, list) else ()):
        if not isinstance(event, dict):
            continue
        written = _text(event.get("date"))
        date = date_in_words(written) if written else ""
        detail = f"{date.partition(' (')[0] or written}, {_text(event.get('kind'))}"
        yield "events", ("events", n), _text(event.get("title")), (_day(written), detail)
        made = event.get("commitments")
        for m, promised in enumerate(made if isinstance(made, list) else ()):
            if isinstance(promised, dict):
                path: Path = ("events", n, "commitments", m)
                yield "commitments", path, _text(promised.get("title")), ("", detail)
    for section in ("sources", "actors", "asks", "questions", "areas", "editions"):
        group = content.get(section)
        for id, item in (group if isinstance(group, dict) else {}).items():
            if isinstance(item, dict):
                name = item.get("name") or item.get("title") or item.get("question") or id
                yield section, (section, id), _text(name), ("", id)


def _described_sources(name: str, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the sources that are described in events, each with the path of its field."""
    events = content.get("events")
    for n, event in enumerate(events if isinstance(events, list) else ()):
        for path, source in _citations(event) if isinstance(event, dict) else ():
            is_address = isinstance(source, str) and "://" in source
            is_described = isinstance(source, dict) and not source.get("ref")
            if not (is_address or is_described):
                continue
            title = source if is_address else source.get("title") or source.get("url")
            yield {
                "file": name,
                "where": ("events", n),
                "at": path,
                "name": _text(title),
                "detail": ("", f"Described in the event “{_text(event.get('title'))}”"),
                "problems": 0,
            }


def _citations(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield the sources in an event, its quotes and its figures, each with its path."""
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _citations(inner, (*path, n))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "source":
                yield (*path, key), inner
            elif key == "sources":
                each = inner if isinstance(inner, list) else [inner]
                yield from (((*path, key, n), one) for n, one in enumerate(each))
            elif key in ("quotes", "figures"):
                yield from _citations(inner, (*path, key))


def _day(written: str) -> str:
    """Return the first day of a date. Events whose date cannot be read are listed first."""
    try:
        return parse_edtf(written).earliest.isoformat()
    except DateProblem:
        return "9999"


def _text(value: Any) -> str:
    if isinstance(value, list) and value:
        return f"[{value[0]}]"
    if isinstance(value, dict):  # A text in several languages.
        return _text(next(iter(value.values()), ""))
    return str(value) if value is not None else ""
