"""The speakers in a draft of a text, for tests."""

from briefing.capture.document import Document, Paragraph
from briefing.capture.drafting import DocumentDraft, draft
from briefing.evidence.text import Page, SourceText
from briefing.record.record import Record


def draft_of(text: str) -> DocumentDraft:
    """Return the draft of a text. A line with ">" is a blockquote."""
    lines = [" ".join(part.split()) for part in text.split("\n\n")]
    paragraphs = [
        Paragraph(line.removeprefix("> "), "quoted" if line.startswith("> ") else "text")
        for line in lines
    ]
    source = SourceText("a", [Page("\n".join(each.text for each in paragraphs))])
    return draft(Document("a.txt", paragraphs, source), Record())


def speakers(text: str) -> list[str]:
    """Return the speakers of the quotes of a text, in order, or "" for nobody."""
    result = draft_of(text)
    names = {actor.id: str(actor.value["name"]) for actor in result.actors}
    return [names.get(str(quote.value.get("by")), "") for quote in result.quotes]
