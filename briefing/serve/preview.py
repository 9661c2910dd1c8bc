"""The documents that the page shows, made as `briefing build` and `briefing digest` make them."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import date as Day
from email.message import EmailMessage
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, cast, get_args

from briefing.delivery.days import PeriodError, RequestedDays, period_for
from briefing.edition.areas import for_area
from briefing.edition.as_of import as_known_on
from briefing.edition.briefing import Briefing, chosen, with_new_entries
from briefing.edition.digest import as_known_at_end_of, make_digest
from briefing.edition.editions import digests_of, editions_of
from briefing.edition.kept_entries import KeptEntries
from briefing.edition.parts import in_parts
from briefing.edition.periods import Period, Rhythm, period_before, period_of, rhythm_of
from briefing.edition.proved import unproved
from briefing.edition.selection import NO_FILTER
from briefing.edition.visibility import visible_to
from briefing.edition.words import words_in
from briefing.garbage_collection import gc_paused
from briefing.output.formats import FORMATS, usual_formats
from briefing.output.html import LivePage
from briefing.output.open_notes import Page
from briefing.record.audiences import Audience, instant
from briefing.record.model import Edition
from briefing.record.record import Record
from briefing.record.templates import Templates, is_digest
from briefing.serve.live import Project, State
from briefing.serve.page_changes import ElementChange, changed_elements

_MOST_KEPT, _MOST_PAGES_KEPT = 24, 3
_PERIODS_OFFERED = 52


class NotShown(Exception):
    """The chosen briefing cannot be shown. The message gives the reason."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The choices of a reader of the page.

    `edition` is its id, and `part` the name of a part of a long one, or "". If `audience`, `area`
    or `as_of` is given, it replaces that of the edition. `day` is a day of the period of a digest.
    """

    edition: str
    part: str = ""
    audience: Audience | None = None
    area: str = ""
    as_of: Day | None = None
    day: Day | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A briefing to show, with the name of its files and remarks for its editors."""

    name: str
    briefing: Briefing
    remarks: tuple[str, ...] = ()


def choice_from(given: Mapping[str, str]) -> Choice:
    """Return the choice in the parameters of an address.

    Raises:
        NotShown: a parameter is not valid.
    """
    audience = given.get("audience") or None
    if audience is not None and audience not in get_args(Audience):
        raise NotShown(f"There are no readers called '{audience}'.")
    try:
        days = {
            name: Day.fromisoformat(given[name]) if given.get(name) else None
            for name in ("as-of", "day")
        }
    except ValueError:
        raise NotShown("That is not a date.") from None
    return Choice(
        given.get("edition", ""),
        given.get("part", ""),
        cast(Audience | None, audience),
        given.get("area", ""),
        days["as-of"],
        days["day"],
    )


def all_editions(record: Record, templates: Templates) -> dict[str, Edition]:
    """Return the editions that `briefing build` and `briefing digest` make of a record."""
    return editions_of(record, templates) | digests_of(record, templates)


def offered_periods(record: Record, edition: Edition, today: Day) -> list[Period]:
    """Return the last periods of a digest that are over and that the record covers, newest first.

    The record may be accurate only to a day in the first one.
    """
    return _periods(rhythm_of(edition), today, record.correct_as_of)


