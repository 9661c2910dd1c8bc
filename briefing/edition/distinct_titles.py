"""Titles that make it clear which briefing of a website is which."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from briefing.edition.briefing import Briefing
from briefing.edition.kind_names import kind_name
from briefing.record.templates import Templates

_Digests = Sequence[tuple[str, Briefing]]


def with_distinct_titles(
    briefings: Mapping[str, Briefing], templates: Templates
) -> dict[str, Briefing]:
    """Return briefings whose titles differ, if they are in the same folder and language.

    If several have the same title, each gets its kind, if the kinds differ. If some titles are
    still the same, they get the choice of events or, failing that, the id.
    """
    given = {name: briefing.title for name, briefing in briefings.items()}
    titles = _distinct(given, briefings, templates)
    return {name: replace(made, title=titles[name]) for name, made in briefings.items()}


def with_distinct_series(digests: _Digests, templates: Templates) -> list[tuple[str, Briefing]]:
    """Do the same for digests, each with the id of its edition. Those of one edition share it."""
    first = {edition: next(group)[1] for edition, group in groupby(digests, lambda pair: pair[0])}
    series = {edition: series_of(digest) for edition, digest in first.items()}
    editions = {edition: replace(digest, id=edition) for edition, digest in first.items()}
    titles = _distinct(series, editions, templates)

    def titled(edition: str, digest: Briefing) -> Briefing:
        if titles[edition] == series[edition]:
            return digest
        return replace(digest, title=titles[edition] + digest.title.removeprefix(series[edition]))

    return [(edition, titled(edition, digest)) for edition, digest in digests]


def series_of(digest: Briefing) -> str:
    """Return the title of a digest without its dates."""
    assert digest.digest
    return digest.title.removesuffix(f", {digest.digest.days}")


def has_scope(title: str, scope: str) -> bool:
    """Whether the title of a briefing names the events that it includes."""
    return bool(scope) and f"({_in_a_title(scope)})" in title


def _distinct(
    titles: Mapping[str, str], briefings: Mapping[str, Briefing], templates: Templates
) -> dict[str, str]:
    steps: Iterable[tuple[Callable[[Briefing], str], Callable[[str, str], str]]] = (
        (partial(_kind_of, templates), _with_kind),
        (_choice_of, _in_brackets),
        (lambda briefing: briefing.id.rpartition("/")[2], _in_brackets),
    )
    made = dict(titles)
    for words_of, joined in steps:
        groups: dict[tuple[str, str, str], list[str]] = {}
        for name, briefing in briefings.items():
            folder = name.rpartition("/")[0]
            groups.setdefault((folder, briefing.language, made[name]), []).append(name)
        for names in groups.values():
            words = {name: words_of(briefings[name]) for name in names}
            if len({*words.values()}) > 1:
                made |= {name: joined(made[name], word) for name, word in words.items() if word}
    return made


def _kind_of(templates: Templates, briefing: Briefing) -> str:
    """Return the name of a kind of briefing, in the language of the title."""
    return kind_name(briefing.template, templates, briefing.written_in)


def _choice_of(briefing: Briefing) -> str:
    """Return the events that a briefing includes, if that is in the language of the title."""
    return _in_a_title(briefing.scope) if briefing.language == briefing.written_in else ""


def _in_a_title(scope: str) -> str:
    return scope[:1].lower() + scope[1:]


def _with_kind(title: str, kind: str) -> str:
    return f"{title}{' –' if ':' in title else ':'} {kind}"


def _in_brackets(title: str, words: str) -> str:
    return f"{title} ({words})"
