"""Rename an id in all files of a record: where it is defined, and everywhere it is used."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any

from briefing.charsets import decoded
from briefing.record import parsing
from briefing.record.area_tables import FORMERLY
from briefing.record.audiences import instant
from briefing.record.editing import Edit, Insert, RenameKey, SetValue, apply_edits
from briefing.record.edits import existing, value_at
from briefing.record.loading import File, load, text_of
from briefing.record.model import Area, Edition, Event
from briefing.record.problems import Path, RecordPath, errors
from briefing.record.proofs import LOCK, Proof, Proofs, write_lock
from briefing.record.record import Record
from briefing.record.references import Section
from briefing.record.renaming import definition_of, references_to, refusal_of
from briefing.record.spelling import in_original_spelling

SECTIONS: Mapping[str, Section] = {
    "actor": "actors",
    "area": "areas",
    "ask": "asks",
    "commitment": "commitments",
    "edition": "editions",
    "event": "events",
    "question": "questions",
    "source": "sources",
}
"""The sections of a record whose items can be renamed, by the noun for an item."""


def utf_8(text: str) -> bytes:
    """Return the bytes of a file's text, which can contain bytes that are not UTF-8."""
    return text.encode("utf-8", "surrogateescape")


class NotRenamed(ValueError):
    """An id cannot be renamed. The message says why."""


@dataclass(frozen=True, slots=True)
class RenamedFile:
    """A file with the new id: its text before and after, and the number of changes.

    `encode` turns its text into bytes.
    """

    name: str
    before: str
    after: str
    changes: int
    encode: Callable[[str], bytes] = utf_8


def sections_with(record: Record, id: str) -> list[str]:
    """Return the nouns of the sections in which `id` is defined."""
    return [noun for noun, section in SECTIONS.items() if definition_of(record, section, id)]


def ids_in(record: Record) -> set[str]:
    """Return all ids that can be renamed."""
    return {
        *(event.id for event in record.events if event.id),
        *(promised.id for event in record.events for promised in event.commitments),
        *record.actors,
        *record.areas,
        *record.asks,
        *record.questions,
        *record.editions,
        *record.sources,
    }


def rename(
    files: Sequence[File],
    record: Record,
    noun: str,
    old: str,
    new: str,
    copies: Mapping[str, str] | None = None,
    moment: datetime | None = None,
) -> list[RenamedFile]:
    """Return the files that change if the item `old` gets the id `new`.

    An event, edition or area keeps a note of its former id, so that links to it still work. If
    only internal editions could show it, there are no such links, and no note.

    Args:
        files: the files of the record, including its evidence.lock.
        record: the record in these files, without errors.
        noun: the noun for the item, a key of `SECTIONS`.
        old: its id.
        new: its new id.
        copies: the new paths of the kept copies that are renamed with it, by their old paths.
        moment: the time, which decides whether embargoes have ended. Default: none has.

    Raises:
        NotRenamed: the new id is taken or not valid, it cannot be written everywhere, or the
            edition has recipients.
    """
    if refusal := refusal_of(record, SECTIONS[noun], new):
        raise NotRenamed(refusal)
    if noun == "edition" and record.editions[old].recipients:
        raise NotRenamed(
            f"'{old}' has recipients, so it cannot be renamed. The list of the digests that were "
            "sent, and of the people who have unsubscribed, is kept under its id. To change what "
            "readers see, change its title."
        )
    edits = _edits(files, record, noun, old, new, moment)
    renamed = []
    for file in files:
        text = file.content.decode("utf-8", "surrogateescape")
        if PurePosixPath(file.name).name == LOCK:
            new_proof = partial(_renamed_proof, noun=noun, old=old, new=new, copies=copies or {})
            after, changes = _renamed_lock(record.proofs, text, new_proof)
        else:
            edited = apply_edits(text, edits.get(file.name, ()))
            if edited.refused:
                raise NotRenamed(
                    f"'{old}' cannot be changed in {file.name}, because an alias (*) repeats it "
                    "or it is in an unusual place. Change it there first."
                )
            after, changes = edited.text, len(edits.get(file.name, ()))
        if after != text:
            renamed.append(RenamedFile(file.name, text, after, changes))
    renamed += _renamed_tables(record, noun, old, new, moment)
    _verify(files, renamed, noun, old, new)
    return renamed


def _places(record: Record, section: Section, id: str) -> list[tuple[RecordPath, bool]]:
    """Return the places of an id, each with whether it is a key there."""
    defined = definition_of(record, section, id)
    return [*([defined] if defined else []), *references_to(record, section, id)]


def _renamed_tables(
    record: Record, noun: str, old: str, new: str, moment: datetime | None
) -> Iterator[RenamedFile]:
    """Yield the tables of areas with the new id."""
    places = {where for where, _ in _places(record, SECTIONS[noun], old)}
    item = None if table_without_note(record, noun, old) else _noted(record, noun, old, moment)
    for table in record.tables:
        paths = [where.path for where in places if where.file == table.name]
        if not paths:
            continue
        text, encode = decoded(table.content)
        noted = item if isinstance(item, Area) and item.where.file == table.name else None
        after = table.with_id(old, new, paths, noted)
        if after is None or encode(text) != table.content:
            raise NotRenamed(
                f"'{old}' cannot be changed in {table.name}, because the file is not in a known "
                "character encoding. Save it as CSV UTF-8 first."
            )
        yield RenamedFile(table.name, text, after, len(paths) + (noted is not None), encode)


