"""Write templates/styles/reference.docx: python tools/write_reference.py.

It is pandoc's own reference document with the look of our briefings. It has styles for everything
in a briefing. Its fonts and accent are in a theme, so that one choice in Word changes them. Its
headers and footers contain expressions that are filled in for each briefing. Its text is a sample
of the styles.
"""

import io
import re
import subprocess
from datetime import date as Day
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import ZipFile

from briefing.output.docx import convert, pandoc
from briefing.output.ooxml import Properties, finish, packed

PATH = Path(__file__).parents[1] / "templates" / "styles" / "reference.docx"
FONT, FALLBACK = "Atkinson Hyperlegible", "Arial"
TOKENS = dict(
    re.findall(r"--(\w+): #(\w{6});", (PATH.parent / "tokens.css").read_text().split("}")[0])
)
ACCENT, ALERT, QUIET, LINE, TINT = (
    TOKENS[name].upper() for name in ("accent", "alert", "quiet", "line", "tint")
)

MM = 1440 / 25.4
"""A millimetre in twentieths of a point, the unit of most lengths."""
PAGE, MARGIN = (round(210 * MM), round(297 * MM)), round(18 * MM)

SPACE = {
    name: f'xmlns:{name}="http://schemas.openxmlformats.org/{path}"'
    for name, path in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
    )
}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ACCENTED = f'<w:color w:val="{ACCENT}" w:themeColor="accent1"/>'
QUIETLY = f'<w:color w:val="{QUIET}"/>'


def size(points: float) -> str:
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def space(before: float, after: float, more: str = "") -> str:
    return f'<w:spacing w:before="{before * 20:.0f}" w:after="{after * 20:.0f}"{more}/>'


def border(side: str, points: float, colour: str, gap: int = 0, kind: str = "single") -> str:
    theme = ' w:themeColor="accent1"' if colour == ACCENT else ""
    return (
        f'<w:{side} w:val="{kind}" w:sz="{points * 8:.0f}" w:space="{gap}"'
        f' w:color="{colour}"{theme}/>'
    )


def aside(kind: str, colour: str, after: float = 6) -> str:
    """Return a style with a line on the left and indented text."""
    line = border("left", 2.25, colour, 8, kind)
    return f'<w:pBdr>{line}</w:pBdr>{space(0, after)}<w:ind w:left="227" w:right="227"/>'


def tabs() -> str:
    middle = PAGE[0] - 2 * MARGIN
    return f'<w:tabs><w:tab w:val="right" w:pos="{middle}"/></w:tabs>'


