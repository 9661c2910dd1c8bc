"""The text of OpenDocument texts, with their notes, text boxes and tracked changes."""

import subprocess
from pathlib import Path
from random import Random

import pytest

from briefing.evidence.extracting import texts_of
from briefing.evidence.kinds import NotReadable
from tests.evidence import documents
from tests.evidence.documents import NEEDS_LIBREOFFICE, ODT_NAMES, ODT_TYPE, odt_of, zipped


def text_of(content: bytes) -> str:
    (text,) = texts_of(content, "a.odt")
    return text


def table(*rows: list[str]) -> str:
    """Return a table."""
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    lines = ("".join(map(cell.format, row)) for row in rows)
    inner = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f"<table:table><table:table-column/>{inner}</table:table>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:p>un<text:span>break</text:span>able</text:p>", "unbreakable"),
        ("<text:h>one</text:h><text:list><text:list-item><text:p>two</text:p></text:list-item>"
         "</text:list>", "one\ntwo"),
        ("<text:p>a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d</text:p>", "a b\tc\nd"),
        ("<text:p>ends<text:note><text:note-citation>1</text:note-citation><text:note-body>"
         "<text:p>A note</text:p></text:note-body></text:note>. Next</text:p>",
         "ends. Next\nA note"),
        ("<text:p>a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>"
         "b</text:p>", "ab\nbox"),
        ("<text:tracked-changes><text:changed-region><text:deletion><text:p>out</text:p>"
         "</text:deletion></text:changed-region></text:tracked-changes><text:p>in</text:p>", "in"),
        ("<text:p>in<office:annotation><text:p>a remark</text:p></office:annotation>side</text:p>",
         "inside"),
        ("<text:section text:display='none'><text:p>out</text:p></text:section><text:p>in</text:p>",
         "in"),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
         "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
         "</table:table>", "a\nb"),
        (table(["", "First scheme"], ["In favour", "77%"]), "\tFirst scheme\nIn favour\t77%"),
        (table(["a", "b"], ["c"]), "a\nb\nc"),
    ],
)  # fmt: skip
def test_the_text_is_what_a_reader_sees(body: str, expected: str) -> None:
    assert text_of(odt_of(body)) == expected


@pytest.mark.long
@NEEDS_LIBREOFFICE
def test_documents_of_libreoffice_are_read(tmp_path: Path) -> None:
    chance = Random(3)
    written = documents.paragraphs(chance)
    (tmp_path / "a.docx").write_bytes(documents.docx(written, chance))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True)
    text = text_of((tmp_path / "a.odt").read_bytes())
    assert [line for line in text.splitlines() if line in written] == written


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"mimetype": ODT_TYPE}), "it is a zip file, but not an OpenDocument text"),
        (zipped({"content.xml": f"<office:spreadsheet{ODT_NAMES}/>"}), "it is a spreadsheet"),
        (
            odt_of(
                "",
                **{"META-INF/manifest.xml": f"<a{ODT_NAMES}><manifest:encryption-data/></a>"},
            ),
            "it has a password",
        ),
        (odt_of("<text:p/>"), "it contains no text"),
        (odt_of("<text:p>"), "it is damaged"),
    ],
)
def test_other_files_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        text_of(content)
