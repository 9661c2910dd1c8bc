"""Keep copies of sources: fetch their addresses, and put the pages into the folder `sources`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from briefing.english import counted, listing
from briefing.evidence.addresses import AddressedSource
from briefing.evidence.copies import SOURCES, Copies, Unreadable
from briefing.evidence.fetch_failures import FetchFailed
from briefing.evidence.fetching import Fetched, Fetcher, FetchRequest
from briefing.evidence.figures import candidates
from briefing.evidence.folding import key_parts
from briefing.evidence.kinds import NotReadable
from briefing.evidence.memento import fetch_archived
from briefing.evidence.pages import content_of, extension_of, read_pages
from briefing.evidence.quotes import find_quote
from briefing.evidence.searching import SearchText, prepare
from briefing.evidence.text import SourceText
from briefing.record.claims import Claim, claims
from briefing.record.model import Figure
from briefing.record.record import Record
from briefing.replacing import write_whole

BATCH = 16
"""How many pages are fetched before they are read and kept. Each can be large."""
INTERNET_ARCHIVE = "https://web.archive.org/web/"
"""The TimeGate of the largest web archive."""
_FEW_WORDS = 25
"""A page with fewer words than this, and none of the quotes, is not an article."""
_ALIKE = 0.7
"""The minimum share of a quote's words that must be on a page for the quote to be a miscopy."""


@dataclass(frozen=True, slots=True)
class KeepOptions:
    """How to keep copies.

    Attributes:
        anyway: whether a page is kept even if it seems not to be the source.
        archived: whether the archived copy is fetched, rather than the page itself.
        archive: the address of a web archive, for sources that do not name an archived copy.
    """

    anyway: bool = False
    archived: bool = False
    archive: str | None = None


@dataclass(frozen=True, slots=True)
class KeepResult:
    """The result of keeping a source.

    Attributes:
        file: the new copy, relative to the record's folder, or "" if there is none.
        found: how many of the quotes from the source are in it.
        missing: the quotes that are not in it, although they cite no other source.
        reason: why there is no copy, as a clause.
        hint: what to do about it, as a sentence without its full stop.
        archived_at: the date of the archived copy, in words, or "".
    """

    source: AddressedSource
    file: str = ""
    found: int = 0
    missing: tuple[str, ...] = ()
    reason: str = ""
    hint: str = ""
    archived_at: str = ""


def keep(
    record: Record,
    folder: Path,
    sources: Sequence[AddressedSource],
    existing: Mapping[str, Copies],
    fetcher: Fetcher,
    options: KeepOptions,
) -> Iterator[KeepResult]:
    """Keep copies of `sources` in the `folder` of the record, and yield each result.

    `existing` has the existing copies. A new copy replaces the old one only once it is
    complete.

    Raises:
        OSError: a copy cannot be written.
    """
    by_source = _claims_by_source(record)
    for source in sources:
        if source.other:
            yield KeepResult(source, reason=_same_name(source), hint=_GIVE_IDS)
    for batch in _batches([source for source in sources if not source.other]):
        fetched = list(zip(batch, _fetch(batch, fetcher, options), strict=True))
        texts = read_pages(
            {source.name: page for source, page in fetched if isinstance(page, Fetched)}
        )
        for source, result in fetched:
            if isinstance(result, FetchFailed):
                yield KeepResult(
                    source, reason=result.reason, hint=_way_out(source, result, options)
                )
                continue
            verdict = _verdict(source, texts[source.name], by_source.get(source.name, ()))
            if verdict.reason and not (options.anyway and _can_be_kept(result)):
                yield verdict
                continue
            file = _write(folder, source, result, existing.get(source.name))
            moment = result.headers.get("memento-datetime", "")
            yield replace(verdict, file=file, reason="", hint="", archived_at=moment)


_GIVE_IDS = "List both under `sources`, with ids that differ in more than capitals"


def _same_name(source: AddressedSource) -> str:
    return f"the copies of {source.address} and {source.other} would have the same name"


def _claims_by_source(record: Record) -> Mapping[str, Sequence[Claim]]:
    by_source: dict[str, list[Claim]] = {}
    for claim in claims(record):
        for name in claim.source_names:
            by_source.setdefault(name, []).append(claim)
    return by_source


