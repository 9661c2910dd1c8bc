"""Rules for dates, numbers, lengths of time, web addresses, colours and email addresses.

The validators of the model give the message, and most hints.
"""

from collections.abc import Iterator

from briefing.record import dates
from briefing.record.fix_hints import delete, doubtful, write
from briefing.record.problems import Finding
from briefing.record.rules.faults import Fault
from briefing.record.rules.rule import Rule, error, fixed
from briefing.record.rules.suggestions import address_or_id_for
from briefing.record.rules.wording import quoted


@error
@fixed("safe", "unsafe")
def not_a_date(fault: Fault) -> Iterator[Finding]:
    """A date must be in a format such as 2023-07-03.

    A date can be as vague as the evidence: a month (2019-04), a year (2019), a season (spring
    2021), a period (2019-04/2019-07), an open-ended period (2023-07/..), an approximate year
    (2020~), an uncertain month (2020-05?), an unknown day between two days
    ([2021-03-12..2023-07-03]), an unknown day up to a given day ([..2023-07-03]) or an unknown day
    from a given day onwards ([2021-03-12..]). Except for the names of seasons, this is the Extended
    Date/Time Format (EDTF) of the Library of Congress, levels 0 and 1, and the ranges of level 2.

    Wrong:
        title: Example
        events:
          - {date: 3 July 2023, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2023-07-03, kind: news, title: A, source: https://example.org/a}
    """
    field = str(fault.where.path[-1])
    hint = _due_hint(fault) if field in ("due", "deadline") else fault.hint
    if not hint:
        words = _DATES_TO_DELETE.get(field, "")
        hint = delete(words) if words else _DATE_HINTS.get(field, "")
    yield Finding(fault.where, fault.facts["message"], hint)


def _due_hint(fault: Fault) -> str:
    """Return a hint for the due date of a commitment, given the event in which it was made."""
    from briefing.record.date_hints import due_hint

    events = fault.data.get("events") if isinstance(fault.data, dict) else None
    groups = [event for event in events if isinstance(event, dict)] if events else []
    number = fault.where.path[1]
    event = events[number] if isinstance(events, list) and isinstance(number, int) else {}
    given = event.get("date") if isinstance(event, dict) else None
    made_on = str(given) if isinstance(given, str | int) else ""
    try:
        dates.parse_edtf(made_on)
    except dates.DateProblem:
        made_on = ""
    return due_hint(
        str(fault.given), made_on, [str(group["id"]) for group in groups if "id" in group]
    )


_DATE_HINTS = {
    "date": "write as much as you know: a period such as 2023-07/2023-12, or an unknown day in "
    "that period as [2023-07..2023-12]",
}
_DATES_TO_DELETE = {
    "from": "if the date is not known, delete it",
    "until": "if there is no end yet, delete it",
}


@error
def ambiguous_date(fault: Fault) -> Iterator[Finding]:
    """A date must have only one meaning.

    In EDTF, 2022-23 means autumn 2022, but in Britain it usually means a financial year, a school
    year or a session of Parliament. Write a season in words (autumn 2022). Write a year as its
    first and last months (2022-04/2023-03 for the financial year). The same applies to every other
    season whose number could be a later year (2018-23, 2021-24), and to two consecutive years
    (2024/2025), even after a season (summer 2024/2025). 2021-21 and 2026-22 can only be seasons, so
    they are read as EDTF.

    Wrong:
        title: Example
        events:
          - {date: 2022-23, kind: statistics, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2022-04/2023-03, kind: statistics, title: A, source: https://example.org/a}
          - {date: autumn 2022, kind: news, title: B, source: https://example.org/b}
    """
    yield fault.finding


@error
@fixed("unsafe")
def impossible_date(fault: Fault) -> Iterator[Finding]:
    """A date must exist in the calendar.

    For example, there is no 30 February and no 13th month.

    Wrong:
        title: Example
        events:
          - {date: 2023-02-30, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2023-02-28, kind: news, title: A, source: https://example.org/a}
    """
    yield fault.finding


@error
@fixed("unsafe")
def end_before_start(fault: Fault) -> Iterator[Finding]:
    """A period must end after it starts.

    Wrong:
        title: Example
        events:
          - {date: 2019-07/2019-04, kind: consultation, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04/2019-07, kind: consultation, title: A, source: https://example.org/a}
    """
    yield fault.finding._replace(hint=doubtful(fault.hint))


@error
@fixed("safe")
def not_a_number(fault: Fault) -> Iterator[Finding]:
    """A figure's value and sample must be numbers in a standard format.

    For example: 77%, over 10,000, up to 850,000, +28%, 1,832, £18m, 32 million, 10–12%, 9 of 27.
    Use the label to say what the number means. Briefings show the number as you write it.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A poll
            source: https://example.org/a
            figures: [{label: want a park, value: most of them}]

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: poll
            title: A poll
            source: https://example.org/a
            figures: [{label: want a park, value: 77%}]
    """
    number = str(fault.given).strip().replace("_", "")
    is_grouped = number.isdecimal() and number != str(fault.given).strip()
    hint = fault.hint
    if is_grouped:
        better = f"{int(number):,}"
        hint = write(better, f"write {quoted(better)}", is_safe=True)
    yield Finding(fault.where, fault.facts["message"], hint)


@error
def not_a_length_of_time(fault: Fault) -> Iterator[Finding]:
    """A length of time must be a number of days, weeks, months or years.

    For example, `recent: 18 months` lists the events of the last 18 months under *Recent
    developments*.

    Wrong:
        title: Example
        recent: since the election
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        recent: 18 months
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    yield fault.finding


@error
@fixed("unsafe")
def not_a_web_address(fault: Fault) -> Iterator[Finding]:
    """A web address must start with http:// or https://.

    Readers follow the links in a briefing, and other kinds of address may not be safe.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: "ftp://example.org/a"}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: "https://example.org/a"}
    """
    hint = address_or_id_for(str(fault.given), fault.where.path, fault.data) or fault.hint
    yield Finding(fault.where, fault.facts["message"], hint)


@error
@fixed("safe", "unsafe")
def not_a_colour(fault: Fault) -> Iterator[Finding]:
    """A colour must be a hexadecimal code, as in "#005a73".

    Put it in quotes, because # starts a comment in YAML.

    Wrong:
        title: Example
        brand: {accent: petrol}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        brand: {accent: "#005a73"}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    yield fault.finding


@error
def not_an_e_mail_address(fault: Fault) -> Iterator[Finding]:
    """A sender or recipient must be an email address, with or without a name.

    Wrong:
        title: Example
        sender: Example Policy Team
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        sender: Example Policy Team <policy@example.org>
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    yield fault.finding


@error
def unknown_text_language(fault: Fault) -> Iterator[Finding]:
    """A text can be given only in languages that briefings can be in.

    If a text is given by language, each key is the code of a language: English (such as en or
    en-GB) or Welsh (cy).

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: {en: A park opens, fr: Un parc ouvre}
            source: https://example.org/a

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: {en: A park opens, cy: Parc yn agor}
            source: https://example.org/a
    """
    yield fault.finding


BY_SLUG: dict[str, Rule] = {
    rule.slug: rule
    for rule in (
        not_a_date,
        ambiguous_date,
        impossible_date,
        end_before_start,
        not_a_number,
        not_a_length_of_time,
        not_a_web_address,
        not_a_colour,
        not_an_e_mail_address,
        unknown_text_language,
    )
}
"""The rules, keyed by the slugs that validators use."""
