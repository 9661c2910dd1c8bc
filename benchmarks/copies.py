"""A made-up record with quotes, and copies of its sources: web pages, PDFs, text and Word files."""

import json
from io import BytesIO
from pathlib import Path
from random import Random

QUOTES_OF_A_SOURCE = 10
_PARAGRAPHS = 60
_FORMATS = ("html", "pdf", "html", "txt", "html", "pdf", "docx", "html", "pdf", "txt")
_WORDS = """
the committee council minister regulator witness officials found said expected that more than
half of all services roads schools buses budgets plans would will could not be closed opened
funded delayed reviewed before after during next last year winter summer because although people
families carers drivers operators have had waited asked paid for a new better report without
with under over local national evidence cost benefit of in on at to and but or
"""


def write_record(folder: Path, copies: int = 100, seed: int = 1) -> int:
    """Write a record with this number of sources, and a copy of each. Return the number of quotes.

    Nearly all the quotes are sentences of their sources. One in a hundred has a word changed.
    """
    chance = Random(seed)
    (folder / "sources").mkdir(parents=True)
    sources, events = [], []
    for n in range(copies):
        paragraphs = [
            [_sentence(chance) for _ in range(chance.randint(2, 5))] for _ in range(_PARAGRAPHS)
        ]
        format = _FORMATS[n % len(_FORMATS)]
        text = [" ".join(sentences) for sentences in paragraphs]
        (folder / "sources" / f"source-{n}.{format}").write_bytes(_document(text, format))
        chosen = chance.sample([each for part in paragraphs for each in part], QUOTES_OF_A_SOURCE)
        if n % 10 == 0:
            chosen[0] = chosen[0].replace(" ", " never ", 1)
        sources.append(f"  source-{n}: {{title: Source {n}}}\n")
        quotes = "".join(f"      - {{text: {json.dumps(each)}, by: jo}}\n" for each in chosen)
        events.append(
            f"  - date: 2019-04-02\n    kind: report\n    title: Report {n}\n"
            f"    source: source-{n}\n    quotes:\n{quotes}"
        )
    (folder / "events.yaml").write_text(
        "title: A record with quotes\ncorrect_as_of: 2019-12-31\nactors: {jo: {name: Jo}}\n"
        f"sources:\n{''.join(sources)}events:\n{''.join(events)}"
    )
    return copies * QUOTES_OF_A_SOURCE


def _sentence(chance: Random) -> str:
    words = chance.choices(_WORDS.split(), k=chance.randint(8, 25))
    return f"{' '.join(words).capitalize()} {chance.randint(2, 9_999):,}."


def _document(paragraphs: list[str], format: str) -> bytes:
    if format == "txt":
        return "\n\n".join(paragraphs).encode()
    if format == "docx":
        from docx import Document

        document, content = Document(), BytesIO()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        document.save(content)
        return content.getvalue()
    page = f"<html><body>{''.join(f'<p>{each}</p>' for each in paragraphs)}</body></html>"
    if format == "html":
        return page.encode()
    from weasyprint import HTML

    return bytes(HTML(string=page).write_pdf() or b"")
