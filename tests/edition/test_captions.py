"""The captions of quotes, figures and moves, and the language of their parts."""

import re
from datetime import date
from html import unescape
from types import ModuleType

import pytest

from briefing.edition.briefing import Briefing, make_briefing
from briefing.output import atom, html, jsonfeed, markdown
from briefing.record.model import Edition
from tests.helpers import load_record

RECORD = """
title: Parks
actors:
  ann: {name: Ann, roles: [{title: Minister, from: 2018, until: 2020}]}
areas: {leeds: {name: Leeds}}
asks: {park: {title: A park, by: ann}}
events:
  - date: 2019-05
    kind: poll
    title: A poll
    source: {title: S}
    asks: {park: raised}
    quotes: [{text: We want a park, by: ann, areas: [leeds]}]
    figures:
      - {label: want a park, value: 77%, of: adults, supports: park}
      - {label: want a park, value: 82%, of: adults, area: leeds, supports: park}
      - {label: want a park, value: 51%, of: MPs, supports: park}
      - {label: signed, value: 300, supports: park}
"""


def made(language: str = "en-GB") -> Briefing:
    edition = Edition(template="timeline", language=language)
    return make_briefing(load_record(RECORD), "all", edition, date(2023, 9, 8))


def test_a_quote_has_its_speaker_its_areas_and_on_a_sheet_its_date() -> None:
    (quote,) = made().quotes
    assert str(quote.caption()) == "Ann, Minister (Leeds)"
    assert str(quote.caption(is_dated=True)) == "Ann, then Minister (Leeds), May 2019"


def test_a_figure_has_its_label_and_its_basis() -> None:
    adults, in_leeds, _, signed = made().entries[0].figures
    assert str(adults.caption()) == "want a park (adults)"
    assert str(in_leeds.caption(is_dated=True)) == "want a park (adults; Leeds), May 2019"
    assert str(signed.caption()) == "signed"
    assert str(in_leeds.basis_in_full(is_dated=True)) == "Adults; Leeds, May 2019"
    assert str(signed.basis_in_full(is_dated=True)) == "May 2019"
    assert not signed.basis_in_full()


def test_an_ask_that_is_not_met_has_no_words_for_the_time_that_it_took() -> None:
    (ask,) = made().asks
    assert ask.taken_in_words == ""
    assert not ask.lead(is_named=False)


def test_the_evidence_of_a_move_repeats_nothing() -> None:
    (move,) = made().asks[0].moves
    assert str(move.evidence) == "want a park: 77% of adults; 82%, Leeds; 51% of MPs; signed: 300"


def test_a_move_in_short_has_one_figure_and_its_words() -> None:
    later = "  - {date: %d, kind: news, title: N, source: {title: S}, asks: {park: advanced}}\n"
    record = load_record(RECORD + "".join(later % year for year in range(2020, 2024)))
    briefing = make_briefing(record, "all", Edition(template="timeline"), date(2023, 9, 8))
    first, _ = briefing.asks[0].in_short
    assert len(first.figures) == 1
    assert str(first.evidence) == "want a park: 77% of adults"


def test_a_wider_figure_that_several_are_compared_with_is_given_once() -> None:
    areas = "areas: {uk: {name: the UK}, leeds: {name: Leeds, within: uk}}"
    record = load_record(
        RECORD.replace("areas: {leeds: {name: Leeds}}", areas)
        .replace("of: adults, supports", "of: adults, area: uk, supports")
        .replace("value: 51%, of: MPs,", "value: 83%, of: adults, area: leeds,")
    )
    edition = Edition(template="member", area="leeds")
    (move,) = make_briefing(record, "leeds", edition, date(2023, 9, 8)).asks[0].moves
    assert str(move.evidence) == (
        "want a park: 82% of adults, Leeds; 77%, the UK; 83%, Leeds; signed: 300"
    )


def test_every_format_prints_the_same_captions() -> None:
    for text in (page(made()), markdown.renderer(None)(made()).content.decode()):
        assert "Ann, Minister (Leeds)" in text
        assert "(want a park: 77% of adults; 82%, Leeds; 51% of MPs; signed: 300)" in text


@pytest.mark.parametrize("format", [atom, jsonfeed])
def test_a_feed_prints_them_too(format: ModuleType) -> None:
    content = unescape(format.renderer(None)(made()).content.decode())
    bare = re.sub(r"<.*?>", "", content)
    assert "Ann, Minister (Leeds)" in bare
    assert "82% want a park (adults; Leeds)" in bare