def _edits(
    files: Sequence[File],
    record: Record,
    noun: str,
    old: str,
    new: str,
    moment: datetime | None,
) -> dict[str, list[Edit]]:
    """Return the edits of each file."""
    contents = {file.name: _content(text_of(file)) for file in files if file.name in record.files}
    edits: dict[str, list[Edit]] = {name: [] for name in contents}
    tables = {table.name for table in record.tables}
    for place, is_key in _places(record, SECTIONS[noun], old):
        if place.file in tables:
            continue
        edit: Edit = RenameKey(place.path, new)
        if not is_key:
            edit = _edit_of_value(contents[place.file], place.path, old, new)
        if edit not in edits[place.file]:
            edits[place.file].append(edit)
    item = _noted(record, noun, old, moment)
    if item and item.where.file not in tables:
        edits[item.where.file].append(_note(item, old))
    return edits


def has_links(record: Record, noun: str, id: str, moment: datetime | None) -> bool:
    """Whether readers may have links to an event, edition or area: it is not only internal."""
    if noun == "edition":
        return record.editions[id].audience != "internal"
    if noun == "area":
        return record.audiences.get(record.areas[id].where.file) != "internal"
    if noun != "event":
        return False
    event = record.by_id[id]
    embargo = event.embargo and instant(event.embargo, record.timezone)
    is_published = not embargo or (moment is not None and embargo <= moment)
    return is_published and record.audience_of(event) != "internal"


def table_without_note(record: Record, noun: str, id: str) -> str | None:
    """Return the table of an area if it has no column for the former ids of its areas."""
    file = record.areas[id].where.file if noun == "area" else None
    tables = (table for table in record.tables if table.name == file)
    return next((table.name for table in tables if FORMERLY not in table.header), None)


def _noted(
    record: Record, noun: str, old: str, moment: datetime | None
) -> Event | Edition | Area | None:
    """Return the item, if its former id has to be noted."""
    if not has_links(record, noun, old, moment):
        return None
    items: Mapping[str, Event | Edition | Area] = (
        record.by_id if noun == "event" else getattr(record, SECTIONS[noun])
    )
    return None if old in items[old].formerly else items[old]


def _note(item: Event | Edition | Area, old: str) -> Edit:
    """Return the edit that notes the former id of an item in its file."""
    path = (*item.where.path, "formerly")
    if item.formerly:
        return Insert((*path, len(item.formerly)), old)
    return SetValue(path, [old])


def _content(text: str) -> Any:
    return in_original_spelling(parsing.loads(text.removeprefix("\ufeff")), text)


def _edit_of_value(content: Any, path: Path, old: str, new: str) -> Edit:
    """Return the edit that changes an id that is a value."""
    # The path can be longer than in the file, if the item is in short form.
    path = existing(content, path)
    written = str(value_at(content, path))
    if written.strip() == old:
        return SetValue(path, new)
    # It is the end of a due date, such as "3 months after an-id".
    start = written.rstrip().removesuffix(old)
    return SetValue(path, f"{start}{new}")


def _renamed_lock(proofs: Proofs, text: str, renamed: Callable[[Proof], Proof]) -> tuple[str, int]:
    """Return the text of the file of proofs with the new id, and the number of changes."""
    changed = [renamed(proof) for proof in proofs]
    changes = sum(after != before for before, after in zip(proofs, changed, strict=True))
    return (write_lock(changed), changes) if changes else (text, 0)


def _renamed_proof(proof: Proof, noun: str, old: str, new: str, copies: Mapping[str, str]) -> Proof:
    if proof.earlier:
        proof = replace(proof, earlier=_renamed_proof(proof.earlier, noun, old, new, copies))
    if noun == "area" and proof.key.area == old:
        return replace(proof, key=replace(proof.key, area=new))
    if noun == "source":
        return replace(
            proof,
            source=new if proof.source == old else proof.source,
            found_in=new if proof.found_in == old else proof.found_in,
            copy=copies.get(proof.copy, proof.copy),
        )
    return proof


def _verify(
    files: Sequence[File],
    renamed: Sequence[RenamedFile],
    noun: str,
    old: str,
    new: str,
) -> None:
    """Check that the record is the same, apart from the id.

    Raises:
        NotRenamed: it is not.
    """
    contents = {file.name: file.encode(file.after) for file in renamed}

    def read_sibling(file: File, name: str) -> bytes:
        table = normpath(PurePosixPath(file.name).parent / name)
        return contents[table] if table in contents else file.read_sibling(name)

    after = load(
        replace(
            file,
            content=contents.get(file.name, file.content),
            read_sibling=partial(read_sibling, file),
        )
        for file in files
    )
    before = load(files)
    section = SECTIONS[noun]
    remains = definition_of(after.record, section, old) or next(
        references_to(after.record, section, old), None
    )
    if len(errors(after.problems)) > len(errors(before.problems)) or remains:
        reason = next((problem.message for problem in errors(after.problems)), "it is still used")
        raise NotRenamed(f"'{old}' cannot be renamed to '{new}': {reason}.")
