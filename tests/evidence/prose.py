"""Paragraphs like those of press releases, which repeat their phrases."""

from collections.abc import Iterator
from random import Random

PEOPLE = (
    "the minister", "Mrs O’Brien", "Dr Siân Evans-Hughes", "the Work and Pensions Committee",
    "a spokesperson for No 10", "the Joseph Rowntree Foundation", "the UK’s regulator",
    "Citizens Advice", "campaigners", "the Chancellor of the Exchequer", "Lord Ó Cathaín",
    "the All-Party Parliamentary Group", "local councils", "Llŷn’s councillors", "the ombudsman",
    "the then-minister, Sir John Smith KC,", "NHS England", "trade unions", "Zoë Müller MP",
)  # fmt: skip
SAID = (
    "said", "told MPs", "wrote", "warned", "announced on Monday", "admitted", "did not say",
    "never promised", "confirmed again", "told the Today programme", "argued in a letter",
    "has repeatedly said", "will say on Thursday", "refused to say", "could not confirm",
)  # fmt: skip
THINGS = (
    "the carer’s allowance", "a long-term plan", "the cost-of-living payment", "social security",
    "the so-called ‘cliff edge’", "universal credit", "the £151-a-week earnings limit",
    "a legally binding target", "the white paper", "this policy", "free school meals", "a levy",
    "the affordable housing programme", "an opt-out", "the two-child limit", "overpayments",
    "the official figures", "a well-funded service", "the “triple lock”", "unpaid carers’ rights",
    "the difficult, unaffordable and inefficient system", "re-employment",
)  # fmt: skip
WILL = (
    "will be reviewed", "will not be scrapped", "must be protected", "should be ended at once",
    "is not working", "has failed", "cannot continue", "is a step in the right direction",
    "ought to be re-examined", "won’t be cut", "would have to be paid back", "isn’t enough",
    "will rise", "will fall", "is being consulted on", "shouldn’t have been delayed",
)  # fmt: skip
LINKS = ("because", "although", "even though", "and", "but", "so that", "while", "unless")
OPENINGS = (
    "We welcome the news that", "We are clear that", "It is right that", "In practice,",
    "In other words,", "However,", "As we have said before,", "There is no doubt that",
    "For too long,", "Since 2015–16,", "Last year,", "By contrast,", "That is why",
)  # fmt: skip


def paragraphs(chance: Random, number: int = 12) -> list[str]:
    """Return paragraphs of one to five sentences."""
    return [" ".join(_sentences(chance)) for _ in range(number)]


def _sentences(chance: Random) -> Iterator[str]:
    for _ in range(chance.randint(1, 5)):
        kind = chance.choice((_statement, _statement, _spoken, _counted, _dated))
        text = kind(chance)
        yield text[0].upper() + text[1:]


def _clause(chance: Random) -> str:
    return f"{chance.choice(THINGS)} {chance.choice(WILL)}"


def _statement(chance: Random) -> str:
    text = f"{chance.choice(OPENINGS)} {_clause(chance)} {chance.choice(LINKS)} {_clause(chance)}"
    return text + chance.choice([".", ".", "; and that is all.", "?", "!", " – so be it."])


def _spoken(chance: Random) -> str:
    words = f"{chance.choice(OPENINGS)} {_clause(chance)}"
    who = f"{chance.choice(PEOPLE)} {chance.choice(SAID)}"
    return chance.choice(
        [f"{who}: “{words}, {chance.choice(LINKS)} {_clause(chance)}.”", f"“{words},” {who}."]
    )


def _counted(chance: Random) -> str:
    part, base = chance.randint(2, 99), chance.randint(100, 9999)
    amount = f"{chance.randint(1, 99)}.{chance.randint(0, 9)}"
    number = chance.choice(
        [f"{part}%", f"{part}.{chance.randint(1, 9)} per cent", f"{part} of {base:,} people",
         f"£{amount} million", f"{base:,}", f"−{part}%", f"£{base:,}.50", f"{part}–{part + 9}%"]
    )  # fmt: skip
    aside = f"— {number} {chance.choice(['in all', 'a year', 'this time'])} —"
    subject = f"{chance.choice(PEOPLE)} {chance.choice(SAID)} that {chance.choice(THINGS)}"
    return f"{subject} {aside} {chance.choice(WILL)}."


def _dated(chance: Random) -> str:
    day = f"{chance.randint(1, 28)} {chance.choice(['May', 'June', 'October'])}"
    year = chance.randint(2010, 2025)
    notes = f"(see table {chance.randint(1, 9)}, p. {chance.randint(10, 400)})"
    return (
        f"on {day} {year}, {chance.choice(PEOPLE)} {chance.choice(SAID)} that {_clause(chance)} "
        f"{chance.choice(LINKS)} {_clause(chance)} {notes}."
    )
