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
    "sheet.fods": ("xlsx", "ods", "xls"),
}
"""The formats of the files that are made from each source."""
_FILTERS = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8"}


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
