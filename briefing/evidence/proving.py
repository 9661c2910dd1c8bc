"""Prove the claims of a record: look for its quotes and figures in the kept copies of its sources.

A claim is proved only if it matches its passage. Similar passages only explain what is wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeAlias

from briefing.evidence.copies import Copies, Unreadable
from briefing.evidence.figures import candidates, closest, find_figure
from briefing.evidence.quotes import find_quote, most_similar
from briefing.evidence.searching import SearchText, prepare
from briefing.evidence.text import Found, Page, SourceText
from briefing.printable import CONTROL
from briefing.record.claims import Claim, ClaimKey, claims
from briefing.record.model import Figure
from briefing.record.proofs import Grade, Proof, Proofs, Selector, proofs_of
from briefing.record.record import Record

Reader: TypeAlias = Callable[[Sequence[Copies]], Iterable[SourceText | Unreadable]]
"""A function that reads copies."""

_SEARCH = 6
"""The version of the search. If it finds more than it did, failed claims are searched again."""
_MOST_READY = 10_000_000
"""How much text is kept ready for another search, in characters. It needs about 200 MB."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim of the record and the result of looking for it.

    Attributes:
        claim: the quote or figure.
        proof: the result, or None if it was never checked.
        without_copy: the names of its sources that have no copy that can be read.
    """

    claim: Claim
    proof: Proof | None
    without_copy: tuple[str, ...]

    @property
    def is_old(self) -> bool:
        """Whether it was not checked again, because the copy with its passage is not here."""
        return self.proof is not None and self.proof.source in self.without_copy


@dataclass(frozen=True, slots=True)
class Proved:
    """The results for all claims of a record, in its order.

    Attributes:
        checked: the claims.
        proofs: the proofs to keep.
        unreadable: the copies that could not be read.
    """

    checked: Sequence[Checked]
    proofs: Proofs
    unreadable: Sequence[Unreadable]


def prove(record: Record, copies: Mapping[str, Copies], old: Proofs, read: Reader) -> Proved:
    """Look for every claim of `record` in the copies of its sources.

    Proofs in `old` are used again if they are from the same copies, or from copies that are not
    here. Only the copies that are needed are read.

    Args:
        record: the record.
        copies: the copies of its sources, by name.
        old: the proofs from the last time.
        read: reads copies, in any order.
    """
    search = _Search(copies, read, old)
    all_claims = list(claims(record))
    wanted = dict.fromkeys(filter(None, map(search.wanted, all_claims)))
    found = {want: kept for want in wanted if (kept := search.kept(want))}
    found |= search.prove(
        [want for want in wanted if want not in found and not search.has_old_proof(want)]
    )
    new = [proof for want in wanted for proof in search.with_answers(want, found.get(want, ()))]
    proofs = proofs_of([*new, *search.without_copy(all_claims)])
    checked = [
        Checked(
            claim,
            proofs.of(claim),
            tuple(
                name
                for name in claim.source_names
                if name not in search.readable and not claim.is_worked_out
            ),
        )
        for claim in all_claims
    ]
    return Proved(checked, proofs, search.unreadable)


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a person: which passage supports a figure?

    Attributes:
        claim: the figure.
        proof: the result so far, or None if there is none.
        passages: the proofs that they can accept, the best one first.
        otherwise: the proofs to keep if none of them supports the figure, one for each source.
    """

    claim: Claim
    proof: Proof | None
    passages: Sequence[Proof]
    otherwise: Sequence[Proof]

    @property
    def order(self) -> int:
        """When to ask it: first if the figure is not proved, last if a person has rejected it."""
        if self.proof and self.proof.rejected_by:
            return 2
        return int(self.proof is not None and self.proof.is_proved)


def questions(
    checked: Iterable[Checked], copies: Mapping[str, Copies], read: Reader
) -> Iterator[Question]:
    """Yield a question for each figure that nobody has confirmed, if it has a possible passage."""
    search = _Search(copies, read, Proofs())
    wanted: dict[_Wanted, Checked] = {}
    for each in checked:
        is_open = each.proof is None or each.proof.grade in ("located", "absent")
        if each.claim.key.type == "figure" and is_open and (want := search.wanted(each.claim)):
            wanted.setdefault(want, each)
    found: defaultdict[_Wanted, list[Proof]] = defaultdict(list)
    for name, text in search.texts({name: None for want in wanted for name in want.own}):
        for want in wanted:
            if name in want.own:
                found[want] += search.places(want, name, text)
    for want, each in wanted.items():
        if passages := found[want]:
            order = sorted(passages, key=lambda proof: (proof.rank, want.own.index(proof.source)))
            accepted = [replace(proof, grade="confirmed") for proof in order]
            otherwise = [search.failure(want, name, "absent") for name in want.own]
            yield Question(each.claim, each.proof, accepted, otherwise)


