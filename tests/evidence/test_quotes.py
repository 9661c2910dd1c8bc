"""Quotes in the text of kept copies."""

import pytest

from briefing.evidence.quotes import ELLIPSIS_WORDS, find_quote, most_similar
from tests.evidence.texts import text_of

WHITE_PAPER = """Gambling reform
The Government’s white paper said: “We will not ban the self-
employed from any of the govern-
ment schemes,” and 77.5% of the 1,832 people — mostly young — agreed. The oﬃce cost £18m.
The Bill, which was not passed, can’t return. It is policy³ for the ‘long term’, said Cafe\u0301 owners.
They walked to the shop [the big one]. It fell by −5% in 2019–20, to 40\u00a0m². Well… that is all.
"""  # noqa: E501


@pytest.mark.parametrize(
    "quote",
    [
        "They walked to the shop [the big one].",
        "Gambling reform\nThe Government’s white paper",
        "The oﬃce cost £18m",
        "77.5% of the 1,832 people — mostly young — agreed.",
        "said Café owners",
        "said Cafe\u0301 owners",
        "40 m²",
        "It is policy³ for",
        "Well… that is all",
    ],
)
def test_equal_words_are_verbatim(quote: str) -> None:
    found = find_quote(quote, text_of(WHITE_PAPER))
    assert found and found.is_verbatim


@pytest.mark.parametrize(
    "quote",
    [
        "the Government's white paper said: 'We will",
        "We will not ban the self-employed from any of the government schemes",
        "77.5% of the 1,832 people - mostly young - agreed",
        "77.5% of the 1,832 people–mostly young–agreed",
        "The office cost £18m",
        "Ｔhe oﬃce cost £18m",
        'it is policy for the "long term", said Café owners',
        "It fell by -5% in 2019-20",
        "Well... that is all",
        "Well. . . that is all",
    ],
)
def test_marks_can_differ(quote: str) -> None:
    found = find_quote(quote, text_of(WHITE_PAPER))
    assert found and not found.is_verbatim


@pytest.mark.parametrize(
    "quote",
    [
        "We will ban the self-employed",
        "We will now ban the self-employed",
        "7.5% of the 1,832 people",
        "77.5 of the 1,832 people",
        "775% of the 1,832 people",
        "77.5% of the 1832 people",
        "agreed. The oﬃce cost £18",
        "18m. The Bill",
        "18m",
        "the oﬃce Cost £18m",
        "The oﬃce cost $18m",
        "The Bill which was not passed",
        "The Bill, which was not passed, can",
        "The Bill, which was not passed, cant return",
        "The Bill, which was not passed; can’t",
        "employed from any",
        "mentschemes",
        "It fell by 5% in 2019–20",
        "5% in 2019–20",
        "It fell by −5% in 2019",
        "in 2019–20, to 40 m",
        "in 2019–20, to 40 m2",
        "hey walked to",
        "They walked to th",
        "the shop the big one",
        "?",
    ],
)
def test_other_differences_are_not_accepted(quote: str) -> None:
    assert find_quote(quote, text_of(WHITE_PAPER)) is None


def test_a_verbatim_passage_is_preferred() -> None:
    found = find_quote("the “long” road", text_of("A. The 'long' road. B. the “long” road. C."))
    assert found and found.is_verbatim and found.start == 23


@pytest.mark.parametrize(
    ("quote", "exact", "caution"),
    [
        ("The Bill … can’t return", "The Bill, which was not passed, can’t return", "not"),
        ("… agreed. The oﬃce cost £18m …", "agreed. The oﬃce cost £18m", ""),
        ("[T]he oﬃce [sic] cost £18m", "The oﬃce cost £18m", ""),
        ("[They] [w]alked to the shop", "They walked to the shop", ""),
        ("They walk[ed] to the shop", "They walked to the shop", "2 words"),
        ("They [all] walked to the shop", "They walked to the shop", "1 word"),
        ("1,832 [or so] people [...] agreed.", "1,832 people — mostly young — agreed.", "1 word"),
        ("Bill […] can’t return. It is", "Bill, which was not passed, can’t return. It is", "not"),
        ("Bill […]. it is policy", "Bill, which was not passed, can’t return. It is policy", "not"),
        ("We will not [never] ban the self-employed", "We will not ban the self-employed", "never"),
    ],
)
def test_editors_can_shorten_and_explain(quote: str, exact: str, caution: str) -> None:
    found = find_quote(quote, text_of(WHITE_PAPER))
    assert found and found.exact == exact
    assert not found.is_verbatim
    assert (caution in found.caution) if caution else not found.caution


