"""A guess at the kind of event that a document announces, from its own words."""

import re

from briefing.capture.document import Document
from briefing.capture.speeches import speeches_in

_WORDS = (
    ("committee report", r"\b(?:select )?committee\b.{0,80}\breport\b|\breport of session\b"
                         r"|\breport of the (?:\w+ )?(?:director|chief|head)\b"),
    ("debate", r"\bHansard\b|\bvolume \d+: debated on\b|\bwestminster hall debate\b"),
    ("press release", r"\b(?:press|media|news) (?:release|notice)\b|\bfor immediate release\b"
                      r"|\A[\s\S]{0,300}\bembargoed?\b|\bnotes? to editors\b"),
    ("judgment", r"\b(?:high court|court of appeal)\b.{0,60}\b(?:ruled|ruling|judgment)\b"),
    ("poll", r"\b(?:new )?(?:poll|polling|survey) (?:finds|shows|of)\b"),
    ("statistics", r"\bstatistic(?:s|al)\b.{0,40}\b(?:release|bulletin|published)\b"),
    ("consultation", r"\bconsultation (?:opens|opened|launched|launches|closes|runs|on)\b"
                     r"|\blaunch(?:es|ed)? (?:a|its) consultation\b|\bcall for evidence\b"),
    ("report", r"\breport\b.{0,60}\b(?:finds|found|published|says|warns|shows)\b|\bkey findings\b"
               r"|\bexecutive summary\b"),
)  # fmt: skip
_PATTERNS = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS]
_START, _END = 1500, 800
_OPENING = 600
_OPENS = ("poll", "consultation")
"""The kinds that must be near the start, because any document can mention one later."""


def kind_guess(document: Document) -> tuple[str, str]:
    """Return a kind of event for a document, and the reason for the guess."""
    if any(speeches_in(document.paragraphs)):
        return "debate", "the document has the names of speakers, as in Hansard"
    texts = [paragraph.text for paragraph in document.paragraphs]
    title = document.title.value if document.title else ""
    joined = "\n".join(texts)
    around = f"{title}\n{joined[:_START]}\n{joined[-_END:]}"
    for kind, pattern in _PATTERNS:
        if match := pattern.search(around[:_OPENING] if kind in _OPENS else around):
            return kind, f"the document has the words “{' '.join(match[0].split())[:60]}”"
    if document.name.lower().endswith((".eml", ".docx", ".pdf")):
        return "statement", "nothing in the document shows another kind"
    return "news", "nothing in the document shows another kind"