def with_answer(proved: Proved, question: Question, answer: Iterable[Proof]) -> Proved:
    """Return the results with the proofs that a person has chosen for a figure."""
    old = {(proof.key, proof.source) for proof in question.otherwise}
    others = {place: proof for place, proof in proved.proofs.by_claim.items() if place not in old}
    proofs = Proofs(others | {(proof.key, proof.source): proof for proof in answer})
    checked = [replace(each, proof=proofs.of(each.claim)) for each in proved.checked]
    return replace(proved, checked=checked, proofs=proofs)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A claim to find, and the names of its sources: all of them, and those with copies."""

    key: ClaimKey
    sources: tuple[str, ...]
    own: tuple[str, ...]


class _Search:
    """A search in the copies of a record's sources."""

    def __init__(self, copies: Mapping[str, Copies], read: Reader, old: Proofs) -> None:
        self._copies, self._read, self._old = copies, read, old
        self._texts: dict[str, SourceText] = {}
        self._ready: dict[str, SearchText] = {}
        self._room = _MOST_READY
        self._figures: dict[ClaimKey, Figure] = {}
        self.unreadable = [copy.problem for copy in copies.values() if copy.problem]
        self.readable = {name: copy for name, copy in copies.items() if not copy.problem}
        self._state = {
            name: f"{name} {copy.hash} {copy.extractor}" for name, copy in self.readable.items()
        }
        self._all_copies = _hashed(sorted(self._state.values()))

    def wanted(self, claim: Claim) -> _Wanted | None:
        """Return what to find for a claim, or None if it cannot be checked or need not be."""
        own = tuple(name for name in claim.source_names if name in self.readable)
        if not own or claim.is_worked_out:
            return None
        if isinstance(claim.item, Figure):
            self._figures.setdefault(claim.key, claim.item)
        return _Wanted(claim.key, claim.source_names, own)

    def kept(self, want: _Wanted) -> list[Proof]:
        """Return the proofs of a claim from the last time that are from the same copies."""
        rejected = self._rejected(want)
        usable = [
            proof
            for proof in self._before(want)
            if proof.source in want.own
            and proof.source not in rejected
            and self._is_valid(proof, want)
        ]
        if len(rejected) == len(want.own):
            usable += rejected.values()
        return usable

    def has_old_proof(self, want: _Wanted) -> bool:
        """Whether a claim was proved by a copy that is not here at the moment."""
        missing = [name for name in want.sources if not self._has_hash(name)]
        proofs = (self._old.by_claim.get((want.key, name)) for name in missing)
        return any(proof.is_proved for proof in proofs if proof)

    def without_copy(self, claims: Iterable[Claim]) -> Iterator[Proof]:
        """Yield the proofs of claims from copies that are not here at the moment."""
        for claim in claims:
            for name in () if claim.is_worked_out else claim.source_names:
                proof = self._old.by_claim.get((claim.key, name))
                if proof and not self._has_hash(name):
                    yield proof

    def with_answers(self, want: _Wanted, proofs: Sequence[Proof]) -> Iterator[Proof]:
        """Yield the proofs of a claim, and the answers of people that they must not replace.

        If a copy has changed, the last answer is kept with the new proof, so that it counts again
        if the old copy comes back.
        """
        yield from proofs
        proof = min(proofs, key=lambda each: (each.rank, want.own.index(each.source)), default=None)
        changed = [
            answer
            for answer in self._before(want)
            if answer.is_answer and not self._is_same_copy(answer)
        ]
        if changed and not (proof and proof.is_answer):
            answer = min(changed, key=lambda one: one.rank)
            source = answer.source if answer.source in want.own else want.own[0]
            proof = proof or self.failure(want, source, "absent")
            proof = replace(proof, earlier=replace(answer, earlier=None))
        if proof:
            yield proof
        if not proof or proof.grade != "confirmed":
            yield from self._rejected(want).values()

    def _before(self, want: _Wanted) -> list[Proof]:
        """Return the proofs of a claim from the last time, and earlier answers of people."""
        last = (self._old.by_claim.get((want.key, name)) for name in want.sources)
        return [each for proof in last if proof for each in (proof, proof.earlier) if each]

    def _has_hash(self, name: str) -> bool:
        return name in self._copies and bool(self._copies[name].hash)

    def _is_same_copy(self, proof: Proof) -> bool:
        """Whether the copy of a proof has not changed. It may not be here at the moment."""
        name = proof.source
        return not self._has_hash(name) or self._copies[name].hash == proof.hash

    def _rejected(self, want: _Wanted) -> dict[str, Proof]:
        """Return the sources whose passages a person has rejected, with the answers."""
        return {
            proof.source: proof
            for proof in self._before(want)
            if proof.rejected_by and proof.source in want.own and self._is_same_copy(proof)
        }

    def _is_valid(self, proof: Proof, want: _Wanted) -> bool:
        copy = self.readable[proof.source]
        if proof.hash != copy.hash:
            return False
        if proof.grade == "confirmed":
            return True
        if proof.extractor != copy.extractor:
            return False
        if proof.is_proved:
            is_known = not self._is_complete(want) or proof.searched == self._searched_own(want)
            return is_known and _fits(proof)
        return proof.searched == self._searched(want)

    def prove(self, wanted: Sequence[_Wanted]) -> dict[_Wanted, list[Proof]]:
        """Return the proofs of claims that have to be searched for. Some may not have any."""
        found = self._in_own(wanted)
        missing = [want for want in wanted if want not in found]
        failed = self._elsewhere([want for want in missing if want.key.type == "quote"])
        failed |= self._failed([want for want in missing if want not in failed])
        return found | {want: [proof] for want, proof in failed.items()}

    def _in_own(self, wanted: Sequence[_Wanted]) -> dict[_Wanted, list[Proof]]:
        """Return the proofs of claims in the copies of their own sources, one for each source.

        Readers may see only some of the sources.
        """
        by_source: defaultdict[str, list[_Wanted]] = defaultdict(list)
        for want in wanted:
            for name in want.own:
                if name not in self._rejected(want):
                    by_source[name].append(want)
        found: defaultdict[_Wanted, list[Proof]] = defaultdict(list)
        for name, text in self.texts(by_source):
            for want in by_source[name]:
                if proof := self._find(want.key, name, text):
                    found[want].append(replace(proof, searched=self._searched_own(want)))
        return dict(found)

    def _find(self, key: ClaimKey, name: str, text: SearchText) -> Proof | None:
        if key.type == "figure":
            found = find_figure(self._figures[key], text)
            return self.proof(key, name, "located", found) if found else None
        found = find_quote(key.text, text)
        if not found:
            return None
        return self.proof(key, name, "verbatim" if found.is_verbatim else "same words", found)

    def places(self, want: _Wanted, name: str, text: SearchText) -> list[Proof]:
        """Return the passages of a source that may support a figure, the best one first."""
        figure = self._figures[want.key]
        best = find_figure(figure, text)
        found = {(place.start, place.end): place for place in candidates(figure, text)}
        if best:
            found = {(best.start, best.end): best} | found
        return [
            self.proof(want.key, name, "located" if place is best else "absent", place)
            for place in found.values()
        ]

    def _elsewhere(self, wanted: Sequence[_Wanted]) -> dict[_Wanted, Proof]:
        """Return the proofs of quotes that are not in their own sources but in another one.

        If a source of a quote has no copy, the quote may be there, so nothing is known yet.
        """
        wanted = [want for want in wanted if self._is_complete(want)]
        found: dict[_Wanted, Proof] = {}
        for name, text in self.texts(self.readable) if wanted else ():
            for want in wanted:
                if want in found or name in want.own:
                    continue
                if passage := find_quote(want.key.text, text):
                    proof = self.failure(want, want.own[0], "elsewhere", passage)
                    found[want] = replace(proof, found_in=name)
        return {want: proof for want, proof in found.items() if self._is_complete(want)}

    def _failed(self, wanted: Sequence[_Wanted]) -> dict[_Wanted, Proof]:
        """Return the most similar passages, and the grade "absent" for claims without any."""
        by_source: defaultdict[str, list[_Wanted]] = defaultdict(list)
        for want in wanted:
            if want.key.type == "quote" or self._is_complete(want):
                for name in self._to_search(want):
                    by_source[name].append(want)
        similar: defaultdict[_Wanted, dict[str, Proof]] = defaultdict(dict)
        for name, text in self.texts(by_source):
            for want in by_source[name]:
                if passage := self._suggestion(want, name, text):
                    grade: Grade = "differs" if want.key.type == "quote" else "absent"
                    similar[want][name] = self.failure(want, name, grade, passage)
        failed = {want: similar[want][min(similar[want], key=want.own.index)] for want in similar}
        absent = [want for want in wanted if want not in failed and self._is_complete(want)]
        return failed | {
            want: self.failure(want, self._to_search(want)[0], "absent") for want in absent
        }

    def _to_search(self, want: _Wanted) -> Sequence[str]:
        """Return the sources in which nobody has rejected a claim.

        If it has been rejected in every source, return all of them.
        """
        rejected = self._rejected(want)
        return [name for name in want.own if name not in rejected] or want.own

    def _suggestion(self, want: _Wanted, name: str, text: SearchText) -> Found | None:
        """Return the passage that a person should compare with a claim that was not found."""
        if want.key.type == "quote":
            return most_similar(want.key.text, text)
        for proof in self._before(want):
            is_confirmed = proof.grade == "confirmed" and proof.source == name
            passage = proof.passage if is_confirmed else None
            if passage and (found := find_quote(passage.exact, text)):
                return replace(found, caution="")
        return closest(self._figures[want.key], text)

    def _is_complete(self, want: _Wanted) -> bool:
        return all(name in self.readable for name in want.sources)

    def texts(self, names: Iterable[str]) -> Iterator[tuple[str, SearchText]]:
        """Yield the prepared texts of sources, by name. Each copy is read only once."""
        known = [name for name in names if name in self.readable]
        to_read = [self.readable[name] for name in known if name not in self._texts]
        for name in known:
            if name in self._texts:
                yield name, self._prepared(self._texts[name])
        for text in self._read(to_read) if to_read else ():
            if isinstance(text, Unreadable):
                self.unreadable.append(text)
                self.readable.pop(text.source, None)
            else:
                self._texts[text.source] = text
                yield text.source, self._prepared(text)

    def _prepared(self, source: SourceText) -> SearchText:
        """Return a text, prepared for searching. As many as memory allows are kept."""
        if text := self._ready.get(source.source):
            return text
        text = prepare(source)
        self._room -= len(text.text)
        if self._room >= 0:
            self._ready[source.source] = text
        return text

    def proof(self, key: ClaimKey, source: str, grade: Grade, found: Found | None = None) -> Proof:
        """Return a proof from the copies of a source."""
        copy = self._copies[source]
        proof = Proof(key, source, grade, hash=copy.hash, extractor=copy.extractor)
        if not found:
            return proof
        passage = Selector(*map(_clean, (found.exact, found.prefix, found.suffix)))
        return replace(
            proof, copy=found.copy, page=found.page, passage=passage, caution=found.caution
        )

    def failure(
        self, want: _Wanted, source: str, grade: Grade, found: Found | None = None
    ) -> Proof:
        """Return a proof that a claim is not in its sources, from the copies of one of them."""
        proof = self.proof(want.key, source, grade, found)
        return replace(proof, searched=self._searched(want))

    def _searched_own(self, want: _Wanted) -> str:
        """Return a hash of the sources of a claim, or an empty string if it has only one."""
        if len(want.own) == 1:
            return ""
        return _hashed([str(_SEARCH), *map(self._state.__getitem__, want.own)])

    def _searched(self, want: _Wanted) -> str:
        """Return a hash of everything that decides whether a claim is found."""
        others = self._all_copies if want.key.type == "quote" else ""
        return _hashed(
            [str(_SEARCH), *want.sources, *map(self._state.__getitem__, want.own), others]
        )


def _fits(proof: Proof) -> bool:
    """Whether a proof has a passage and, for a quote, one with its words.

    It may have been changed by hand.
    """
    if not proof.passage:
        return False
    quote, exact = proof.key.text, proof.passage.exact
    if proof.key.type == "figure" or " ".join(quote.split()) == " ".join(exact.split()):
        return True
    text = prepare(SourceText(proof.source, [Page(exact)]))
    return proof.grade == "same words" and find_quote(quote, text) is not None


def _hashed(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def _clean(text: str) -> str:
    return CONTROL.sub("", text)
