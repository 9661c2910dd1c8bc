"""Proofs: the grade of each claim, and the passage of a kept copy that supports it.

They are kept in `evidence.lock`, next to the events file. Its first line has the version of the
format. Each other line is a claim in JSON. The lines are sorted, so git shows which claims have
changed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Literal, get_args

from briefing.printable import CONTROL
from briefing.record.claims import Claim, ClaimKey, ClaimType, claims

if TYPE_CHECKING:
    from briefing.record.record import Record

LOCK = "evidence.lock"
"""The name of the file with the proofs."""
LOCK_VERSION = 1
_CONFLICT = re.compile(r"<{7}|={7}|>{7}|[|]{7}")

Grade = Literal[
    "verbatim", "same words", "confirmed", "located", "worked out",
    "differs", "elsewhere", "absent", "no copy",
]  # fmt: skip
"""The result of looking for a claim in the copies of its sources, best first."""
PROVED: frozenset[Grade] = frozenset(
    ("verbatim", "same words", "confirmed", "located", "worked out")
)
_ORDER: tuple[Grade, ...] = get_args(Grade)
FAILED: frozenset[Grade] = frozenset(("differs", "elsewhere", "absent"))


@dataclass(frozen=True, slots=True)
class Selector:
    """A passage of a text, with the words around it: the W3C's text-quote selector.

    Source: Web Annotation Data Model, section 4.2.4.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The grade of a claim, and its evidence.

    Attributes:
        source: the name of the source that it cites and that was searched.
        copy: the file name of the copy that contains the passage, relative to the folder of the
            record, or empty if there is none.
        hash: the SHA-256 of all copies of the source, in hexadecimal digits.
        extractor: the library that read the copy, and its version, such as "pypdfium2 5.1.0".
        page: the number of the page, from 1, or None if the copy has no pages.
        passage: the passage found. If the grade is "differs", the most similar one.
        found_in: if the grade is "elsewhere", the name of the source that has the passage.
        caution: why the grade proves little, such as "only 2 words", or why the passage does not
            support a figure that is absent. It can be empty.
        confirmed_by: who confirmed the passage of a figure, and empty for other grades.
        rejected_by: who decided that no passage of the source supports a figure.
        searched: a hash of the copies that were searched: all copies for a failed grade, or else
            those of its sources, if there are several.
        earlier: the answer of a person about the same figure, from copies that have since changed.
    """

    key: ClaimKey
    source: str
    grade: Grade
    copy: str = ""
    hash: str = ""
    extractor: str = ""
    page: int | None = None
    passage: Selector | None = None
    found_in: str = ""
    caution: str = ""
    confirmed_by: str = ""
    rejected_by: str = ""
    searched: str = ""
    earlier: "Proof | None" = None

    @property
    def is_proved(self) -> bool:
        """Whether the claim is in the copy."""
        return self.grade in PROVED

    @property
    def is_answer(self) -> bool:
        """Whether a person has accepted or rejected the passages of the figure."""
        return self.grade == "confirmed" or bool(self.rejected_by)

    @property
    def rank(self) -> int:
        """The rank of its grade, from 0 for the best one."""
        return _ORDER.index(self.grade)


@dataclass(frozen=True)
class Proofs:
    """All the proofs of a record, by claim."""

    by_claim: dict[tuple[ClaimKey, str], Proof] = field(default_factory=dict)

    def of(self, claim: Claim) -> Proof | None:
        """Return the proof of `claim` in one of its sources, or None if it was never checked.

        A figure that is worked out from others needs no proof in a copy.
        """
        if claim.is_worked_out:
            return Proof(claim.key, next(iter(claim.source_names), ""), "worked out")
        found = (self.by_claim.get((claim.key, name)) for name in claim.source_names or ("",))
        return min(filter(None, found), key=lambda proof: proof.rank, default=None)

    def proves(self, claim: Claim) -> bool:
        """Whether `claim` is in one of its sources, or is worked out from other figures."""
        proof = self.of(claim)
        return proof is not None and proof.is_proved

    def with_answers(self, other: "Proofs") -> "Proofs":
        """Return these proofs with the answers of people in `other` for the same copies."""
        answers = {
            key: proof
            for key, proof in other.by_claim.items()
            if proof.is_answer
            and (mine := self.by_claim.get(key))
            and mine.hash == proof.hash
            and not mine.is_answer
        }
        return Proofs(self.by_claim | answers)

    def __iter__(self) -> Iterator[Proof]:
        return iter(self.by_claim.values())

    def __len__(self) -> int:
        return len(self.by_claim)


class LockProblem(ValueError):
    """A line of the lock file that cannot be read: its number, from 1, and the reason."""

    def __init__(self, line: int, reason: str, *, is_conflict: bool = False) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason, self.is_conflict = line, reason, is_conflict


def proofs_of(proofs: Iterable[Proof]) -> Proofs:
    """Return the proofs as a collection, with one for each claim and source.

    If a claim has two, for example after a merge in git, the better one counts if both are from the
    same copies, and the worse one otherwise. The answer of a person counts first.
    """
    chosen: dict[tuple[ClaimKey, str], Proof] = {}
    for proof in proofs:
        other = chosen.setdefault((proof.key, proof.source), proof)
        if proof is not other:
            if proof.hash == other.hash:
                best = min(proof, other, key=lambda one: (not one.is_answer, one.rank))
            else:
                best = max(proof, other, key=lambda one: one.rank)
            chosen[proof.key, proof.source] = best
    return Proofs(chosen)


def proofs_within(record: "Record", proofs: Proofs) -> Proofs:
    """Return those of `proofs` that are about claims of `record` and name only its sources."""
    if not proofs:
        return proofs
    every_claim = list(claims(record))
    wanted = {(claim.key, name) for claim in every_claim for name in claim.source_names or ("",)}
    names = {*record.sources, *(name for claim in every_claim for name in claim.source_names)}
    return Proofs(
        {
            key: proof
            for key, proof in proofs.by_claim.items()
            if key in wanted and (not proof.found_in or proof.found_in in names)
        }
    )


def read_lock(text: str) -> Proofs:
    """Read the text of a lock file.

    Raises:
        LockProblem: a line is not in the format, for example because of a git conflict.
    """
    if not text.strip():
        return Proofs()
    lines = text.split("\n")  # JSON may contain other line breaks, such as U+2028.
    header = _parsed(lines[0], 1)
    if header.get("version") != LOCK_VERSION:
        raise LockProblem(1, f"this is not version {LOCK_VERSION} of the format")
    return proofs_of(_proof(_parsed(line, n), n) for n, line in enumerate(lines[1:], 2) if line)


def write_lock(proofs: Iterable[Proof]) -> str:
    """Return the text of a lock file with `proofs`: sorted by source, type and text."""
    import json

    lines = [json.dumps({"version": LOCK_VERSION})]
    for proof in sorted(proofs, key=lambda proof: (proof.source, *map(str, _order(proof.key)))):
        lines.append(json.dumps(_as_fields(proof), ensure_ascii=False))
    return "\n".join(lines) + "\n"


def _order(key: ClaimKey) -> tuple[str, ...]:
    return key.type, key.text, key.label, key.of, key.area


def _as_fields(proof: Proof) -> dict[str, object]:
    fields = asdict(replace(proof, earlier=None))
    key, passage = fields.pop("key"), fields.pop("passage") or {}
    if proof.earlier:
        earlier = _as_fields(proof.earlier)
        fields["earlier"] = {name: earlier[name] for name in earlier if name not in key}
    every = {"source": fields.pop("source"), **key, **fields, **passage}
    return {name: value for name, value in every.items() if value not in ("", None)}


def _parsed(line: str, number: int) -> dict[str, object]:
    import json

    if _CONFLICT.match(line):
        raise LockProblem(number, "this line is left over from a git conflict", is_conflict=True)
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise LockProblem(number, "this line is not in the right format")
    return parsed


def _proof(fields: dict[str, object], number: int) -> Proof:
    earlier = fields.pop("earlier", None)
    if not (earlier is None or (isinstance(earlier, dict) and "earlier" not in earlier)):
        raise LockProblem(number, "'earlier' is not in the right format")
    for name, value in fields.items():
        if name != "page" and not (isinstance(value, str) and not CONTROL.search(value)):
            raise LockProblem(number, f"'{name}' must be text without control characters")
    page = fields.get("page")
    if page is not None and not (type(page) is int and page > 0):
        raise LockProblem(number, "'page' must be a page number")
    try:
        about = {name: fields.pop(name, "") for name in ClaimKey.__slots__}
        key = ClaimKey(**about)  # type: ignore[arg-type]
        passage = {name: fields.pop(name, "") for name in Selector.__slots__}
        proof = Proof(
            key=key,
            passage=Selector(**passage) if passage["exact"] else None,  # type: ignore[arg-type]
            **fields,  # type: ignore[arg-type]
        )
    except TypeError:
        raise LockProblem(number, "it has an unknown field, or a field is missing") from None
    if key.type not in get_args(ClaimType) or proof.grade not in _ORDER:
        raise LockProblem(number, "it has an unknown type or grade")
    return replace(proof, earlier=_proof({**earlier, **about}, number)) if earlier else proof