@lru_cache(maxsize=64)
def _periods(rhythm: Rhythm, today: Day, stop: Day | None) -> list[Period]:
    last = period_before(today, rhythm)
    periods = [period_of(stop, rhythm) if stop and stop < last.first else last]
    while len(periods) < _PERIODS_OFFERED and periods[-1].day_before > Day.min:
        periods.append(period_of(periods[-1].day_before, rhythm))
    return periods


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document. Its number is used for no other version."""

    number: int
    page: Page


@dataclass(frozen=True, slots=True)
class PageChanges:
    """The changes from one version of a page to the next.

    Attributes:
        notes: the numbers of its notes that change, each with the new one.
        elements: the changes of its elements, after that.
        is_early: whether more changes follow.
    """

    notes: dict[str, str]
    elements: list[ElementChange]
    is_early: bool = False


def _page_changes(before: Page, now: Page) -> PageChanges | None:
    found = changed_elements(before.open_text, now.open_text)
    if found is None:
        return None
    elements = [
        replace(each, near=now.with_numbers(each.near), html=now.with_numbers(each.html))
        for each in found
    ]
    return PageChanges(before.renumbering(now), elements)


@dataclass(slots=True)
class _Kept:
    """The parts of one page that may be in its next version too."""

    entries: KeptEntries
    page: LivePage
    last: tuple[Edition, Day, Shown] | None = None


class Previews:
    """The briefings and pages of a record, which are made once for each of its states."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._version = -1
        self._views: dict[tuple[Audience, datetime], Record] = {}
        self._shown: dict[tuple[Choice, datetime], list[Shown]] = {}
        self._documents: dict[tuple[Choice, datetime, str], Version] = {}
        self._versions: dict[tuple[Choice, str], tuple[Version, Version | None]] = {}
        self._numbers = count(1)
        self._kept: dict[Choice, _Kept] = {}
        self._user_templates: Sequence[object] = ()

    @gc_paused()
    def shown(self, state: State, choice: Choice) -> Shown:
        """Return the chosen briefing of a state of the record without errors.

        Raises:
            NotShown: there is no such edition, area or day.
        """
        return self._choose(state, choice)[0]

    @gc_paused()
    def document(self, state: State, choice: Choice, view: str) -> tuple[Shown, Version]:
        """Return the chosen briefing, and its page or another text: html, md, message or txt.

        Raises:
            NotShown: there is no such edition, area or day, or it has no such view.
            TemplateError: a template has a mistake.
        """
        shown, moment = self._choose(state, choice)
        key = (choice, moment, view)
        if key not in self._documents:
            _forget_oldest(self._documents)
            self._documents[key] = self._versioned(
                choice, view, self._rendered(shown.briefing, view, choice)
            )
        return shown, self._documents[key]

    @gc_paused()
    def changes(
        self, state: State, choice: Choice, view: str, number: int, *, may_be_early: bool = False
    ) -> tuple[Shown, Version, PageChanges | None]:
        """Return the chosen briefing, its page, and its changes since an earlier version of it.

        The changes are None if that version is not the last one, or most of the page has changed.
        On an early page, only the events are new. If no event has changed, everything except the
        charts is new.

        Raises:
            NotShown: there is no such edition, area or day, or it has no such view.
            TemplateError: a template has a mistake.
        """
        if may_be_early and view == "html" and (early := self._early(state, choice)):
            shown, now = early
            if changes := self._changes_since(number, choice, view, now):
                return shown, now, replace(changes, is_early=True)
        shown, now = self.document(state, choice, view)
        return shown, now, self._changes_since(number, choice, view, now)

    def _changes_since(
        self, number: int, choice: Choice, view: str, now: Version
    ) -> PageChanges | None:
        _, before = self._versions.get((choice, view), (now, None))
        if number == now.number:
            return PageChanges({}, [])
        if not before or number != before.number:
            return None
        return _page_changes(before.page, now.page)

    def _early(self, state: State, choice: Choice) -> tuple[Shown, Version] | None:
        """Return the chosen briefing with parts of the last one, and its page, if that saves time.

        Only its entries are new or, if none of them has changed, everything except its charts.
        """
        edition, day, moment = self._chosen(state, choice)
        kept = self._kept.get(choice)
        if (choice, moment) in self._shown or not kept or not kept.last:
            return None
        last_edition, last_day, last = kept.last
        is_split = bool(last.briefing.parts)
        if (last_edition, last_day) != (edition, day) or last.briefing.is_sheet or is_split:
            return None
        seen = self._seen(state, choice, edition, day, moment)
        briefing = with_new_entries(last.briefing, seen, edition, day, kept.entries)
        if not briefing:
            return None
        shown = replace(last, briefing=briefing)
        if briefing is last.briefing:
            shown, _ = self._choose(state, choice)
            if shown.briefing.parts or "html" not in shown.briefing.files:
                return None
        page = kept.page.version(shown.briefing, is_early=True)
        return shown, self._versioned(choice, "html", page)

    def _versioned(self, choice: Choice, view: str, page: Page) -> Version:
        """Return a version with a new number, or the last one if that has the same content."""
        now, before = self._versions.pop((choice, view), (None, None))
        if not now or now.page != page:
            now, before = Version(next(self._numbers), page), now
        _forget_oldest(self._versions, _MOST_PAGES_KEPT)
        self._versions[choice, view] = now, before
        return now

    def _choose(self, state: State, choice: Choice) -> tuple[Shown, datetime]:
        edition, day, moment = self._chosen(state, choice)
        key = (choice, moment)
        if key not in self._shown:
            _forget_oldest(self._shown)
            if is_digest(edition, state.templates):
                self._shown[key] = self._digest(state, choice, edition)
            else:
                self._shown[key] = self._briefings(state, choice, edition, day, moment)
        for shown in self._shown[key]:
            if choice.part in ("", shown.name):
                return shown, moment
        raise NotShown(f"There is no part called '{choice.part}'.")

    def _chosen(self, state: State, choice: Choice) -> tuple[Edition, Day, datetime]:
        """Return the chosen edition, its day, and the time that decides which embargoes apply."""
        if state.version != self._version:
            self._version = state.version
            for made in (self._views, self._shown, self._documents):
                made.clear()
            if state.user_templates != self._user_templates:
                self._user_templates = state.user_templates
                self._kept.clear()
        record = state.loaded.record
        edition = all_editions(record, state.templates).get(choice.edition)
        if edition is None:
            raise NotShown(f"The record no longer has an edition called '{choice.edition}'.")
        changes = {"audience": choice.audience, "area": choice.area}
        edition = edition.model_copy(
            update={name: value for name, value in changes.items() if value}
        )
        limit = self._project.last_day(record)
        day = choice.as_of or limit
        return edition, day, self._moment(record, min(day, limit))

    def _moment(self, record: Record, day: Day) -> datetime:
        """Return the time when the last of the embargoes ended that have ended on a day.

        An embargo can end without a change to the record. Until then, nothing has to be made again.
        """
        now = self._project.readable_until(record, day)
        ends = (
            instant(item.embargo, record.timezone) for *_, item in record.restricted if item.embargo
        )
        return max((end for end in ends if end <= now), default=datetime.min.replace(tzinfo=UTC))

    def _briefings(
        self, state: State, choice: Choice, edition: Edition, day: Day, moment: datetime
    ) -> list[Shown]:
        """Make an edition and its parts, as `briefing build` does."""
        template = state.templates[edition.template]
        seen = self._seen(state, choice, edition, day, moment)
        name = f"{choice.edition}-{choice.area}" if choice.area else choice.edition
        remarks: tuple[str, ...] = ()
        kept = self._kept_for(choice)
        made = list(in_parts(seen, name, edition, template, day, NO_FILTER, kept.entries))
        if edition.proved:
            claims, _ = chosen(seen, edition, day, NO_FILTER)
            remarks = _not_proved(len(unproved(made[0], claims)))
        shown = [
            Shown(briefing.id, _linked(briefing, template.formats), remarks) for briefing in made
        ]
        kept.last = edition, day, shown[0]
        return shown

    def _seen(
        self, state: State, choice: Choice, edition: Edition, day: Day, moment: datetime
    ) -> Record:
        """Return the record as the readers of an edition may see it on a day."""
        record = state.loaded.record
        limit = self._project.last_day(record)
        if day > limit:
            raise NotShown(f"The record is accurate only to {limit}.")
        reader = edition.audience or "public"
        if (reader, moment) not in self._views:
            self._views[reader, moment], _ = visible_to(record, reader, moment)
        seen = self._views[reader, moment]
        if choice.area and choice.area not in seen.areas:
            raise NotShown("The readers of this edition may not see that area.")
        return as_known_on(seen, day) if day < limit else seen

    def _kept_for(self, choice: Choice) -> "_Kept":
        if choice not in self._kept:
            _forget_oldest(self._kept, _MOST_PAGES_KEPT)
            templates = self._project.user_templates
            self._kept[choice] = _Kept(KeptEntries(), LivePage(templates))
        return self._kept[choice]

    def _rendered(self, briefing: Briefing, view: str, choice: Choice) -> Page:
        user_templates = self._project.user_templates
        if view in ("message", "txt") and briefing.digest:
            return Page(_message(briefing, view, user_templates))
        if view not in ("html", "md") or view not in briefing.files:
            raise NotShown("There is no template for this edition in that format.")
        if view == "html":
            return self._kept_for(choice).page.version(briefing)
        return Page(FORMATS[view].renderer(user_templates, "auto")(briefing).content.decode())

    def _digest(self, state: State, choice: Choice, edition: Edition) -> list[Shown]:
        """Make the digest of the chosen period, as `briefing digest` does."""
        record, templates = state.loaded.record, state.templates
        today = self._project.today(record)
        day = choice.day or offered_periods(record, edition, today)[0].first
        requested = RequestedDays("--for", day, day)
        try:
            period = period_for(
                requested, rhythm_of(edition), record, choice.edition, today, may_choose=False
            )
        except PeriodError as error:
            raise NotShown(str(error)) from None
        reader = edition.audience or "public"
        now, _ = as_known_at_end_of(record, reader, period.last)
        eve, _ = as_known_at_end_of(record, reader, period.day_before)
        if choice.area and choice.area not in now.areas:
            raise NotShown("The readers of this edition may not see that area.")
        briefing = make_digest(eve, now, choice.edition, edition, period, templates)
        has_several = len(digests_of(record, templates)) > 1
        name = f"{choice.edition}-{period.name}" if has_several else period.name
        remarks: tuple[str, ...] = ()
        if edition.proved:
            remarks = _not_proved(len(unproved(briefing, for_area(now, edition.area))))
        if briefing.digest and briefing.digest.stops:
            stop = words_in("en-GB").day(record.correct_as_of) if record.correct_as_of else ""
            remarks += (f"This digest is incomplete: the record is accurate only to {stop}.",)
        linked = _linked(briefing, templates[edition.template].formats, name)
        return [Shown(name, linked, remarks)]


