"""Catalogues can be updated without silently losing a translation."""

import warnings

import pytest

from briefing.languages import catalogues
from tools.write_catalogues import messages, report, updated

WELSH = catalogues()["cy"].read_text(encoding="utf-8")


@pytest.mark.long
def test_a_message_that_has_changed_is_reported_with_its_old_translation() -> None:
    before = WELSH.replace('msgid "Sources"', 'msgid "Where it comes from"')
    after = updated(before)
    assert "Where it comes from" not in after
    assert report(before, after) == [
        "  translate: 'Sources'",
        "  removed: 'Where it comes from', translated as 'Ffynonellau'",
    ]


@pytest.mark.long
def test_a_message_with_plural_forms_is_reported_too() -> None:
    before = WELSH.replace('msgid "%(num)s event"', 'msgid "%(num)s happening"')
    new, old = report(before, updated(before))
    assert new == "  translate: ('%(num)s event', '%(num)s events')"
    assert old.startswith("  removed: ('%(num)s happening', '%(num)s events'), translated as ")


@pytest.mark.long
def test_nothing_is_reported_if_no_message_has_changed() -> None:
    assert report(WELSH, updated(WELSH)) == []


def test_every_message_of_the_code_can_be_read(capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        messages()
    assert "Skipping" not in capfd.readouterr().err
