"""Changes that people make in forms: each is checked, saved and can be undone.

Nothing here keeps a copy of the record for long: every change begins with the files as they are on
the disk, because any editor may have saved them.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from briefing.capture.adding import (
    CannotAdd,
    NewEvent,
    add,
    additions,
    home_of,
    new_problems,
    problems_at,
    with_defaults,
)
from briefing.capture.answers import Words
from briefing.edition.editions import digests_of, editions_of
from briefing.record.editing import apply_edits
from briefing.record.edits import value_at
from briefing.record.kinds import normal_kind
from briefing.record.loading import File, LoadResult, is_lock, text_of, with_text
from briefing.record.naming import new_id
from briefing.record.problems import Path as ItemPath
from briefing.record.problems import Problem, errors
from briefing.record.record import Record
from briefing.record.references import Section
from briefing.record.rules.proof import ABOUT_CLAIMS
from briefing.saving import Change as FileChange
from briefing.saving import save_all
from briefing.serve.form_changes import Change, NotPossible, changed
from briefing.serve.form_undo import undone
from briefing.serve.form_values import NotReadable, as_data, content_of
from briefing.serve.live import Project, Readings

_MOST_UNDONE = 500
_NOUNS = {"actors": "actor", "areas": "area", "asks": "ask", "editions": "edition",
          "questions": "question", "sources": "source"}  # fmt: skip
"""The sections whose items have ids as keys, with the word for an item."""


class Refused(Exception):
    """A change that is not made, with the reason as a sentence, and the problems it would cause.

    `record` is the one with these problems.
    """

    def __init__(
        self, message: str, problems: Sequence[Problem] = (), record: Record | None = None
    ) -> None:
        super().__init__(message)
        self.problems, self.record = problems, record or Record()


@dataclass(frozen=True, slots=True)
class Saved:
    """A change that has been made.

    Attributes:
        file: the name of the file with the item.
        where: the path of the item there, or None if it is gone.
        loaded: the record after the change.
        files: its files.
        kept: the editions that had to be written into the file, so that they are still made.
    """

    file: str
    where: ItemPath | None
    loaded: LoadResult
    files: Sequence[File]
    kept: Sequence[str] = ()


@dataclass(slots=True)
class _History:
    """The changes that one page has made, and those that it has undone, oldest first."""

    done: list[Sequence[FileChange]] = field(default_factory=list)
    undone: list[Sequence[FileChange]] = field(default_factory=list)


class Desk:
    """Makes the changes that forms ask for. Only one thread may use it at a time."""

    def __init__(self, project: Project, readings: Readings) -> None:
        self.project = project
        self._readings = readings
        self._histories: dict[str, _History] = {}

    def read(self) -> tuple[list[File], LoadResult]:
        """Return the files as they are on the disk, and the record in them."""
        files = list(self.project.files())
        return files, self._readings.read(files)

    @property
    def added(self) -> Set[ItemPath]:
        """The items that forms have added since the server started."""
        return self._readings.added

    def words(self, record: Record) -> Words:
        """Return the words of the record, for reading what people type."""
        return Words(record, self.project.today(record))

    # Changes of an item

    def change(
        self, file: str, where: ItemPath, shown: Any, change: Change, client: str, *, force: bool
    ) -> Saved:
        """Change a field of an item, or the item itself, and save the file.

        Args:
            file: the name of the file.
            where: the path of the item when the form showed it.
            shown: the item, as the form showed it.
            change: the change.
            client: the page that makes it, for undoing.
            force: whether to save even if the file is open in a text editor.

        Raises:
            Conflict: somebody else has changed the same field meanwhile.
            Refused: the change would cause an error, or is not possible.
            ChangedMeanwhile, OpenInEditor, OSError: the file cannot be saved.
        """
        files, before = self.read()
        after, place = self._changed(files, file, where, shown, change)
        is_removed = change.kind == "remove" and not change.path
        try:
            loaded = self._checked(before, after)
        except Refused as refused:
            if is_removed and (reason := _reason_to_keep(before.record, files, place, refused)):
                raise Refused(reason) from None
            raise
        self._save(files, after, client, force=force)
        return Saved(file, None if is_removed else place, loaded, after)

    def _changed(
        self, files: Sequence[File], name: str, where: ItemPath, shown: Any, change: Change
    ) -> tuple[list[File], ItemPath]:
        file = _named(files, name)
        try:
            result = changed(text_of(file), content_of(file), where, shown, change)
        except NotReadable:
            raise Refused(_unreadable(name)) from None
        except NotPossible:
            raise Refused(
                f"The layout of {name} does not allow this change. Make it in a text editor."
            ) from None
        after = [with_text(each, result.text) if each is file else each for each in files]
        return after, result.where

    def _checked(self, before: LoadResult, files: Sequence[File]) -> LoadResult:
        """Return the record after a change.

        Raises:
            Refused: the change would cause an error.
        """
        loaded = self._readings.check(files)
        caused = [each for each in new_problems(before, loaded) if each.slug not in ABOUT_CLAIMS]
        if found := errors(caused):
            raise Refused("Not saved, because it would cause an error.", found, loaded.record)
        self._readings.keep(files, loaded)
        return loaded

    # New items

    def add_event(self, new: NewEvent, client: str, *, force: bool) -> Saved:
        """Add an event, with the actors and sources that come with it.

        Raises:
            Refused: the event is not complete, or would cause an error.
            ChangedMeanwhile, OpenInEditor, OSError: the file cannot be saved.
        """
        files, before = self.read()
        after, file, place = self._with_event(files, before, new)
        loaded = self._checked(before, after)
        self._save(files, after, client, force=force)
        return Saved(file, place, loaded, after)

    def check_event(self, new: NewEvent) -> tuple[list[Problem], ItemPath]:
        """Return the problems that a new event would have, and its path.

        Raises:
            Refused: the event is not complete.
        """
        files, before = self.read()
        after, file, place = self._with_event(files, before, new)
        loaded = self._readings.check(after)
        own = problems_at(loaded, file, place)
        return [*own, *(each for each in new_problems(before, loaded) if each not in own)], place

    def _with_event(
        self, files: Sequence[File], before: LoadResult, new: NewEvent
    ) -> tuple[list[File], str, ItemPath]:
        missing = [key for key in ("date", "kind", "title") if not new.event.get(key)]
        if missing:
            raise Refused(f"Fill in the {missing[0]} first.")
        words = self.words(before.record)
        try:
            event = as_data(dict(new.event), ("events", 0))
            whole = NewEvent(
                with_defaults(event, words),
                as_data(dict(new.actors), ("actors",)),
                as_data(dict(new.sources), ("sources",)),
                new.kinds,
            )
            addition = add(files, whole, loaded=before, check=False)
        except CannotAdd as error:
            raise Refused(str(error)) from None
        contents = {each.name: each.after for each in addition.changes}
        after = [replace(file, content=contents.get(file.name, file.content)) for file in files]
        return after, addition.place.file, ("events", addition.place.index)

    def add_item(
        self, section: str, item: Mapping[str, Any], id: str, client: str, *, force: bool
    ) -> Saved:
        """Add an item to a section whose items have ids as keys.

        Args:
            section: the section, such as "actors".
            item: the item, as the form shows it.
            id: its id, or "" for one made from its name or title.
            client: the page that adds it.
            force: whether to save even if the file is open in a text editor.

        Raises:
            Refused: it has no name, the id is taken, or it would cause an error.
            ChangedMeanwhile, OpenInEditor, OSError: the file cannot be saved.
        """
        files, before = self.read()
        after, file, place = self._with_item(files, before.record, section, item, id)
        loaded = self._checked(before, after)
        lost = self._built_in_lost(before.record, loaded.record) if section == "editions" else []
        if lost:
            kept = {name: {"template": name} for name in lost}
            items: dict[str, Mapping[str, Any]] = {**kept, str(place[-1]): item}
            after, file = self._with_items(files, section, items)
            loaded = self._checked(before, after)
        self._save(files, after, client, force=force)
        self._readings.added.add(place)
        return Saved(file, place, loaded, after, lost)

    def built_in_editions(self, record: Record) -> list[str]:
        """Return the editions that are made although the record does not list them."""
        templates = self.project.templates()
        made = {**editions_of(record, templates), **digests_of(record, templates)}
        return [id for id in made if id not in record.editions]

    def _built_in_lost(self, before: Record, after: Record) -> list[str]:
        """Return the editions that would no longer be made, because the record lists another."""
        now = {*after.editions, *self.built_in_editions(after)}
        return [id for id in self.built_in_editions(before) if id not in now]

    def add_kind(self, name: str, family: str, client: str, *, force: bool) -> Saved:
        """Add a kind of event to the record's own, with its family or "".

        Raises:
            Refused: the record has this kind, or it would cause an error.
            ChangedMeanwhile, OpenInEditor, OSError: the file cannot be saved.
        """
        files, before = self.read()
        kind = normal_kind(name)
        if kind.casefold() in {each.casefold() for each in before.record.kinds}:
            raise Refused(f"The record already has the kind “{kind}”.")
        after, file = self._with_items(
            files, "kinds", [{"name": kind, "family": family} if family else kind]
        )
        loaded = self._checked(before, after)
        self._save(files, after, client, force=force)
        return Saved(file, None, loaded, after)

    def check_item(
        self, section: str, item: Mapping[str, Any], id: str
    ) -> tuple[list[Problem], ItemPath]:
        """Return the problems that a new item would have, and its path.

        Raises:
            Refused: it has no name, or the id is taken.
        """
        files, before = self.read()
        after, file, place = self._with_item(files, before.record, section, item, id)
        loaded = self._readings.check(after)
        own = problems_at(loaded, file, place)
        caused = new_problems(before, loaded)
        # Nothing can use an item yet that is not there.
        others = (each for each in caused if each not in own and each.severity == "error")
        return [*(each for each in own if not each.slug.startswith("unused")), *others], place

    def _with_item(
        self, files: Sequence[File], record: Record, section: str, item: Mapping[str, Any], id: str
    ) -> tuple[list[File], str, ItemPath]:
        noun = _NOUNS[section]
        names = map(item.get, ("name", "title", "question", "template"))
        name = str(next(filter(None, names), ""))
        if not name and noun == "question":
            raise Refused("Write the question.")
        if not name:
            raise Refused(f"Give the {noun} a {'name' if noun in ('actor', 'area') else 'title'}.")
        taken = {*self.words(record).taken, *record.editions, *record.questions}
        if section == "editions" and not id:
            taken |= {*self.built_in_editions(record)}
        if id in taken:
            raise Refused(f"The record already uses the short name “{id}”.")
        id = id or new_id(name, taken, noun)
        after, home = self._with_items(files, section, {id: item})
        return after, home, (section, id)

    def _with_items(
        self, files: Sequence[File], section: str, items: Mapping[str, Any] | list[Any]
    ) -> tuple[list[File], str]:
        """Return the files with more items in a section, and the name of the file with them."""
        try:
            contents = {each.name: content_of(each) for each in files if not is_lock(each.name)}
        except NotReadable:
            raise Refused(
                "A file of the record cannot be read. Fix the error in it first."
            ) from None
        home = home_of(section, contents, _first(contents))
        data: Any = items
        if isinstance(items, Mapping):
            data = {id: as_data(dict(item), (section, id)) for id, item in items.items()}
        edits = list(additions(section, data, contents[home]))
        file = _named(files, home)
        edited = apply_edits(text_of(file), edits)
        if edited.refused:
            raise Refused(f"The layout of {home} does not allow this. Add it in a text editor.")
        after = [with_text(each, edited.text) if each is file else each for each in files]
        return after, home

    # Undo

    def undo(self, client: str, *, force: bool) -> LoadResult:
        """Undo the last change that a page has made.

        Raises:
            Refused: there is nothing to undo, or somebody else has changed the same lines since.
            ChangedMeanwhile, OpenInEditor, OSError: the file cannot be saved.
        """
        history = self._histories.get(client, _History())
        return self._restore(history.done, history.undone, force=force)

    def redo(self, client: str, *, force: bool) -> LoadResult:
        """Make the change again that a page has undone last, as `undo` does."""
        history = self._histories.get(client, _History())
        return self._restore(history.undone, history.done, force=force)

    def counts(self, client: str) -> tuple[int, int]:
        """Return the number of changes that a page can undo, and that it can make again."""
        history = self._histories.get(client, _History())
        return len(history.done), len(history.undone)

    def _restore(
        self,
        changes: list[Sequence[FileChange]],
        opposites: list[Sequence[FileChange]],
        *,
        force: bool,
    ) -> LoadResult:
        if not changes:
            raise Refused("There is nothing to undo.")
        files = {file.name: file for file in self.project.files()}
        restored = []
        for path, before, after in changes[-1]:
            now = files.get(path.as_posix())
            content = undone(before, after, now.content) if now else None
            if now is None or content is None or not _is_readable(replace(now, content=content)):
                changes.pop()
                raise Refused(
                    f"This cannot be undone, because somebody else has changed the same lines of "
                    f"{path.as_posix()} since. Nothing was changed."
                )
            restored.append(FileChange(path, now.content, content))
        save_all(restored, despite_editor=force)
        changes.pop()
        opposites.append(restored)
        return self.read()[1]

    def _save(
        self, before: Sequence[File], after: Sequence[File], client: str, *, force: bool
    ) -> None:
        changes = [
            FileChange(Path(old.name), old.content, new.content)
            for old, new in zip(before, after, strict=True)
            if old.content != new.content
        ]
        if not changes:
            return
        save_all(changes, despite_editor=force)
        history = self._histories.setdefault(client, _History())
        history.done.append(changes)
        history.undone.clear()
        del history.done[:-_MOST_UNDONE]


def _named(files: Sequence[File], name: str) -> File:
    found = [file for file in files if file.name == name and not is_lock(name)]
    if not found:
        raise Refused(f"{name} is not a file of this record.")
    return found[0]


def _unreadable(name: str) -> str:
    return f"{name} cannot be read as YAML. Fix the error in it first."


def _reason_to_keep(
    record: Record, files: Sequence[File], place: ItemPath, refused: Refused
) -> str:
    """Return the reason why an item cannot be deleted as a sentence, or "" if it is another one."""
    if any(problem.slug == "no-events" for problem in refused.problems):
        return "A record needs at least one event. Add another one first."
    section, id = place[0], place[-1]
    if section not in _NOUNS or section == "editions":
        return ""
    users = {where: "" for where, each in record.references(cast("Section", section))
             if each.id == id and where.path != place}  # fmt: skip
    if not users:
        return ""
    first = next(iter(users))
    user = value_at(content_of(_named(files, first.file)), first.path)
    name = user.get("title") or user.get("name") or user.get("question") or first.path[-1]
    more = f" (and {len(users) - 1} more)" if len(users) > 1 else ""
    return f"Not deleted, because it is used by “{name}”{more}."


def _is_readable(file: File) -> bool:
    try:
        content_of(file)
    except NotReadable:
        return False
    return True


def _first(contents: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the file for a section that no file has: the one with the record's title."""
    return next((name for name, content in contents.items() if content.get("title")), "") or next(
        iter(contents)
    )