def _linked(briefing: Briefing, made: frozenset[str], name: str = "") -> Briefing:
    """Return a briefing with links to its files in the usual formats."""
    suffixes = [suffix for suffix in usual_formats() if suffix in made]
    files = {suffix: f"{name or briefing.id}.{suffix}" for suffix in suffixes}
    return replace(briefing, files=files)


def _not_proved(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    is_or_are = "is" if number == 1 else "are"
    message = f"{number:,} of its quotes and figures {is_or_are} not proved"
    return (f"`briefing build` does not make this edition, because {message}.",)


def _forget_oldest(kept: dict[Any, Any], most: int = _MOST_KEPT) -> None:
    while len(kept) >= most:
        del kept[next(iter(kept))]


def _message(briefing: Briefing, view: str, user_templates: Path) -> str:
    """Return a version of the email of a digest, with its pictures in its HTML."""
    from briefing.output.eml import message_writer

    draft = message_writer(user_templates)(briefing, None).draft()
    text = _part(draft, "text/plain" if view == "txt" else "text/html")
    pictures = {
        str(part["Content-ID"]).strip("<>"): part.get_payload(decode=True)
        for part in draft.walk()
        if part["Content-ID"]
    }

    def picture(match: re.Match[str]) -> str:
        content = pictures.get(match[1])
        if not isinstance(content, bytes):
            return match[0]
        return f"data:image/png;base64,{b64encode(content).decode()}"

    return re.sub(r"(?<=\")cid:([^\"]+)", picture, text)


def _part(message: EmailMessage, type: str) -> str:
    part = next(part for part in message.walk() if part.get_content_type() == type)
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()
