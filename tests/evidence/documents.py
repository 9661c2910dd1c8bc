"""Documents in every format of a copy, made from known paragraphs by other programs than ours.

Every function takes the paragraphs of a document. Its look, such as fonts and columns, depends on
`chance` alone, so the same seed makes the same document.
"""

import subprocess
from collections.abc import Sequence
from email.message import EmailMessage
from html import escape
from io import BytesIO
from pathlib import Path
from random import Random
from shutil import which
from typing import Any
from zipfile import ZipFile

import pytest

from tests.pdfs import pdf_of

NEEDS_LIBREOFFICE = pytest.mark.skipif(not which("soffice"), reason="LibreOffice is not installed")
HEADER, FOOTER = "Select Committee on Benefits, Third Report", "Evidence taken in public"
"""The running lines of some PDFs, which are on every page and in no paragraph."""
NAVIGATION = ("Skip to main content", "Home", "Contact us", "Share this page")
"""The words around an article on a web page."""

ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "style", "draw", "table", "manifest")
)
_AT_ONCE = 100

_NAMES = (
    "the minister", "the committee", "officials", "Mrs O’Brien", "the ombudsman", "the department",
    "carers", "claimants", "the Treasury", "charities", "the Chancellor", "councils", "a judge",
    "tribunal members", "the regulator", "Llŷn residents", "Zoë Müller", "the first-tier tribunal",
)  # fmt: skip
_VERBS = (
    "said", "found", "announced", "conceded", "denied", "confirmed", "argued", "was told",
    "reported", "insisted", "acknowledged", "estimated", "recommended", "rejected", "repeated",
)  # fmt: skip
_NOUNS = (
    "overpayments", "the affordability of the scheme", "a simplified notification", "prosecutions",
    "the office’s efficient handling", "difficulties", "a fundamental misunderstanding",
    "reconsideration", "the official figures", "self-reported earnings", "an apology",
    "administrative inflexibility", "the flow of information", "a well-founded complaint",
    "unverified entitlement", "compensation", "an independent review", "the café’s staffing rules",
    "intergovernmental correspondence", "the cliff-edge earnings limit", "afflicted households",
)  # fmt: skip
_LINKS = (
    "despite", "because of", "after", "in the light of", "without", "rather than", "about",
    "as a consequence of", "notwithstanding", "long before", "in addition to", "and not just",
)  # fmt: skip
_ENDS = (
    "last year", "in 2019–20", "for far too long", "at a cost of £18.4 million", "(see table 3)",
    "in 77% of cases", "by 3 July 2023", "in 1,832 cases", "— and not before time —", "at all",
    "“in the coming weeks”", "since the Welfare Reform Act 2012", "by nine in ten", "on appeal",
)  # fmt: skip


def sentence(chance: Random) -> str:
    """Return a sentence of 8 to 40 words."""
    words = [chance.choice(_NAMES), chance.choice(_VERBS), chance.choice(_NOUNS)]
    for _ in range(chance.randint(1, 4)):
        words += [chance.choice(_LINKS), chance.choice(_NOUNS)]
    words.append(chance.choice(_ENDS))
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def paragraphs(chance: Random, number: int = 12) -> list[str]:
    """Return paragraphs of one to six sentences. Few sentences appear twice."""
    return [" ".join(sentence(chance) for _ in range(chance.randint(1, 6))) for _ in range(number)]


