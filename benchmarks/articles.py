"""A web page of about 1,000 words with quotes and figures, to time drafts."""

from pathlib import Path

_NAMES = ("Ann Lee", "Tom Hay", "Nia Price", "Omar Syed", "Eve Cole")
_PARAGRAPH = (
    "<p>Some {percent}% of parents in area {number} want libraries to open on Sundays, and "
    "{count:,} people signed a petition last year, according to figures that the council "
    "published on {day} March 2024. The change would cost £{number}.4 million a year.</p>"
    "<p>“Libraries are where children learn to love books,” said {name}, chair of group {number}. "
    "“Nobody in this town should have to choose between work and a story at the weekend.”</p>"
)


def write_article(path: Path) -> int:
    """Write a page, and return how many words its text has."""
    paragraphs = [
        _PARAGRAPH.format(
            percent=40 + number,
            number=number,
            count=1_000 + 37 * number,
            day=number,
            name=_NAMES[number % len(_NAMES)],
        )
        for number in range(1, 16)
    ]
    menu = "".join(f'<li><a href="/{n}">Page {n} of the site</a></li>' for n in range(40))
    path.write_text(
        f'<html lang="en-GB"><head><title>Libraries to open</title></head><body><nav><ul>{menu}'
        f"</ul></nav><main><h1>Libraries to open</h1>{''.join(paragraphs)}</main></body></html>",
        encoding="utf-8",
    )
    return sum(len(paragraph.split()) for paragraph in paragraphs)