@pytest.mark.parametrize(
    "quote",
    [
        "agreed. The oﬃce cost … We will not ban",
        "The Bill … cannot return",
        "The oﬃce [sic] cost £19m",
        "The oﬃce, [sic] cost £18m",
        "[T]his oﬃce cost £18m",
        "Gambling [law] We will not ban the self-employed from",
        "The oﬃce [and] Cost £18m",
    ],
)
def test_pieces_must_be_equal_and_in_order(quote: str) -> None:
    assert find_quote(quote, text_of(WHITE_PAPER)) is None


def test_an_ellipsis_leaves_out_a_limited_number_of_words() -> None:
    quote = "Ministers met … and left again"
    for words, is_found in ((ELLIPSIS_WORDS, True), (ELLIPSIS_WORDS + 1, False)):
        text = text_of(f"Ministers met {'slowly ' * words}and left again.")
        assert (find_quote(quote, text) is not None) is is_found


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("We are … against licensing", "We are not against licensing."),
        ("We are … against licensing", "We are certainly not yet against licensing."),
        ("It is … ready", "It is never, as far as anybody on the council can say, ready."),
        ("The plan … will work", "The plan that everybody on the council backs never will work."),
        ("We are [now] against licensing", "We are not against licensing."),
    ],
)
def test_no_negation_can_be_left_out_next_to_the_words(quote: str, source: str) -> None:
    assert find_quote(quote, text_of(source)) is None
    assert most_similar(quote, text_of(source))


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("The plan … will work", "The plan, which nobody read, will work."),
        ("We met. … We agreed", "We met. It was not long. We agreed."),
        ("The plan … will work", "The plan that nobody on the whole council has read will work."),
    ],
)
def test_a_negation_further_away_is_a_caution(quote: str, source: str) -> None:
    found = find_quote(quote, text_of(source))
    assert found and "leaves out “n" in found.caution


def test_brackets_around_words_of_the_source_need_no_caution() -> None:
    found = find_quote("the [council] knows it", text_of("Now the council knows it."))
    assert found and found.exact == "the council knows it"
    assert not found.is_verbatim and not found.caution


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("used to be a family", "“Every safe used to be a family”Homes for Marrowby"),
        ("used to be a family", "‘Every safe used to be a family’Homes for Marrowby"),
        ("I viewed 26 flats", "Related‘I viewed 26 flats in a month’: a diary"),
        ("I viewed 26 flats", 'Related"I viewed 26 flats"Next'),
        ("I viewed 26 flats", "Related«I viewed 26 flats»Next"),
    ],
)
def test_a_quotation_mark_ends_a_word(quote: str, source: str) -> None:
    found = find_quote(quote, text_of(source))
    assert found and found.exact == quote


@pytest.mark.parametrize("quote", ["we can", "Brien spoke", "t wait", "O"])
def test_an_apostrophe_does_not_end_a_word(quote: str) -> None:
    assert find_quote(quote, text_of("Then we can’t wait. Ms O’Brien spoke.")) is None


def test_the_nearest_pieces_are_chosen() -> None:
    far = f"We welcome it. {'And so on. ' * 40}We welcome it, but more is needed."
    found = find_quote("We welcome it … more is needed", text_of(far))
    assert found and found.exact == "We welcome it, but more is needed"


@pytest.mark.parametrize(
    ("quote", "caution"),
    [
        ("walked", "only 1 word, which can occur by chance"),
        ("The oﬃce", "only 2 words, which can occur by chance"),
        ("the", "only 1 word, found 9 times"),
        ("They walked to", ""),
        ("They … the shop", "“They” is only 1 word, which can occur by chance"),
        ("ban the self-employed from", "follows “not”"),
        ("return. It is policy³", "follows “can’t”"),
        ("passed, can’t return", "follows “not”"),
        ("ban … from any of the", "“ban” is only 1 word, which can occur by chance; follows “not”"),
    ],
)
def test_few_words_have_a_caution(quote: str, caution: str) -> None:
    found = find_quote(quote, text_of(WHITE_PAPER))
    assert found and found.caution == caution