BOLD = "<w:b/><w:bCs/>"
WITH_NEXT = "<w:keepNext/><w:keepLines/>"
PARAGRAPHS = {
    # For each name: the style it is based on, and its paragraph and text properties.
    "Normal": ("", "", ""),
    "Body Text": ("Normal", space(0, 4), ""),
    "First Paragraph": ("Body Text", "", ""),
    "Compact": ("Body Text", space(1, 1), ""),
    "Title": ("Normal", WITH_NEXT + space(0, 4, ' w:line="240" w:lineRule="auto"'),
              BOLD + size(20)),
    "Subtitle": ("Normal", WITH_NEXT + space(0, 3), size(12)),
    "Author": ("Normal",
               "<w:pBdr>" + border("bottom", 3, ACCENT, 8) + "</w:pBdr>" + space(0, 8), QUIETLY),
    "Date": ("Author", "", ""),
    "heading 1": ("Normal", WITH_NEXT + space(10, 3) + '<w:outlineLvl w:val="0"/>',
                  BOLD + ACCENTED + size(14)),
    "heading 2": ("Normal", WITH_NEXT + space(6, 1) + '<w:outlineLvl w:val="1"/>',
                  BOLD + size(11)),
    "heading 3": ("Normal", WITH_NEXT + space(8, 2) + '<w:outlineLvl w:val="2"/>', BOLD),
    "heading 4": ("Normal", WITH_NEXT + space(8, 2) + '<w:outlineLvl w:val="3"/>',
                  BOLD + QUIETLY),
    "Kind": ("Body Text", space(0, 2), QUIETLY),
    "Who": ("Body Text", "", QUIETLY),
    "Internal": ("Body Text", aside("single", ALERT), ""),
    "Disputed": ("Body Text", aside("dotted", ALERT), ""),
    "Block Text": ("Body Text", WITH_NEXT + aside("single", LINE, 0), ""),
    "Speaker": ("Block Text", "<w:keepNext w:val=\"0\"/>" + space(0, 8), QUIETLY),
    "footnote text": ("Normal", space(0, 2, ' w:line="240" w:lineRule="auto"'), size(8.5)),
    "Footnote Block Text": ("footnote text", '<w:ind w:left="284"/>', ""),
    "Bibliography": ("Normal", space(0, 2, ' w:line="240" w:lineRule="auto"'), size(9)),
    "Imprint": ("Normal",
                "<w:pBdr>" + border("top", 0.75, LINE, 6) + "</w:pBdr>" + space(14, 0), QUIETLY),
    "caption": ("Normal", space(0, 6), QUIETLY + size(9)),
    "Table Caption": ("caption", "<w:keepNext/>", ""),
    "Image Caption": ("caption", "", ""),
    "Figure": ("Normal", space(6, 6), ""),
    "Captioned Figure": ("Figure", "<w:keepNext/>", ""),
    "header": ("Normal", tabs() + space(0, 0), QUIETLY + size(8.5)),
    "footer": ("header", "", ""),
}  # fmt: skip
CHARACTERS = {
    "Default Paragraph Font": "",
    "footnote reference": '<w:vertAlign w:val="superscript"/>',
    "Source Number": ACCENTED + '<w:vertAlign w:val="superscript"/>',
    "Hyperlink": ACCENTED + '<w:u w:val="single"/>',
    "Verbatim Char": '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>',
    "Notice": BOLD + f'<w:color w:val="{ALERT}"/>',
}
TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0"'
    ' w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="113" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:pPr><w:spacing w:before="20" w:after="20"/>'
    f"</w:pPr><w:rPr>{size(10)}</w:rPr><w:tblPr><w:tblBorders>"
    + border("bottom", 0.75, LINE) + border("insideH", 0.75, LINE) +
    '</w:tblBorders><w:tblCellMar><w:top w:w="14" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="14" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:pPr><w:keepNext/></w:pPr>'
    f"<w:rPr>{BOLD}{ACCENTED}</w:rPr><w:tblPr/><w:tcPr><w:tcBorders>"
    + border("bottom", 1.5, ACCENT) +
    f'</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/><w:vAlign w:val="bottom"/>'
    "</w:tcPr></w:tblStylePr></w:style>"
)  # fmt: skip
CUSTOM = {
    *("Kind", "Who", "Internal", "Disputed", "Speaker"),
    *("First Paragraph", "Imprint", "Compact", "Author", "Verbatim Char", "Notice"),
    "Source Number",
    *("Table Caption", "Image Caption", "Figure", "Captioned Figure", "Footnote Block Text"),
}
"""Styles that are not built into Word."""

FOOT = '{{ briefing.brand.name ~ " · " if briefing.brand.name else "" }}{{ briefing.dateline }}'
SAMPLE = """\
# The title of a briefing

::: {custom-style="Subtitle"}
Its subtitle
:::

::: {custom-style="Author"}
The publisher, and the date that the record is accurate to.
:::

Change the styles of this document in Word (Home › Styles), its theme (Design › Fonts and Colours),
its page, header and footer, and save it as `templates/styles/reference.docx` beside the events
file. Word briefings will then look like it, without this text. In the header and footer, everything
in double braces is filled in for each briefing, in the words of the templates.

## Heading 1, of a section

### Heading 2, of an event

::: {custom-style="Kind"}
*Kind*
:::

A paragraph with **strong words**, *slanted ones*, [a link](https://example.org/) and a
source[[1]{custom-style="Source Number"}](#source-1).

> “Something that somebody said”
>
> ::: {custom-style="Speaker"}
> — Speaker
> :::

::: {custom-style="Disputed"}
*Disputed: something about which sources differ*
:::

::: {custom-style="Internal"}
**Internal**
:::

::: {custom-style="Who"}
Who: those who took part.
:::

- One
- Two

| Heading of a table | Another | A third |
|---|---|---|
| Something | **Something else** | 77% |
| Something | **Something else** | 34% |

::: {custom-style="Bibliography"}
1. []{#source-1}A source
:::
"""


def style_id(name: str) -> str:
    return "".join(word[0].upper() + word[1:] for word in name.split())


def styles() -> str:
    made = []
    for name, (base, paragraph, text) in PARAGRAPHS.items():
        default = ' w:default="1"' if not base else ""
        custom = ' w:customStyle="1"' if name in CUSTOM else ""
        based = f'<w:basedOn w:val="{style_id(base)}"/>' if base else ""
        following = "" if name in ("Normal", "Body Text") else '<w:next w:val="BodyText"/>'
        made.append(
            f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style_id(name)}">'
            f'<w:name w:val="{name}"/>{based}{following}<w:qFormat/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
        )
    for name, text in CHARACTERS.items():
        default = ' w:default="1"' if name.startswith("Default") else ""
        custom = ' w:customStyle="1"' if name in CUSTOM else ""
        made.append(
            f'<w:style w:type="character"{default}{custom} w:styleId="{style_id(name)}">'
            f'<w:name w:val="{name}"/><w:rPr>{text}</w:rPr></w:style>'
        )
    fonts = "".join(f' w:{script}Theme="minorHAnsi"' for script in ("ascii", "hAnsi"))
    return (
        f"{HEAD}<w:styles {SPACE['w']}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}"
        f' w:eastAsiaTheme="minorEastAsia" w:cstheme="minorBidi"/>{size(10)}'
        '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="80" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"</w:pPrDefault></w:docDefaults>{''.join(made)}{TABLE}</w:styles>"
    )


