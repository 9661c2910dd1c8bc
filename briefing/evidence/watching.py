"""Watch the addresses of sources: has a passage that the record relies on changed or gone?

Only these passages are compared, so other edits to a page raise no alarm.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from pathlib import PurePosixPath
from typing import Literal

from briefing.evidence.addresses import AddressedSource
from briefing.evidence.copies import Unreadable
from briefing.evidence.fetch_failures import FetchFailed
from briefing.evidence.fetching import Fetched, Fetcher, FetchRequest
from briefing.evidence.folding import key_of
from briefing.evidence.memento import fetch_archived
from briefing.evidence.pages import read_pages
from briefing.evidence.quotes import find_quote, most_similar
from briefing.evidence.searching import SearchText, prepare
from briefing.evidence.text import SourceText
from briefing.evidence.watch_state import DAYS, SourceState, States, hashed
from briefing.record.claims import Claim, ClaimType, claims
from briefing.record.proofs import Proof
from briefing.record.record import Record

BATCH = 32
"""How many pages are fetched before they are compared."""

ProblemKind = Literal["changed", "gone", "dead", "unreachable"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that the record relies on.

    Attributes:
        claim: a quote or figure that it supports.
        text: the words that must be on the page: the quote, or the passage that gives the figure.
        before: the passage as it is in the kept copy.
    """

    claim: Claim
    text: str
    before: str

    @property
    def type(self) -> ClaimType:
        """Whether it is the passage of a quote or of a figure."""
        return self.claim.key.type


@dataclass(frozen=True, slots=True)
class WatchProblem:
    """A problem with a source.

    Attributes:
        kind: whether a passage has changed or gone, or the address is dead or cannot be reached.
        key: identifies the problem, so that it is reported once.
        passage: the passage that has changed or gone.
        after: the most similar passage that is on the page now, or "".
        was_found: whether any passage was ever found at this address.
        reason: why the address is dead or cannot be reached, as a clause.
        since: the first day on which it could not be reached, or None.
        archived: the address of an archived copy, or "".
    """

    source: AddressedSource
    kind: ProblemKind
    key: str
    passage: Passage | None = None
    after: str = ""
    was_found: bool = False
    reason: str = ""
    since: Day | None = None
    archived: str = ""


def passages_of(record: Record) -> Mapping[str, Sequence[Passage]]:
    """Return the passages that the record relies on, by the name of their source."""
    passages: dict[str, dict[str, Passage]] = {}
    for claim in claims(record):
        for name in claim.source_names:
            proof = record.proofs.by_claim.get((claim.key, name))
            if proof and proof.is_proved and proof.passage and not _is_on_later_page(proof):
                before = proof.passage.exact
                text = claim.key.text if claim.key.type == "quote" else before
                passages.setdefault(name, {}).setdefault(text, Passage(claim, text, before))
    return {name: list(found.values()) for name, found in passages.items()}


def _is_on_later_page(proof: Proof) -> bool:
    """Whether a passage is on the second page of a source or a later one.

    The address of the source is that of its first page.
    """
    number = re.fullmatch(rf"{re.escape(proof.source)}\.(\d+)", PurePosixPath(proof.copy).stem)
    return number is not None and int(number[1]) > 1


def watch(
    sources: Sequence[AddressedSource],
    passages: Mapping[str, Sequence[Passage]],
    state: States,
    day: Day,
    fetcher: Fetcher,
    archive: str | None = None,
) -> Iterator[WatchProblem]:
    """Fetch the `sources` on a `day`, and yield the problems that have not been reported yet.

    The `state` is changed as the problems are found. It loses the sources that are not given. If
    there is an `archive`, it is searched for copies of dead pages.
    """
    for key in state.keys() - {hashed(source.name) for source in sources}:
        del state[key]
    no_host: list[tuple[_Watched, FetchFailed]] = []
    can_connect = False
    for start in range(0, len(sources), BATCH):
        batch = [
            _Watched(source, passages.get(source.name, ()), _state_of(source, state), day)
            for source in sources[start : start + BATCH]
        ]
        results = fetcher.fetch_all([watched.request for watched in batch])
        texts = _texts(batch, results)
        for watched, result in zip(batch, results, strict=True):
            if isinstance(result, Fetched):
                can_connect = True
                yield from watched.compared(result, texts.get(watched.source.name))
            elif result.kind == "no host":
                no_host.append((watched, result))
            elif result.kind == "dead":
                can_connect = True
                yield from watched.dead(result, fetcher, archive)
            else:
                yield from watched.unreachable(result.reason)
    for watched, failed in no_host:
        # If this machine is offline, no name can be looked up.
        if can_connect:
            yield from watched.dead(failed, fetcher, archive)
        else:
            yield from watched.unreachable(failed.reason)


