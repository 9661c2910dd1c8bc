"""The fingerprint changes if the program, a library or a setting that changes documents does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.output import fingerprint as module
from briefing.output.fingerprint import fingerprint, zone_data
from tests.test_architecture import ROOMS


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a small package instead of the real one, and return its folder."""
    package = tmp_path / "package"
    for name in ("output/html.py", "locales/cy/briefing.po", "templates/styles/tokens.css"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("old")
    monkeypatch.setattr(module, "_PACKAGE", package)
    monkeypatch.setattr(module, "BUILT_IN", package / "templates")
    return package


def now() -> str:
    return fingerprint.__wrapped__()


def test_a_change_to_any_file_of_the_package_changes_it(package: Path) -> None:
    seen = {now()}
    assert now() in seen
    for path in [path for path in package.rglob("*") if path.is_file()]:
        times = path.stat().st_atime_ns, path.stat().st_mtime_ns
        path.write_text("new")
        # The size and the time of a file do not have to change with its content.
        os.utime(path, ns=times)
        assert now() not in seen
        seen.add(now())
    (package / "new.py").write_text("")
    assert now() not in seen
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "new.cpython-311.pyc").write_text("")
    (package / "new.py").unlink()
    assert now() in seen


def test_a_new_version_of_an_installed_package_changes_it(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    installed = tmp_path / "site" / "weasyprint-70.0.dist-info"
    installed.mkdir(parents=True)
    before = now()
    installed.rename(installed.with_name("weasyprint-70.1.dist-info"))
    assert now() != before


def test_another_version_of_a_library_of_the_system_changes_it(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    without = now()
    (tmp_path / "libpango-1.0.so.0.5000.12").write_bytes(b"old")
    (tmp_path / "libpango-1.0.so.0").symlink_to("libpango-1.0.so.0.5000.12")
    before = now()
    (tmp_path / "libpango-1.0.so.0.5000.12").write_bytes(b"newer")
    assert len({without, before, now()}) == 3


def test_the_environment_changes_it_only_if_it_changes_the_layout_of_text(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = now()
    for name in ("TZ", "LANG", "LC_ALL", "SOURCE_DATE_EPOCH", "BRIEFING_HISTORY", "HOME", "USER"):
        monkeypatch.setenv(name, "C")
    assert now() == before
    monkeypatch.setenv("FREETYPE_PROPERTIES", "truetype:interpreter-version=35")
    assert now() != before


def test_it_is_the_same_in_every_process() -> None:
    code = "from briefing.output.fingerprint import fingerprint; print(fingerprint())"
    runs = [
        subprocess.check_output([sys.executable, "-c", code], cwd=folder, text=True)
        for folder in ("/", str(Path(__file__).parent))
    ]
    # An earlier test may have hidden pandoc when the fingerprint of this process was worked out.
    assert runs == [f"{now()}\n"] * 2


def test_it_loads_no_library() -> None:
    code = (
        "import sys; from briefing.output.fingerprint import fingerprint; fingerprint()\n"
        "assert not {'weasyprint', 'jinja2', 'lxml', 'cffi', 'pydantic'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_rules_of_a_time_zone_can_be_those_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path),))
    assert zone_data("Europe/London") == b""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").write_bytes(b"TZif")
    assert zone_data("Europe/London") == b"TZif"


def test_the_rooms_that_are_left_out_are_not_imported_by_those_that_make_documents() -> None:
    left_out = set(module._OTHER_ROOMS)
    assert left_out.isdisjoint({"output", *ROOMS["output"]})
    assert left_out | {"output", "cli", *ROOMS["output"]} == ROOMS.keys()