def run(text: str, style: str = "") -> str:
    """Return a run of text. A tab in the text becomes a tab in Word."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    inside = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{part}</w:t>' if part else "" for part in text.split("\t")
    )
    return f"<w:r>{look}{inside}</w:r>"


def field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{run("1")}</w:fldSimple>'


def heads() -> dict[str, str]:
    def part(kind: str, style: str, inside: str) -> str:
        return (
            f"{HEAD}<w:{kind} {SPACE['w']} {SPACE['r']}><w:p><w:pPr>"
            f'<w:pStyle w:val="{style}"/></w:pPr>{inside}</w:p></w:{kind}>'
        )

    notice = run("\t{{ briefing.notice }}", "Notice")
    foot = run(FOOT) + run("\t") + field("PAGE") + run(" / ") + field("NUMPAGES")
    return {
        "header1": part("hdr", "Header", run("{{ briefing.title }}") + notice),
        "header2": part("hdr", "Header", notice),
        "footer1": part("ftr", "Footer", foot),
        "footer2": part("ftr", "Footer", foot),
    }


def reference() -> bytes:
    """Return the reference document: styles, headers, footers, and a sample of each style."""
    program = pandoc()
    plain = subprocess.run(
        [program, "--print-default-data-file", "reference.docx"], capture_output=True, check=True
    ).stdout
    with ZipFile(io.BytesIO(plain)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["word/styles.xml"] = styles()
    parts["word/fontTable.xml"] = (
        f'{HEAD}<w:fonts {SPACE["w"]}><w:font w:name="{FONT}"><w:altName w:val="{FALLBACK}"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
    theme = parts["word/theme/theme1.xml"]
    theme = re.sub(r'(<a:latin typeface=")[^"]*("[^>]*>)', rf'\g<1>{FONT}"/>', theme)
    for name in ("accent1", "hlink"):
        theme = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)",
            rf'\g<1><a:srgbClr val="{ACCENT}"/>\g<2>',
            theme,
            flags=re.DOTALL,
        )
    parts["word/theme/theme1.xml"] = theme
    # Otherwise, Word would open the document in compatibility mode.
    compatible = (
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    parts["word/settings.xml"] = (
        parts["word/settings.xml"]
        .replace("<w:rsids>", f"{compatible}<w:rsids>")
        .replace('<w:themeFontLang w:val="en-US" />', "")
    )
    types, relations, section = "", "", ""
    for name, content in heads().items():
        parts[f"word/{name}.xml"] = content
        kind, id = name.rstrip("12"), f"rId_{name}"
        page = "default" if name.endswith("1") else "first"
        types += (
            f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-'
            f'officedocument.wordprocessingml.{kind}+xml"/>'
        )
        relations += (
            f'<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/{kind}" Target="{name}.xml"/>'
        )
        section += f'<w:{kind}Reference w:type="{page}" r:id="{id}"/>'
    section += (
        f'<w:pgSz w:w="{PAGE[0]}" w:h="{PAGE[1]}"/><w:pgMar w:top="{MARGIN + 200}"'
        f' w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="567" w:footer="567"'
        ' w:gutter="0"/><w:titlePg/>'
    )
    for name, end, more in (
        ("[Content_Types].xml", "</Types>", types),
        ("word/_rels/document.xml.rels", "</Relationships>", relations),
    ):
        parts[name] = parts[name].replace(end, more + end)
    parts["word/document.xml"] = re.sub(
        "<w:sectPr>.*</w:sectPr>",
        f"<w:sectPr>{section}</w:sectPr>",
        parts["word/document.xml"],
        flags=re.DOTALL,
    )
    styled = packed({name: content.encode() for name, content in parts.items()})
    with NamedTemporaryFile(suffix=".docx") as file:
        file.write(styled)
        file.flush()
        made = convert(program, SAMPLE, Path(file.name), "en-GB")
    properties = Properties("Reference document for briefings", "", "en-GB", Day(2026, 11, 21))
    return finish(made.stdout, properties, None, render=lambda text: text, tooltips={})


if __name__ == "__main__":
    PATH.write_bytes(reference())
