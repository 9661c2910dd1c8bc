"""Convert the sources of the files for tests of tables: tools/write_capture_files.py [SOURCE ...].

LibreOffice converts each source in tests/capture/files/made_from to the formats that FORMATS lists.
The files are written again even if nothing has changed, because they contain the time.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FILES = Path(__file__).parents[1] / "tests" / "capture" / "files"
SOURCES = FILES / "made_from"
FORMATS = {
    "american.fods": ("xlsx",),
    "briefing-note.fodt": ("docx", "odt"),
    "british.fods": ("csv",),
    "date-cells.fods": ("xlsx", "ods", "xls"),
    "dates-in-words.fodt": ("docx",),
    "long-table.html": ("docx", "odt"),
    "macintosh.fods": ("xlsx",),
    "meetings.fods": ("xls",),
    "scheme.html": ("docx",),
    "sheet.fods": ("xlsx", "ods", "xls"),
    "stages.fods": ("tsv", "xls"),
    "two-dates.fods": ("ods", "xlsx"),
    "welsh.fodt": ("odt",),
}
"""The formats of the files that are made from each source."""
_FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "odt": "odt:writer8",
    # Semicolons and Windows-1252; tabs and UTF-16, as "Unicode text" of Excel.
    "csv": "csv:Text - txt - csv (StarCalc):59,34,1",
    "tsv": "tsv:Text - txt - csv (StarCalc):9,34,65535",
}


def main(names: list[str]) -> None:
    """Convert some sources, or all."""
    with TemporaryDirectory() as profile:
        for name in names or FORMATS:
            for extension in FORMATS[name]:
                subprocess.run(
                    [
                        "soffice",
                        f"-env:UserInstallation=file://{profile}",
                        "--headless",
                        "--convert-to",
                        _FILTERS.get(extension, extension),
                        "--outdir",
                        FILES,
                        SOURCES / name,
                    ],
                    check=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])