def test_a_feed_marks_their_words_from_the_record() -> None:
    content = unescape(atom.renderer(None)(made("cy")).content.decode())
    for words in ("77%", "want a park", "adults; Leeds", "Ann, Minister", "Leeds"):
        assert f'<span lang="en-GB">{words}</span>' in content


def test_a_trend_marks_its_publisher_as_words_from_the_record() -> None:
    poll = "  - {date: 2020, kind: poll, title: P, source: {title: S}, figures: [%s]}\n"
    figure = "{label: like parks, value: %s%%, by: ann}"
    record = load_record(
        RECORD + poll % (figure % 50) + (poll % (figure % 60)).replace("2020", "2021")
    )
    edition = Edition(template="timeline", language="cy")
    text = page(make_briefing(record, "all", edition, date(2023, 9, 8)))
    assert '<span lang="en-GB">like parks</span> (<span lang="en-GB">Ann</span>)' in text


def test_only_words_from_the_record_are_marked_as_english() -> None:
    text = page(made("cy"))
    assert '<span lang="en-GB">77%</span>, <span lang="en-GB">adults</span>' in text
    assert '<span lang="en-GB">Ann, Minister</span> (<span lang="en-GB">Leeds</span>)' in text


REMARKS = """
title: Parks
areas:
  uk: {name: the UK}
  leeds: {name: Leeds, within: uk}
events:
  - date: 2019-05
    kind: poll
    title: A poll
    source: {title: S}
    areas: [leeds]
    figures:
      - {label: want a park, value: 82%, of: adults, area: leeds, disputed: Only adults were asked.}
      - {label: want a park, value: 77%, of: adults, area: uk}
      - {label: want a park, value: 51%, of: adults, area: leeds, source: {title: T}}
"""


@pytest.mark.parametrize("format", [markdown, atom, jsonfeed])
def test_remarks_on_a_figure_are_sentences_in_every_format(format: ModuleType) -> None:
    edition = Edition(template="timeline", area="leeds")
    briefing = make_briefing(load_record(REMARKS), "leeds", edition, date(2023, 9, 8))
    content = unescape(format.renderer(None)(briefing).content.decode())
    bare = re.sub(r"[*]|<.*?>|\[\^?\d+\]", "", content)
    assert (
        "82% want a park (adults; Leeds). Compare: 77% (the UK). Disputed: Only adults were asked. "
        "Other version: 51% (adults; Leeds)"
    ) in bare


def test_a_remark_right_after_a_label_does_not_double_its_question_mark() -> None:
    record = load_record(
        """
title: Parks
events:
  - date: 2019-05
    kind: poll
    title: A poll
    source: {title: S}
    figures:
      - {label: Would you like a park?, value: 82%, of: adults, disputed: Few were asked.}
      - {label: want a pool, value: 77%, of: adults, disputed: Few were asked.}
"""
    )
    briefing = make_briefing(record, "all", Edition(template="timeline"), date(2023, 9, 8))
    text = markdown.renderer(None)(briefing).content.decode()
    assert "Would you like a park? *Disputed: Few were asked.*" in text
    assert "want a pool. *Disputed: Few were asked.*" in text


def page(briefing: Briefing) -> str:
    return html.renderer(None)(briefing).content.decode()


def test_a_number_is_bold_in_its_label_or_before_it() -> None:
    labels = (
        "{label: 'A firm pays £24m, mostly in May', value: £24m}",
        "{label: Most (88 per cent) agree, value: 88%}",
        "{label: Backed by 9 of the 27 towns, value: 9 of 27}",
        "{label: 'Costs rose by 2.5% in a year', value: 2}",
    )
    record = RECORD.replace(
        "{label: signed, value: 300, supports: park}", "\n      - ".join(labels)
    )
    edition = Edition(template="timeline", language="en-GB")
    briefing = make_briefing(load_record(record), "all", edition, date(2023, 9, 8))
    text = markdown.renderer(None)(briefing).content.decode()
    assert "- A firm pays **£24m**, mostly in May" in text
    assert "- Most (**88%**) agree" in text
    assert "- Backed by **9 of 27** towns" in text
    assert "- **2** Costs rose by 2.5% in a year" in text
    assert "- **77%** want a park (adults)" in text
    feed = unescape(atom.renderer(None)(briefing).content.decode())
    assert "<li>A firm pays <b>£24m</b>, mostly in May" in feed