def _state_of(source: AddressedSource, state: States) -> SourceState:
    key, address = hashed(source.name), hashed(source.address)
    known = state.get(key)
    if known is None or known.address != address:
        state[key] = SourceState(address)
    return state[key]


def _texts(
    batch: "Sequence[_Watched]", results: Sequence[Fetched | FetchFailed]
) -> Mapping[str, SourceText | Unreadable]:
    """Return the text of each page that must be compared, by source name."""
    pages = {
        watched.source.name: result
        for watched, result in zip(batch, results, strict=True)
        if isinstance(result, Fetched) and not result.unchanged and watched.passages
    }
    return read_pages(pages)


@dataclass(frozen=True, slots=True)
class _Watched:
    """A source, the passages that the record relies on, and the results of earlier watches."""

    source: AddressedSource
    passages: Sequence[Passage]
    state: SourceState
    day: Day

    @property
    def request(self) -> FetchRequest:
        """The request for its page, unless that is still the one with all the passages."""
        headers = {}
        if self.passages and self.state.passages == self._hash:
            headers = {
                "if-none-match": self.state.etag,
                "if-modified-since": self.state.last_modified,
            }
        return FetchRequest(
            self.source.address, {name: value for name, value in headers.items() if value}
        )

    @property
    def _hash(self) -> str:
        return hashed(*sorted(passage.text for passage in self.passages))

    def dead(
        self, failed: FetchFailed, fetcher: Fetcher, archive: str | None
    ) -> Iterator[WatchProblem]:
        """Yield a problem if the page no longer exists."""
        problem = WatchProblem(self.source, "dead", "dead", reason=failed.reason)
        if self._is_new(problem):
            yield replace(problem, archived=_archived(self.source, fetcher, archive))

    def unreachable(self, reason: str) -> Iterator[WatchProblem]:
        """Yield a problem if the page could not be read on several days."""
        if self.state.note_failure(self.day) < DAYS:
            return
        since = Day.fromisoformat(self.state.failed_on[0])
        problem = WatchProblem(
            self.source, "unreachable", "unreachable", reason=reason, since=since
        )
        if self._is_new(problem):
            yield problem

    def compared(
        self, page: Fetched, text: SourceText | Unreadable | None
    ) -> Iterator[WatchProblem]:
        """Yield the passages that are no longer on the page."""
        if isinstance(text, Unreadable):
            yield from self.unreachable(text.reason)
            return
        self.state.failed_on = []
        problems = self._problems(prepare(text)) if text else []
        before: Collection[str] = self.state.reported
        self.state.reported = [problem.key for problem in problems]
        yield from (problem for problem in problems if problem.key not in before)
        if page.unchanged:
            return
        is_complete = bool(self.passages) and not problems
        self.state.passages = self._hash if is_complete else ""
        self.state.etag = page.headers.get("etag", "") if is_complete else ""
        self.state.last_modified = page.headers.get("last-modified", "") if is_complete else ""

    def _problems(self, text: SearchText) -> list[WatchProblem]:
        missing = [passage for passage in self.passages if not _is_in(passage, text)]
        self.state.was_found |= len(missing) < len(self.passages)
        return [self._missing(passage, text) for passage in missing]

    def _missing(self, passage: Passage, text: SearchText) -> WatchProblem:
        similar = most_similar(passage.before, text)
        after = similar.exact if similar else ""
        kind: ProblemKind = "changed" if after else "gone"
        key = hashed(passage.text, after)
        return WatchProblem(self.source, kind, key, passage, after, self.state.was_found)

    def _is_new(self, problem: WatchProblem) -> bool:
        """Add this problem to those that have been reported. Return False if it is one of them."""
        if problem.key in self.state.reported:
            return False
        self.state.reported.append(problem.key)
        return True


def _is_in(passage: Passage, text: SearchText) -> bool:
    """Whether a passage is still on a page."""
    found = find_quote(passage.text, text)
    # Square brackets in a quote come from the person who quotes, but these come from the source.
    is_whole = passage.type == "quote" or (found and key_of(found.exact) == key_of(passage.text))
    return found is not None and bool(is_whole)


def _archived(source: AddressedSource, fetcher: Fetcher, archive: str | None) -> str:
    """Return the address of an archived copy, from the record or from a web archive, or ""."""
    if source.archived or not archive:
        return source.archived
    [result] = fetch_archived([source], archive, fetcher)
    return result.address if isinstance(result, Fetched) else ""