def text(written: Sequence[str], chance: Random) -> bytes:
    """Make a text file: on long or short lines, in UTF-8 with or without a mark, or UTF-16."""
    from textwrap import fill

    width = chance.choice([60, 72, 10_000])
    whole = "\n\n".join(
        fill(each, width, break_on_hyphens=False, break_long_words=False) for each in written
    )
    if chance.random() < 0.3:
        whole = whole.replace("\n", "\r\n")
    return whole.encode(chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"]))


def html(written: Sequence[str], chance: Random) -> bytes:
    """Make a web page: with inline markup, entities, scripts and navigation."""
    charset = chance.choice(["utf-8", "utf-8", "windows-1252"])
    body = []
    for each in written:
        wrapped = chance.choice(["<p>{}</p>", "<p>{}", "<div>{}</div>", "<ul><li>{}</li></ul>"])
        body.append(wrapped.format(_marked_up_text(each, chance)))
    skip, home, contact, share = NAVIGATION
    before = f'<a href="#main">{skip}</a><nav><ul><li>{home}<li>{contact}</ul></nav>'
    after = f"<aside><button>{share}</button></aside><script>share('<p>never</p>')</script>"
    page = (
        f'<!doctype html><html lang="en-GB"><head><meta charset="{charset}">'
        "<title>The report</title><style>p { color: black }</style></head>\n<body>"
        f"{before}<main id=main>\n{chr(10).join(body)}\n</main>"
        f"{after}</body></html>"
    )
    return page.encode(charset, "xmlcharrefreplace")


def _marked_up_text(text: str, chance: Random) -> str:
    return " ".join(_marked_up(word, chance) for word in text.split(" "))


def _marked_up(word: str, chance: Random) -> str:
    """Return a word in HTML, sometimes with markup inside it or an entity."""
    written = escape(word, quote=False)
    if chance.random() < 0.05:
        named = {"“": "&ldquo;", "”": "&rdquo;", "’": "&#8217;", "£": "&pound;", "–": "&ndash;"}
        return "".join(named.get(letter, letter) for letter in written)
    if chance.random() < 0.05 and "&" not in written:
        tag, at = chance.choice(["b", "em", "span", "a"]), chance.randrange(len(written) + 1)
        return f"{written[:at]}<{tag}>{written[at:]}</{tag}>"
    return f"{written}<!-- a remark -->" if chance.random() < 0.02 else written


def markdown(written: Sequence[str], chance: Random) -> bytes:
    """Make a Markdown file: with emphasis, links, lists and headings."""
    blocks = []
    for each in written:
        words = [_emphasised(word, chance) for word in each.split(" ")]
        prefix = chance.choice(["", "", "- ", "> ", "## "])
        blocks.append(prefix + " ".join(words))
    return "\n\n".join(blocks).encode()


def _emphasised(word: str, chance: Random) -> str:
    if not word.isalnum() or chance.random() > 0.08:
        return word
    return chance.choice(["**{}**", "_{}_", "[{}](https://example.org/a_b)", "`{}`"]).format(word)


def docx(written: Sequence[str], chance: Random) -> bytes:
    """Make a Word document: with runs that end within words, tables, lists and headings.

    For LibreOffice it also has columns, justified lines, hyphenation, fonts and running lines.
    """
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = chance.choice(["Liberation Serif", "DejaVu Sans", "Carlito"])
    normal.font.size = Pt(chance.choice([9, 10.5, 12]))
    section = document.sections[0]
    has_columns = chance.random() < 0.4
    if has_columns:
        section._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")
    if chance.random() < 0.4:
        hyphenation = OxmlElement("w:autoHyphenation")
        document.settings.element.insert(0, hyphenation)
    if chance.random() < 0.4:
        section.header.paragraphs[0].text, section.footer.paragraphs[0].text = HEADER, FOOTER
    justified = chance.random() < 0.5
    for each in written:
        shape = chance.random()
        if shape < 0.1 and not has_columns:
            table = document.add_table(1, 2)
            table.rows[0].cells[0].text = "Note"
            table.rows[0].cells[1].text = each
            continue
        paragraph = document.add_paragraph(style="List Bullet" if shape < 0.2 else None)
        if justified:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        rest = each
        while rest:
            length = chance.randint(1, 120)
            paragraph.add_run(rest[:length]).bold = chance.random() < 0.1
            rest = rest[length:]
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def odt(written: Sequence[str], chance: Random) -> bytes:
    """Make an OpenDocument text: with spans that end within words, and spaces as elements."""
    body = []
    for each in written:
        marked, rest = "", each
        while rest:
            length = chance.randint(1, 60)
            part = escape(rest[:length], quote=False)
            part = part.replace(" ", "<text:s/>", chance.randint(0, 1))
            marked += f"<text:span>{part}</text:span>" if chance.random() < 0.3 else part
            rest = rest[length:]
        body.append(f"<text:p>{marked}</text:p>")
    return odt_of("".join(body))


def odt_of(body: str, **parts: str) -> bytes:
    """Return an OpenDocument text with this body, and with other parts."""
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content{ODT_NAMES}>{content}</office:document-content>"
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{type}"/>'
        for path, type in (("/", ODT_TYPE), ("content.xml", "text/xml"))
    )
    return zipped(
        {
            "mimetype": ODT_TYPE,
            "META-INF/manifest.xml": f"<manifest:manifest{ODT_NAMES}>{listed}</manifest:manifest>",
            "content.xml": content,
            **parts,
        }
    )