@pytest.mark.parametrize("quote", ["Mae’r Llywodraeth wedi cytuno â’r cynllun", "tŷ a dŵr i bawb"])
def test_welsh_quotes_are_found_in_either_unicode_form(quote: str) -> None:
    text = text_of("Mae'r Llywodraeth wedi cytuno a\u0302'r cynllun: ty\u0302 a dw\u0302r i bawb.")
    assert find_quote(quote, text)


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("We will now ban the self-employed", "We will not ban the self-employed"),
        ("77.5% of the 1,833 people", "77.5% of the 1,832 people"),
        ("the oﬃce costs £19m.", "The oﬃce cost £18m."),
        ("They walked slowly to the big shop", "They walked to the shop"),
        ("it then fell by 5% in 2019–20", "It fell by −5% in 2019–20"),
        ("Gambling law … They ran to the shop", "They walked to the shop"),
        ("We will not ban the self-employed", "We will not ban the self-employed"),
    ],
)
def test_a_similar_passage_is_suggested(quote: str, passage: str) -> None:
    text = text_of("Other words are here. " * 50 + WHITE_PAPER)
    found = most_similar(quote, text)
    assert found and found.exact == passage
    assert not found.is_verbatim


@pytest.mark.parametrize("quote", ["Nothing like this is in it", "…", "", "hospitals"])
def test_nothing_similar_is_suggested_if_there_is_nothing(quote: str) -> None:
    assert most_similar(quote, text_of(WHITE_PAPER)) is None
    assert most_similar(quote, text_of("")) is None


@pytest.mark.parametrize(
    "mark",
    [
        " ",
        "-",
        *(
            pytest.param(mark, marks=pytest.mark.long)
            for mark in ("\n", " \n", "'", ".", "[", "\u00ad", "¹", "1", "–")
        ),
    ],
)
def test_texts_that_repeat_a_mark_can_be_searched(mark: str) -> None:
    """If the time of any pattern grew with the square of the length, this would take an hour."""
    text = text_of(f"First{mark * 300_000} second third.", mark * 300_000, are_numbered=True)
    assert find_quote("second third.", text)
    assert find_quote("First second third fourth", text) is None
    assert most_similar("The second third", text)
    if mark.isspace():
        assert find_quote("First – second third", text) is None
        assert find_quote("first second third", text)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("5% of people agree", "We know that <5% of people agree"),
        ("5% of people agree", "We know that ≥ 5% of people agree"),
        ("£5 a head is paid", "We know that ±£5 a head is paid"),
        ("the scheme costs £2", "the scheme costs £2 million a year"),
        ("the scheme costs £2", "the scheme costs £2 bn a year"),
        ("it was read by 5", "it was read by 5 per cent of them"),
        ("it grew from 2 to 3", "it grew from 2 to 3 ½ acres"),
        ("832 people read it", "In all, 1\u202f832 people read it"),
    ],
)
def test_a_number_is_quoted_with_its_sign_and_its_size(quote: str, text: str) -> None:
    assert find_quote(quote, text_of(text)) is None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("It is []possible to sell it", "It is impossible to sell it"),
        ("[The ]employed people got nothing", "unemployed people got nothing"),
        ("We can[] sell the park", "We cannot sell the park"),
        ("We would[ now] sell the park", "We wouldn’t sell the park"),
    ],
)
def test_an_insertion_cannot_hide_a_negative_part_of_a_word(quote: str, text: str) -> None:
    assert find_quote(quote, text_of(text)) is None


def test_an_insertion_that_replaces_words_has_a_caution() -> None:
    text = text_of("After years of talks, we will save the park next year")
    replaced = find_quote("After years of talks, we will [sell] the park next year", text)
    added = find_quote("After years of talks, we will [gladly] save the park next year", text)
    assert replaced
    assert replaced.caution == "replaces “save”"
    assert added
    assert not added.caution
