"""Changes to the files of a record, which the editor makes: fixes, a new id and formatting."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from briefing.evidence.copies import names_for
from briefing.lsp.records import Disk, State
from briefing.record.comments import NotFormatted
from briefing.record.fixing import differences, fix, replacements, wanted
from briefing.record.layout import formatted
from briefing.record.loading import File, LoadResult, text_of
from briefing.record.piecewise import PieceCache
from briefing.record.problems import Problem, TextRange, errors
from briefing.record.references import Section
from briefing.record.renamed_files import SECTIONS, NotRenamed, rename
from briefing.record.renaming import mentions_of, refusal_of

Replacements = Sequence[tuple[TextRange, str]]
"""Parts of a file that are replaced, each with its new text."""


def fixes_in(
    state: State, file: str, first: int, last: int
) -> Iterator[tuple[Problem, Replacements]]:
    """Yield the problems in some lines of a file that have a fix, each with its fix."""
    for problem in state.loaded.problems:
        is_there = problem.file == file and first <= problem.place.line <= last
        if is_there and problem.fix and (changes := replacements(state.texts[file], problem.fix)):
            yield problem, changes


def has_safe_fix(state: State) -> bool:
    """Whether any problem of a record has a safe fix."""
    return bool(wanted(state.loaded.problems, unsafe=False))


def all_fixed(disk: Disk, events: Sequence[str], state: State) -> Mapping[str, Replacements]:
    """Return the changes of all safe fixes, as `briefing check --fix` makes them, by file."""
    cache = PieceCache()

    def check(files: Sequence[File]) -> LoadResult:
        return disk.load(files, events, cache)

    after = fix(state.files, check).files
    return {
        file.name: differences(state.texts[file.name], text_of(file))
        for file in after
        if text_of(file) != state.texts[file.name]
    }


def in_layout(state: State, file: str) -> Replacements:
    """Return the changes that format a file, as `briefing fmt` makes them.

    Raises:
        ValueError: it cannot be formatted. The message gives the reason.
    """
    if wrong := errors(state.loaded.problems):
        raise ValueError(f"Fix the error in {wrong[0].file}:{wrong[0].place.line} first.")
    text = state.texts[file]
    try:
        return differences(text, formatted(text, file, state.loaded.record))
    except NotFormatted as error:
        place = f"{file}:{error.line}" if error.line else file
        raise ValueError(f"{place}: not formatted, because {error}.") from None


def with_new_id(
    state: State, folder: Path, section: Section, old: str, new: str
) -> tuple[Mapping[str, Replacements], Mapping[str, str]]:
    """Return the changes that rename an item, by file, and the new names of its kept copies.

    If the record has errors, its evidence.lock and kept copies stay as they are.

    Raises:
        ValueError: it cannot be renamed. The message says why.
    """
    record = state.loaded.record
    if refusal := refusal_of(record, section, new):
        raise ValueError(refusal)
    if state.loaded.unread:
        raise ValueError(f"{state.loaded.unread[0]} cannot be read. Fix the error in it first.")
    noun = next(noun for noun, each in SECTIONS.items() if each == section)
    defined, others = mentions_of(record, state.texts, section, old, state.loaded.splits)
    if defined and not errors(state.loaded.problems):
        copies = names_for(record, folder, old, new) if section == "sources" else {}
        try:
            files = rename(state.files, record, noun, old, new, copies, datetime.now(UTC))
        except NotRenamed as error:
            raise ValueError(str(error)) from None
        # The text in an editor has no byte-order mark.
        return {
            file.name: differences(
                *(text.removeprefix("\ufeff") for text in (file.before, file.after))
            )
            for file in files
        }, copies
    changes: dict[str, list[tuple[TextRange, str]]] = {}
    for mention in (*defined, *others):
        changes.setdefault(mention.where.file, []).append((mention.text, new))
    return changes, {}
