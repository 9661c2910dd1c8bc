"""Captions: short texts made of pieces, some of which are in the record's language."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefing.edition.citations import Citation
from briefing.edition.evidence import Proof
from briefing.edition.words import Words
from briefing.record.quantities import Quantity
from briefing.typography import stop_after


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a caption."""

    words: str
    """The text of the piece."""
    is_written: bool = False
    """Whether the words come from the record and are therefore in its language."""
    is_whole: bool = True
    """Whether the words are a single piece of text. A name with a role counts as two."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Text made up of pieces, such as a quote's speaker and date.

    Print it like any other text. In HTML, the filter `mark_language` marks the pieces from the
    record.
    """

    pieces: tuple[Piece, ...]
    """The pieces, including the spaces and punctuation between them."""

    def __str__(self) -> str:
        return "".join(piece.words for piece in self.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a figure: a number to compare, a dispute, its origin or another version of it.

    If it is not on a line of its own, `join` and a space go before it.
    """

    words: Caption
    """The remark itself, or the basis of its own number, in brackets."""
    lead: str = ""
    """The words before that number, such as "Compare:"."""
    value: Quantity | None = None
    """The remark's own number, if it has one."""
    citations: tuple[Citation, ...] = ()
    """The sources of that number."""
    addition: str = ""
    """The words after the sources, with the punctuation before them, or an empty string."""
    join: str = "."
    """The full stop before the remark, or an empty string if the text before it has one."""
    is_doubt: bool = False
    """Whether the remark disputes the figure or gives another version of it."""
    proof: Proof | None = None
    """The result of looking for that number in copies of its sources."""

    def __str__(self) -> str:
        """The remark without its sources, as in "Compare: 52% (UK); no clear difference"."""
        number = "" if self.value is None else str(self.value)
        return " ".join(filter(None, (self.lead, number, str(self.words)))) + self.addition


def caption_of(*pieces: Piece | str) -> Caption:
    """Make a caption from `pieces`. Strings are our own words, not the record's."""
    made = (Piece(piece) if isinstance(piece, str) else piece for piece in pieces)
    return Caption(tuple(piece for piece in made if piece.words))


def written(words: object) -> Piece:
    """Make a piece from words in the record."""
    return Piece(words if isinstance(words, str) else str(words), is_written=True)


def with_name(title: str, by: str) -> Caption:
    """Return a title and the actor that it belongs to, as in "A park (Leeds City Council)"."""
    return caption_of(written(title), " (", written(by), ")")


def in_sentences(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return the remarks as sentences that follow each other, without a doubled full stop."""
    made: list[Remark] = []
    for remark in remarks:
        has_stop = bool(made) and not made[-1].citations and not stop_after(str(made[-1].words))
        made.append(replace(remark, join="") if has_stop else remark)
    return tuple(made)


def joined(captions: Iterable[Caption], separator: str) -> Caption:
    """Join captions with a separator."""
    pieces: list[Piece] = []
    for caption in captions:
        pieces += [Piece(separator)] * bool(pieces)
        pieces += caption.pieces
    return Caption(tuple(pieces))


def in_message(t: Words, message: str, **values: object) -> tuple[Piece, ...]:
    """Fill in a `message` with words from the record, and return it in pieces."""
    # This character, which occurs in no text, splits the message.
    marked = {name: f"\0{name}\0" for name in values}
    text = t.gettext(message, **marked)
    return tuple(
        written(values[part]) if n % 2 else Piece(part) for n, part in enumerate(text.split("\0"))
    )