def email(written: Sequence[str], chance: Random) -> bytes:
    """Make an email: plain text, HTML or both, with different encodings."""
    message = EmailMessage()
    message["Subject"], message["From"] = "Statement on benefits", "press@example.org"
    encoding: Any = chance.choice(["quoted-printable", "base64"])
    kind = chance.choice(["plain", "html", "both"])
    if kind != "html":
        message.set_content("\n\n".join(written), cte=encoding)
    if kind != "plain":
        page = "".join(f"<p>{_marked_up_text(each, chance)}</p>" for each in written)
        if kind == "both":
            message.add_alternative(page, subtype="html", cte=encoding)
        else:
            message.set_content(page, subtype="html", cte=encoding)
    return message.as_bytes()


def mhtml(written: Sequence[str], chance: Random) -> bytes:
    """Make a saved web page, as browsers save it in one file."""
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    saved = MIMEMultipart("related", type="text/html")
    saved["Subject"] = "The report"
    saved["Snapshot-Content-Location"] = "https://example.org/report"
    page = "".join(f"<p>{escape(each)}</p>" for each in written)
    parts = [MIMEText(f"<html><body>{page}</body></html>", "html", "utf-8")]
    parts.append(MIMEText("p { color: black }", "css", "utf-8"))
    for part in parts:
        part["Content-Location"] = f"https://example.org/{len(saved.get_payload())}"
        saved.attach(part)
    return saved.as_bytes()


def pdf_by_weasyprint(written: Sequence[str], chance: Random) -> bytes:
    """Make a PDF with WeasyPrint: with columns, hyphens, fonts, running lines and page numbers."""
    columns = chance.choice([1, 1, 2])
    alignment = chance.choice(["left", "justify"])
    hyphens = chance.choice(["manual", "auto"])
    font = chance.choice(["Liberation Serif", "DejaVu Sans", "serif"])
    ligatures = chance.choice(["normal", "none"])
    margins = (
        f'@top-center {{ content: "{HEADER}" }} @bottom-left {{ content: "{FOOTER}" }}'
        "@bottom-right { content: counter(page) }"
        if chance.random() < 0.5
        else ""
    )
    css = (
        f"@page {{ size: A5; margin: 18mm; {margins} }}"
        f"main {{ columns: {columns}; column-gap: 8mm; text-align: {alignment}; hyphens: {hyphens};"
        f" font: {chance.choice([8, 9, 11])}pt/{chance.choice([1.2, 1.5])} '{font}', Inter;"
        f" font-variant-ligatures: {ligatures} }} h1 {{ font-size: 14pt }}"
    )
    body = "".join(
        f"<p>{' '.join(_bold(word, chance) for word in each.split(' '))}</p>" for each in written
    )
    page = f'<html lang="en-GB"><style>{css}</style><h1>The report</h1><main>{body}</main></html>'
    return pdf_of(page)


def _bold(word: str, chance: Random) -> str:
    written = escape(word, quote=False)
    return f"<b>{written}</b>" if chance.random() < 0.03 else written


def pdfs_by_libreoffice(
    documents: Sequence[Sequence[str]], chance: Random, folder: Path
) -> list[bytes]:
    """Make a PDF of each document with LibreOffice. Use NEEDS_LIBREOFFICE."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{n}.docx" for n in range(len(documents))]
    for path, written in zip(paths, documents, strict=True):
        path.write_bytes(docx(written, chance))
    return converted_by_libreoffice(paths)


def converted_by_libreoffice(paths: Sequence[Path]) -> list[bytes]:
    """Return the PDFs that LibreOffice makes of documents in one folder. Use NEEDS_LIBREOFFICE."""
    folder = paths[0].parent
    command = ["soffice", f"-env:UserInstallation=file://{folder.resolve()}/profile", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder)]
    # LibreOffice stops without a message after about 250 documents.
    for n in range(0, len(paths), _AT_ONCE):
        names = map(str, paths[n : n + _AT_ONCE])
        subprocess.run([*command, *names], check=True, capture_output=True, timeout=300)
    return [path.with_suffix(".pdf").read_bytes() for path in paths]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip file with these parts."""
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


FORMATS = {
    "html": html,
    "txt": text,
    "md": markdown,
    "docx": docx,
    "odt": odt,
    "eml": email,
    "mhtml": mhtml,
    "pdf": pdf_by_weasyprint,
}
"""The function that makes a document in each format. LibreOffice makes several at once."""
