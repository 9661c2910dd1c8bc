"""Rules for pictures: their files, and who made them."""

from collections.abc import Iterator

from briefing.record.pictures import Unusable
from briefing.record.problems import Finding
from briefing.record.record import Record
from briefing.record.rules.rule import error, note


@error
def picture_missing(record: Record) -> Iterator[Finding]:
    """The file of a picture must be in the record's folder.

    The path is relative to the events file. A path or link that leads out of the folder of the
    record is refused, so a record cannot publish other files of the computer.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            picture: {file: bench.svg, alt: A bench in the park, credit: Ann Example}

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            picture: {file: bench.svg, alt: A bench in the park, credit: Ann Example}
        # bench.svg:
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0H3V2H0Z"/></svg>
    """
    yield from _findings(record, is_missing=True)


@error
def picture_unreadable(record: Record) -> Iterator[Finding]:
    """A picture must be a JPEG, PNG, WebP or SVG that can be read.

    Its file can be up to 25 MB, with up to 50 million pixels. It must be a still picture, and its
    longer side can be at most 20 times as long as its shorter side. An SVG can be up to 100 kB.
    It must look the same on every computer, so it cannot have scripts, animation, text or links to
    other files. Convert its text to paths, or save it as a PNG.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            picture: {file: bench.svg, alt: A bench in the park, credit: Ann Example}
        # bench.svg:
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><script>alert(1)</script></svg>

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            picture: {file: bench.svg, alt: A bench in the park, credit: Ann Example}
        # bench.svg:
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0H3V2H0Z"/></svg>
    """
    yield from _findings(record, is_missing=False)


@note
def picture_without_credit(record: Record) -> Iterator[Finding]:
    """A picture should name who made it, and its licence if there is one.

    Most pictures belong to somebody, and most free licences require a credit. Briefings print it
    with the picture. If you made the picture yourself, give the name of your organisation.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            picture: {file: bench.svg, alt: A bench in the park}
        # bench.svg:
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0H3V2H0Z"/></svg>

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            picture: {file: bench.svg, alt: A bench in the park, credit: "Ann Example, CC BY 4.0"}
        # bench.svg:
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0H3V2H0Z"/></svg>
    """
    for where, picture in record.pictured:
        if not picture.credit:
            hint = "add a credit, such as 'credit: Ann Example, CC BY 4.0'"
            missing = (where / "credit").path
            yield Finding(where, "this picture has no credit", hint, missing=missing)


def _findings(record: Record, *, is_missing: bool) -> Iterator[Finding]:
    for where, picture in record.pictured:
        read = record.pictures[where.file, picture.file]
        if isinstance(read, Unusable) and read.is_missing == is_missing:
            message = f"the picture {read.reason}"
            if is_missing:
                message = f"the picture cannot be used: {read.reason}"
            yield Finding(where / "file", message, read.fix)
