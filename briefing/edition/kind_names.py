"""Names of the kinds of briefing, for readers and for lists to choose from."""

from briefing.edition.words import words_in
from briefing.languages import N_
from briefing.record.templates import Templates
from briefing.record.translations import language_in
from briefing.typography import capitalised, typeset

_BUILT_IN = {
    "timeline": N_("Timeline"),
    "member": N_("Member briefing"),
    "one-page": N_("One page"),
    "lines": N_("Lines to take"),
    "register": N_("Register"),
}


def kind_name(kind: str, templates: Templates, language: str) -> str:
    """Return the name of a kind of briefing in a language.

    It is the title in the settings of its template. A title in other languages only is used as it
    is. If there is none, the name is made from that of the folder, except for built-in kinds.
    """
    template = templates.get(kind)
    titles = dict(template.title) if template else {}
    if titles:
        known = language_in(titles, language) or next(iter(titles))
        return capitalised(typeset(titles[known]))
    if kind in _BUILT_IN:
        return words_in(language).gettext(_BUILT_IN[kind])
    return capitalised(kind.replace("-", " ").replace("_", " "))
