"""Digests as scored by SpamAssassin's own rules, without those that need the network."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.helpers import briefing

pytestmark = pytest.mark.long
SCORE = re.compile(r"^ ?(-?\d+\.\d) (\w+) ", re.MULTILINE)
RECORD = """
title: "{title}"
publisher: {{name: Policy Team, contact: policy@example.org}}
language: {language}
correct_as_of: 2023-09-10
sender: Policy Team <news@example.org>
brand: {{logo: logo.svg}}
editions: {{week: {{template: digest}}}}
events:
"""
EVENT = """
  - {{id: e{n}, date: 2023-09-0{n}, kind: report, title: "Adroddiad {n}", summary: "{summary}",
     source: {{title: "Dogfen {n}", date: 2023-09-0{n}, url: "https://example.org/{n}"}}}}
"""


def scores(record: str, tmp_path: Path) -> dict[str, float]:
    """Return the SpamAssassin rules that match the digest of a record, with their scores."""
    program = shutil.which("spamassassin")
    if not program:
        pytest.skip("SpamAssassin is not installed")
    logo = Path(__file__).parents[1] / "corpus" / "unusable-logo" / "good.svg"
    (tmp_path / "logo.svg").write_bytes(logo.read_bytes())
    (tmp_path / "events.yaml").write_text(record, encoding="utf-8")
    done = briefing(
        "digest", tmp_path / "events.yaml", "--week", "2023-W36", "-feml", "-o", tmp_path
    )
    assert done.exit_code == 0, done.output
    draft = (tmp_path / "2023-W36.eml").read_bytes().replace(b"X-Unsent: 1", b"To: <a@example.net>")
    result = subprocess.run([program, "-L", "-t"], input=draft, capture_output=True, check=True)
    analysis = result.stdout.decode(errors="replace").rpartition("Content analysis details:")[2]
    return {rule: float(points) for points, rule in SCORE.findall(analysis)}


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("events", [0, 1, 3])
@pytest.mark.parametrize("summary", ["Text.", "Much to say. " * 90])
def test_no_digest_looks_like_spam(
    language: str, events: int, summary: str, tmp_path: Path
) -> None:
    record = RECORD.format(title="Newyddion Tîm y Gêm: pêl-droed ŵ", language=language)
    record += "  - {id: old, date: 2023-08-01, kind: report, title: Old, source: {title: S}}\n"
    record += "".join(EVENT.format(n=n + 4, summary=summary) for n in range(events))
    assert sum(scores(record, tmp_path).values()) <= 0