def _batches(sources: Sequence[AddressedSource]) -> Iterator[Sequence[AddressedSource]]:
    """Yield the sources in groups, each with as many different hosts as possible."""
    number: dict[str, int] = {}
    order = []
    for source in sources:
        host = urlsplit(source.address).netloc
        number[host] = number.get(host, 0) + 1
        order.append((number[host], source))
    ordered = [source for _, source in sorted(order, key=lambda pair: pair[0])]
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def _fetch(
    sources: Sequence[AddressedSource], fetcher: Fetcher, options: KeepOptions
) -> Sequence[Fetched | FetchFailed]:
    if options.archived:
        return fetch_archived(sources, options.archive, fetcher)
    return fetcher.fetch_all([FetchRequest(source.address) for source in sources])


def _verdict(
    source: AddressedSource, text: SourceText | Unreadable, own: Sequence[Claim]
) -> KeepResult:
    """Decide whether a page is a copy of its source, or, for example, a cookie wall.

    `own` has the quotes and figures from this source. Some of them may cite other sources too.
    """
    if isinstance(text, Unreadable):
        return KeepResult(source, reason=text.reason, hint=save_as(source))
    search = prepare(text)
    quotes = list(dict.fromkeys(claim.key.text for claim in own if claim.key.type == "quote"))
    found = [quote for quote in quotes if find_quote(quote, search)]
    only_here = [claim for claim in own if set(claim.source_names) == {source.name}]
    expected = {claim.key.text for claim in only_here}
    missing = tuple(quote for quote in quotes if quote in expected and quote not in found)
    figures = [claim.item for claim in only_here if isinstance(claim.item, Figure)]
    figures = [figure for figure in figures if not figure.worked_out]
    is_there = (
        bool(found)
        or any(_resembles(quote, search) for quote in missing)
        or any(candidates(figure, search) for figure in figures)
    )
    reason = ""
    if not is_there and (missing or figures):
        none = _none_of(len(missing), len(figures))
        reason = f"{none} on the page, which may ask for cookies, a login or a newer browser"
    elif not is_there and len(search.words) < _FEW_WORDS:
        words = counted(len(search.words), "word")
        reason = f"the page has only {words}, so it may need a browser that runs its scripts"
    hint = f"{save_as(source)}. To keep the page as it is, add --anyway" if reason else ""
    return KeepResult(source, found=len(found), missing=missing, reason=reason, hint=hint)


def _none_of(quotes: int, figures: int) -> str:
    """Return the start of a sentence, such as "none of its 3 quotes and 1 figure is"."""
    if quotes + figures == 1:
        return "its quote is not" if quotes else "its figure is not"
    counts = [counted(quotes, "quote")] * bool(quotes) + [counted(figures, "figure")] * bool(
        figures
    )
    return f"none of its {listing(counts)} is"


def _resembles(quote: str, text: SearchText) -> bool:
    """Whether most words of a quote are in a page, so that it may have been copied wrongly."""
    words = {word for word, _ in key_parts(quote)}
    return bool(words) and len(words & text.word_numbers.keys()) >= _ALIKE * len(words)


def save_as(source: AddressedSource) -> str:
    """Return the advice to save a page by hand."""
    return (
        f"Open {source.address} in a browser, and save it as {SOURCES}/{source.name}.pdf "
        f"(or .html or .mhtml)"
    )


def _way_out(source: AddressedSource, failed: FetchFailed, options: KeepOptions) -> str:
    if failed.kind == "refused":
        return ""
    if failed.kind not in ("dead", "no host"):
        return save_as(source)
    if source.archived and not options.archived:
        return "To keep its archived copy, add --archived"
    if not options.archive:
        return f"To look for it in a web archive, add --memento {INTERNET_ARCHIVE}"
    return f"If you have a copy, save it as {SOURCES}/{source.name}.pdf (or .html or .mhtml)"


def _can_be_kept(page: Fetched) -> bool:
    try:
        return bool(extension_of(page))
    except NotReadable:
        return False


def _write(folder: Path, source: AddressedSource, page: Fetched, existing: Copies | None) -> str:
    """Write a copy to `sources`, and then remove the one that it replaces. Return its path."""
    file = f"{SOURCES}/{source.name}{extension_of(page)}"
    (folder / SOURCES).mkdir(exist_ok=True)
    write_whole(folder / file, content_of(page))
    for old in replaced_files(source.name, existing):
        # On some systems, two names that differ in capitals are one file.
        if (folder / old).exists() and not (folder / old).samefile(folder / file):
            (folder / old).unlink()
    return file


def replaced_files(name: str, existing: Copies | None) -> Collection[str]:
    """Return the files of an old copy that a new one replaces.

    Numbered files, and files elsewhere that the key `copy` names, are not replaced.
    """
    return [
        file
        for file in (existing.files if existing else ())
        if Path(file).parent == Path(SOURCES) and Path(file).stem == name
    ]
