"""Proofs from the copies of a record: which are searched, and which proofs are used again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.evidence.copies import Copies, Unreadable
from briefing.evidence.kinds import MARKDOWN, TEXT, Kind
from briefing.evidence.proving import Proved, prove, questions, with_answer
from briefing.evidence.text import Page, SourceText
from briefing.record.proofs import Grade, Proofs
from briefing.record.record import Record
from tests.helpers import load_record

SOURCES = {
    "one": "The Mayor said the park will be open.\nAnd 9 out of 27 parks were closed.",
    "two": "The Mayor said the park will be shut.",
    "three": "The Mayor said the lake will be deep.",
}


def record(*quotes: str, sources: str = "[one]", figures: str = "[]") -> Record:
    listed = ", ".join(f'{{text: "{text}", by: mayor}}' for text in quotes)
    return load_record(f"""\
        title: Example
        actors: {{mayor: {{name: The Mayor}}}}
        sources: {{one: {{title: One}}, two: {{title: Two}}, three: {{title: Three}}}}
        events:
          - date: 2019
            kind: speech
            title: A
            sources: {sources}
            quotes: [{listed}]
            figures: {figures}
        """)


class Library:
    """Copies in memory, and the names of those that have been read."""

    def __init__(self, texts: Mapping[str, str], kind: Kind = TEXT) -> None:
        self.texts, self.kind = texts, kind
        self.was_read: list[str] = []

    @property
    def copies(self) -> dict[str, Copies]:
        return {
            name: Copies(name, Path(), (f"{name}.txt",), str(hash(text)), (self.kind,))
            for name, text in self.texts.items()
        }

    def read(self, copies: Sequence[Copies]) -> Iterator[SourceText | Unreadable]:
        for copy in copies:
            self.was_read.append(copy.source)
            text = self.texts[copy.source]
            if text == "unreadable":
                yield Unreadable(copy.source, copy.files[0], "it is empty", "save it again")
            else:
                page = Page(text, 1, copy.files[0])
                yield SourceText(copy.source, [page], copy.hash, copy.extractor)

    def prove(self, record: Record, old: Proofs | None = None) -> Proved:
        self.was_read.clear()
        return prove(record, self.copies, old or Proofs(), self.read)


def grades(proved: Proved) -> list[Grade | None]:
    return [each.proof.grade if each.proof else None for each in proved.checked]


def test_only_the_copies_that_are_needed_are_read() -> None:
    library = Library(SOURCES)
    assert grades(library.prove(record("the park will be open"))) == ["verbatim"]
    assert library.was_read == ["one"]
    assert grades(library.prove(record("the park will be shut"))) == ["elsewhere"]
    assert sorted(library.was_read) == ["one", "three", "two"]


@pytest.mark.parametrize(
    "quote", ["the park will be open", "the park will be shut", "the park will be ours", "Nobody"]
)
def test_nothing_is_read_again_if_nothing_has_changed(quote: str) -> None:
    library = Library(SOURCES)
    figures = "[{label: parks closed, value: 9 of 27}, {label: parks, value: 12}]"
    given = record(quote, figures=figures)
    first = library.prove(given)
    again = library.prove(given, first.proofs)
    assert again == first
    assert library.was_read == []


def test_a_proof_ends_with_its_copy_or_extractor() -> None:
    first = Library(SOURCES).prove(record("the park will be open"))
    changed = Library(SOURCES | {"one": "The park was mentioned."})
    assert grades(changed.prove(record("the park will be open"), first.proofs)) == ["absent"]
    other = Library(SOURCES, MARKDOWN)
    done = other.prove(record("the park will be open"), first.proofs)
    assert other.was_read == ["one"]
    (proof,) = done.proofs
    assert proof.extractor.startswith("markdown-it-py ")


def test_a_failed_proof_ends_with_any_copy() -> None:
    given = record("the park will be ours for ever")
    first = Library({"one": "Something else."}).prove(given)
    assert grades(first) == ["absent"]
    library = Library({"one": "Something else.", "two": "Now the park will be ours for ever."})
    assert grades(library.prove(given, first.proofs)) == ["elsewhere"]


def test_a_source_that_is_added_to_an_event_is_searched() -> None:
    library = Library(SOURCES)
    first = library.prove(record("the park will be shut"))
    done = library.prove(record("the park will be shut", sources="[one, two]"), first.proofs)
    assert grades(done) == ["verbatim"]
    assert [proof.source for proof in done.proofs] == ["two"]


def test_each_source_that_has_a_claim_proves_it_and_the_best_counts() -> None:
    library = Library(
        {"one": "“The park will be open”, he said.", "two": "'the park will be open'"}
    )
    for sources in ("[one, two]", "[two, one]"):
        done = library.prove(record("the park will be open", sources=sources))
        assert {proof.source: proof.grade for proof in done.proofs} == {
            "one": "same words",
            "two": "verbatim",
        }
        assert grades(done) == ["verbatim"]


def test_proofs_of_claims_that_have_gone_are_dropped() -> None:
    library = Library(SOURCES)
    first = library.prove(record("the park will be open", "said the park"))
    done = library.prove(record("said the park"), first.proofs)
    assert [proof.key.text for proof in done.proofs] == ["said the park"]


def test_a_confirmed_figure_stays_confirmed_while_its_copy_does() -> None:
    given = record(figures="[{label: parks closed, value: 9 of 27}]")
    first = Library(SOURCES).prove(given)
    assert grades(first) == ["located"]
    confirmed = Proofs(
        {
            key: replace(proof, grade="confirmed", confirmed_by="Ann")
            for key, proof in first.proofs.by_claim.items()
        }
    )
    assert grades(Library(SOURCES, MARKDOWN).prove(given, confirmed)) == ["confirmed"]
    changed = Library(SOURCES | {"one": SOURCES["one"] + " More."})
    assert grades(changed.prove(given, confirmed)) == ["located"]
    other = record(figures="[{label: parks shut, value: 9 of 27}]")
    assert grades(Library(SOURCES).prove(other, confirmed)) == ["absent"]


def answered(proved: Proved, library: Library, *, accepted: bool) -> Proved:
    """Return the results with the answer of a person to the only question."""
    (question,) = questions(proved.checked, library.copies, library.read)
    answer = question.passages[:1] if accepted else question.otherwise
    by = {"confirmed_by" if accepted else "rejected_by": "Ann"}
    return with_answer(
        proved,
        question,
        [replace(proof, **by) for proof in answer],  # type: ignore[arg-type]
    )


CLOSED = "[{label: parks closed, value: 9 of 27}]"


@pytest.mark.parametrize("accepted", [True, False])
def test_the_answer_of_a_person_comes_back_with_the_copy(accepted: bool) -> None:
    library = Library(SOURCES)
    given = record(figures=CLOSED)
    done = answered(library.prove(given), library, accepted=accepted)
    assert grades(done) == ["confirmed" if accepted else "absent"]
    assert library.prove(given, done.proofs) == done and not library.was_read
    states = [{"two": "No park."}, SOURCES | {"one": "No."}, {"one": "Nothing."}, {}]
    proofs = done.proofs
    for texts in states:
        proofs = Library(texts).prove(given, proofs).proofs
    assert library.prove(given, proofs).proofs == done.proofs
    # The new text has the figure too, so it is located, but the answer is not forgotten.
    changed = Library({"one": SOURCES["one"] + " More."}).prove(given, proofs)
    assert grades(changed) == ["located"]
    assert [proof.earlier and proof.earlier.is_answer for proof in changed.proofs] == [True]


def test_a_rejected_passage_is_not_located_again_but_another_source_is_searched() -> None:
    library = Library(SOURCES)
    done = answered(library.prove(record(figures=CLOSED)), library, accepted=False)
    both = record(sources="[one, two]", figures=CLOSED)
    again = library.prove(both, done.proofs)
    assert grades(again) == ["absent"]
    assert library.prove(both, again.proofs) == again and not library.was_read
    other = Library(SOURCES | {"two": "Of 27 parks, 9 of 27 parks were closed."})
    found = other.prove(both, again.proofs)
    assert grades(found) == ["located"]
    assert {proof.source: proof.rejected_by for proof in found.proofs} == {"one": "Ann", "two": ""}
    assert grades(other.prove(record(figures=CLOSED), found.proofs)) == ["absent"]


def test_a_proof_from_a_copy_that_is_not_here_is_kept() -> None:
    given = record("the park will be open", "the park will be shut", sources="[one, two]")
    library = Library(SOURCES)
    first = library.prove(given)
    for texts in ({"one": SOURCES["one"]}, {"two": SOURCES["two"]}, {}):
        done = Library(texts).prove(given, first.proofs)
        assert grades(done) == ["verbatim", "verbatim"]
        assert done.proofs == first.proofs
        assert [each.is_old for each in done.checked] == ["one" not in texts, "two" not in texts]


def test_without_a_copy_nothing_is_known() -> None:
    done = Library({"two": SOURCES["two"]}).prove(record("the park will be shut"))
    assert grades(done) == [None] and not done.proofs
    assert done.checked[0].without_copy == ("one",)


def test_a_source_without_a_copy_may_have_the_quote() -> None:
    library = Library({"one": SOURCES["one"], "three": "He said yes. Then he left."})
    done = library.prove(record("He said yes.", sources="[one, two]"))
    assert grades(done) == [None] and done.checked[0].without_copy == ("two",)
    done = library.prove(record("The Mayor said the park will be shut", sources="[one, two]"))
    assert grades(done) == ["differs"]
    done = library.prove(record("the park will be open", sources="[one, two]"))
    assert grades(done) == ["verbatim"]


def test_a_copy_that_cannot_be_read_is_reported() -> None:
    library = Library(SOURCES | {"one": "unreadable"})
    done = library.prove(record("the park will be open"))
    assert grades(done) == [None]
    assert [one.reason for one in done.unreadable] == ["it is empty"]


def test_control_characters_in_a_copy_do_not_get_into_the_proofs() -> None:
    library = Library({"one": "Before\x07 it, the park will be open\ufeff, after\x1b[2J it."})
    (proof,) = library.prove(record("the park will be open")).proofs
    assert proof.passage
    assert (proof.passage.prefix, proof.passage.suffix) == ("Before it,", ", after[2J it.")


@pytest.mark.parametrize("grade", ["verbatim", "same words"])
def test_a_grade_that_does_not_fit_its_passage_is_not_used_again(grade: Grade) -> None:
    library, wrong = Library(SOURCES), record("the park will now be open")
    old = library.prove(wrong).proofs
    forged = {key: replace(proof, grade=grade) for key, proof in old.by_claim.items()}
    assert grades(library.prove(wrong, Proofs(forged))) == ["differs"]
    bare = {key: replace(proof, passage=None) for key, proof in forged.items()}
    assert grades(library.prove(wrong, Proofs(bare))) == ["differs"]
