"""Rules for the sections of editions. Each takes the record."""

import re
from collections.abc import Iterator

from briefing.record.problems import Finding
from briefing.record.record import Record
from briefing.record.rules.rule import note
from briefing.record.translations import all_languages_of

_NUMBER = re.compile(r"\d")
_LINK = re.compile(r"\]\(https?://|<https?://|\]:\s*<?https?://")


@note
def section_without_source(record: Record) -> Iterator[Finding]:
    """A section with a number in its text should have a source, or a link in the text.

    Readers must be able to check a number in a briefing.

    Wrong:
        title: Example
        editions:
          members:
            template: member
            sections: [{title: Why it matters, text: The park has 300 trees.}]
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          members:
            template: member
            sections:
              - title: Why it matters
                text: The park has 300 trees.
                source: https://example.org/b
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for _, section in record.own_sections:
        text = all_languages_of(section.text)
        if not any(section.citations) and _NUMBER.search(text) and not _LINK.search(text):
            message = "this section has a number, but no source"
            hint = "add 'source' with an id, a web address or a full description"
            missing = (section.where / "source").path
            yield Finding(section.where, message, hint, missing=missing)
