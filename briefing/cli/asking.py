"""Ask a person about a new event, for `briefing add`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from briefing.capture.known_words import matching, similar
from briefing.cli.console import echo
from briefing.cli.previewing import show_addition
from briefing.cli.prompting import Prompter, say
from briefing.typography import with_stop

if TYPE_CHECKING:
    from briefing.capture.adding import Addition, NewEvent
    from briefing.capture.answers import Words
    from briefing.capture.questions import Question

BACK, HELP = "<", "?"
_KEYS = f"Enter: next   {BACK} back   {HELP} choices   Ctrl-C stop"
_MANY = 30
_MOST_SIMILAR = 9
_YES_OR_NO = ("y", "yes", "n", "no", BACK)


class Back(Exception):
    """The person has asked to return to the previous question."""


class _LeftOut(Exception):
    """The person has left an item out, by skipping its first question."""


def _in_turn(questions: "Sequence[Question]", ask: "Callable[[Question], None]") -> None:
    """Ask questions in order. The person can go back to the previous one.

    Raises:
        Back: the person has gone back beyond the first question.
    """
    n = 0
    while n < len(questions):
        try:
            ask(questions[n])
        except Back:
            if n == 0:
                raise
            n -= 1
        else:
            n += 1


@dataclass(slots=True)
class Dialogue:
    """A dialogue about one event.

    Attributes:
        words: the words of the record.
        prompter: asks the questions.
        event: the answers so far, as the data of the event.
        actors: the actors that can be added, by id. Those that the event does not use are left out.
        sources: the sources that can be added, by id, in the same way.
        suggested: the answers to offer for fields that the event does not have yet.
    """

    words: "Words"
    prompter: Prompter
    event: dict[str, Any] = field(default_factory=dict)
    actors: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    suggested: dict[str, str] = field(default_factory=dict)

    @property
    def new(self) -> "NewEvent":
        """The event, with the items that are added with it."""
        from briefing.capture.adding import NewEvent

        actors, sources = (
            {id: item for id, item in items.items() if _is_used(id, self.event)}
            for items in (self.actors, self.sources)
        )
        return NewEvent(self.event, actors, sources)

    def offer_actors(self, actors: Mapping[str, Mapping[str, Any]]) -> None:
        """Allow these actors as answers. They are added to the record if the event uses them."""
        self.actors |= {id: dict(actor) for id, actor in actors.items()}
        names = {id: str(actor.get("name", id)) for id, actor in actors.items()}
        self.words = replace(self.words, new_actors={**self.words.new_actors, **names})

    def ask_first(self) -> None:
        """Ask for the date, kind, title and source, except those that are already given."""
        from briefing.capture.questions import FIRST

        if not self.prompter.explains:
            say(_KEYS)
        given = set(self.event)
        questions = [
            each
            for each in FIRST
            if each.key not in given and not (each.key == "source" and "sources" in given)
        ]
        while True:
            with suppress(Back):  # There is nothing before the first question, so ask it again.
                _in_turn(questions, self.answer)
                return

    def ask_more(self) -> None:
        """Offer the other fields, and changes to earlier answers, until the person is finished."""
        from briefing.capture.questions import BY_KEY, FIRST, MORE

        more = [each for each in MORE if each.is_possible(self.words)]
        known = {each.key: each.text for each in (*more, *FIRST)}
        echo("")
        for action, group in (("Add", more), ("Change", FIRST)):
            say(f"{action}: {', '.join(each.key for each in group)}")
        while True:
            answer = self._line(
                "More (Enter to finish)",
                known=known,
                describe=lambda text: BY_KEY[text].text if text in BY_KEY else _KEYS,
            )
            if not answer or answer == BACK:
                return
            if answer == HELP:
                for key, text in known.items():
                    say(f"  {key}: {text}")
                continue
            matches = [key for key in known if key.startswith(answer.lower())]
            if answer.lower() in known:
                matches = [answer.lower()]
            if len(matches) != 1:
                say(
                    f"  Choose from {', '.join(matches)}."
                    if matches
                    else f"  Type {HELP} for a list."
                )
                continue
            try:
                self.answer(BY_KEY[matches[0]])
            except Back:
                continue

    def answer(self, question: "Question") -> None:
        """Ask one question, and add the answer to the event.

        Raises:
            Back: the person has asked to return to the previous question.
        """
        from briefing.capture.questions import with_answer

        if not question.is_list:
            now = self.event.get(question.key, self.suggested.get(question.key))
            value = self._value(question, now)
            if question.key == "source":
                value = self._with_details(value)
                self.event.pop("sources", None)
            if value is None:
                self.event.pop(question.key, None)
            else:
                self.event = with_answer(self.event, question, value)
            return
        if question.key in self.event:
            self._change_list(question)
        while True:
            try:
                item = self._item(question)
            except Back:
                return
            if item is None:
                return
            self.event = with_answer(self.event, question, item)
            if question.parts:
                return

    def _change_list(self, question: "Question") -> None:
        """Show the items of a list, and offer to remove them."""
        now = self.event[question.key]
        say(f"  {question.key}: {_shown(now)}")
        if self.confirm("Remove these first?"):
            del self.event[question.key]

    def _item(self, question: "Question") -> Any:
        """Ask for an item of a list. Return None if there are no more."""
        if not question.parts:
            item = self._value(replace(question, text=f"{question.text} (Enter when done)"), None)
            return self._with_details(item) if question.key == "sources" else item
        return self.fill(question, {})

    def fill(self, question: "Question", item: Mapping[str, Any]) -> dict[str, Any] | None:
        """Ask for the parts of an item, starting from those it has. Return None if it is left out.

        Raises:
            Back: the person has gone back beyond the first part.
        """
        from briefing.record.naming import new_id

        first, *rest = [part for part in question.parts if part.is_possible(self.words)]
        first = replace(first, is_optional=True)
        filled = dict(item)

        def ask(part: "Question") -> None:
            value = self._value(part, filled.get(part.key))
            if value is not None:
                filled[part.key] = value
            elif part is first:
                raise _LeftOut
            else:
                filled.pop(part.key, None)

        try:
            _in_turn([first, *rest], ask)
        except _LeftOut:
            return None
        if question.key == "commitments" and "id" not in filled:
            others = {each["id"] for each in self.event.get(question.key, ())}
            id = new_id(filled["title"], self.words.taken | others, "commitment")
            filled = {"id": id, **filled}
        return filled

    def _value(self, question: "Question", now: Any) -> Any:
        """Return the value that the person gives, or None if the answer is empty.

        Raises:
            Back: the person has asked to return to the previous question.
        """
        from briefing.capture.answers import Unclear

        given = default = now if isinstance(now, str) else ""
        known = question.known(self.words)
        text = ""
        while True:
            text = text or self._line(question.text, default, known, self._describe(question))
            if text == BACK:
                raise Back
            if text == HELP:
                self._help(question, known)
            elif not text and now is not None and not default:
                return now
            elif not text and question.is_optional:
                return None
            elif not text:
                say(f"  An event needs a {question.key}.")
            elif text == now:
                return now
            else:
                try:
                    value = question.read(self.words, text)
                except Unclear as unclear:
                    say(f"  {with_stop(str(unclear))}")
                    # Only an answer that can be edited is offered again: Enter must not repeat it.
                    default = text if self.prompter.explains else given
                    text, value = self._settle(question, text, unclear.options)
                    if value is None:
                        default = given if question.is_actor else default
                        continue
                if (meaning := self._meaning(question, value)) not in ("", text):
                    say(f"  {meaning}")
                return value
            text = ""

    def _settle(
        self, question: "Question", text: str, options: Mapping[str, str]
    ) -> tuple[str, str | None]:
        """Offer the meanings of an unclear answer, similar words or a new actor.

        Return a new answer, if the person types one, and the value, if they choose one.
        """
        from briefing.capture.questions import SOURCE

        known = question.known(self.words)
        options = options or {word: known[word] for word in similar(text, known)[:_MOST_SIMILAR]}
        if question.is_actor and not options:
            is_new = self.confirm(f"Add {text} to the actors?")
            return "", self._new_actor(text) if is_new else None
        if not options:
            return "", None
        for n, (value, words) in enumerate(options.items(), 1):
            say(f"  {n}. {value}{f'  {words}' if words else ''}")
        if question.is_actor:
            say(f"  n. Add a new actor, {text}")
        answer = self._line("Choose a number, or write another answer")
        if question.is_actor and answer == "n":
            return "", self._new_actor(text)
        if answer.isdecimal() and 0 < int(answer) <= len(options):
            chosen = [*options][int(answer) - 1]
            is_source = question.key in (SOURCE.key, "sources")
            return "", question.read(self.words, chosen) if is_source else chosen
        return answer, None

    def _new_actor(self, name: str) -> str:
        """Add an actor with this name. Return its id."""
        from briefing.record.naming import new_id

        id = new_id(name, self.words.taken, "actor")
        kind = self._line("Type of actor, such as person, charity or department (Enter to skip)")
        self.offer_actors({id: {"name": name} | ({"type": kind} if kind not in ("", BACK) else {})})
        return id

    def _with_details(self, source: Any) -> Any:
        """Ask for the details of a source that the record does not describe yet."""
        from briefing.capture.questions import SOURCE_DETAILS

        is_address = isinstance(source, str) and "://" in source
        is_title = isinstance(source, dict) and source.keys() == {"title"}
        if not (is_address or is_title):
            return source
        described = {"url": source} if is_address else dict(source)
        say("  This source is new. Describe it, or press Enter to skip a question.")
        parts = [each for each in SOURCE_DETAILS if each.key not in described]

        def ask(part: "Question") -> None:
            value = self._value(part, described.get(part.key))
            if value is not None:
                described[part.key] = value

        _in_turn(parts, ask)
        if described.keys() == {"url"}:
            return source
        order = ("title", "author", "publisher", "date", "url")
        return {key: described[key] for key in order if key in described}

    def _describe(self, question: "Question") -> Callable[[str], str]:
        """Return a function that explains an answer while it is typed."""
        from briefing.capture.answers import Unclear

        def describe(text: str) -> str:
            if not text or text in (BACK, HELP):
                return f"{question.hint}\n{_KEYS}".strip()
            try:
                value = question.read(self.words, text)
            except Unclear as unclear:
                is_start = bool(matching(text, question.known(self.words)))
                return f"Tab: complete   {_KEYS}" if is_start else with_stop(str(unclear))
            return self._meaning(question, value) or f"{question.hint}\n{_KEYS}".strip()

        return describe

    def _meaning(self, question: "Question", value: Any) -> str:
        """Return the meaning of an answer, if it is not obvious from the text."""
        if question.key in ("date", "due"):
            from briefing.edition.words import date_in_words

            return date_in_words(value)
        if question.key == "kind":
            return str(value)
        known = question.known(self.words)
        if isinstance(value, str) and known.get(value):
            return f"{value}: {known[value]}"
        return ""

    def _help(self, question: "Question", known: Mapping[str, str]) -> None:
        if question.hint:
            say(f"  {question.hint}")
        for word, description in list(known.items())[:_MANY]:
            say(f"  {word}{f'  {description}' if description else ''}")
        if len(known) > _MANY:
            say(f"  … and {len(known) - _MANY} more")

    def _line(
        self,
        question: str,
        default: str = "",
        known: Mapping[str, str] = {},
        describe: Callable[[str], str] = lambda text: _KEYS,
    ) -> str:
        return self.prompter.ask(question, default, known, describe)

    def confirm(self, question: str) -> bool:
        """Ask a question whose answer is yes or no."""
        while (answer := self._line(f"{question} [y/n]").lower()) not in _YES_OR_NO:
            say("  Type y for yes, or n for no.")
        return answer in ("y", "yes")

    def choose(self, question: str, answers: Sequence[str], default: str = "") -> str:
        """Ask for one of the `answers`, by its first letter."""
        from briefing.english import listing

        while True:
            answer = self._line(question).lower() or default
            if matches := [each for each in answers if answer and each.startswith(answer)]:
                return matches[0]
            say(f"  Type {listing([each[0] for each in answers], 'or')}.")

    def review(
        self,
        preview: "Callable[[NewEvent, str | None], Addition]",
        files: Sequence[str],
        file: str | None = None,
    ) -> "Addition | None":
        """Show the event, its place and its problems, until the person saves it or stops.

        Args:
            preview: adds the event to the text of a file, or of the one for its date.
            files: the files of the record, from which the person can choose.
            file: the file that the event must go into. Default: the file for its date.
        """
        from briefing.record.problems import errors

        while True:
            addition = preview(self.new, file)
            show_addition(addition)
            if same := self.words.same_event(self.event):
                say(f"Note: the record already has an event with this date and title: {same}.")
            answers = ["change", "file", "quit"] if len(files) > 1 else ["change", "quit"]
            if errors(addition.problems):
                question = "The record would have errors"
            else:
                question, answers = "Save it?", ["yes", *answers]
            answer = self.choose(f"{question} {_initials(answers)}", answers)
            if answer == "yes":
                return addition
            if answer == "quit":
                return None
            if answer == "file":
                chosen = self._line("File", addition.place.file, dict.fromkeys(files, ""))
                file = chosen if chosen in files else file
            else:
                self.ask_more()


def _initials(answers: Sequence[str]) -> str:
    """Return the answers with their first letters marked: "[y]es, [q]uit"."""
    return ", ".join(f"[{answer[0]}]{answer[1:]}" for answer in answers)


def _is_used(id: str, value: Any) -> bool:
    """Whether an id occurs in some data."""
    if isinstance(value, Mapping):
        return any(_is_used(id, each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(_is_used(id, each) for each in value)
    return bool(value == id)


def _shown(value: Any) -> str:
    from briefing.record.yaml_writing import write_yaml

    return value if isinstance(value, str) else write_yaml(value).strip().replace("\n", "\n  ")
