"""Rules for the shape of an events file: its keys and their values.

Each is given one fault that the model found. The rule is chosen by the type of the fault, never by
pydantic's wording.
"""

from collections.abc import Iterator

from briefing.record.fields import TRUE_OR_FALSE
from briefing.record.fix_hints import delete, rename, write, write_field, write_yaml
from briefing.record.model import SECTIONS
from briefing.record.problems import Finding, FixHint, Path, RecordPath, did_you_mean
from briefing.record.rules import choices, values
from briefing.record.rules.certainty import is_simple_text
from briefing.record.rules.faults import (
    Fault,
    type_name,
    value_at,
    with_article,
)
from briefing.record.rules.fields import (
    example_at,
    fields_at,
    is_list_at,
    is_moves_at,
    is_text_at,
    noun_at,
    required_at,
)
from briefing.record.rules.pairs import asks_for, group_for_pairs, id_in, joined
from briefing.record.rules.rule import Rule, error, fixed
from briefing.record.rules.suggestions import (
    address_or_id_for,
    group_for,
    id_for,
    list_for,
    section_at,
    text_for,
)
from briefing.record.rules.wording import in_braces, quoted


@error
@fixed("safe")
def missing_field(fault: Fault) -> Iterator[Finding]:
    """Required fields must be present.

    An event needs a date, a kind and a title. An actor needs a name. A source needs a title. A
    figure needs a label and a value.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A new park opens, source: https://example.org/a}
    """
    *parent, field = fault.where.path
    noun = noun_at(tuple(parent))
    if _is_misnamed(fault):  # The rule for unknown fields reports this.
        return
    *section, _ = parent or ("",)
    if group := joined(value_at(fault.data, tuple(section)), fields_at(tuple(parent))):
        message = f"each field here is read as a separate {noun}"
        hint = write_yaml(f"[{group}]", " instead of this list", is_safe=True)
        yield Finding(RecordPath(fault.where.file, tuple(section)), message, hint)
        return
    where = RecordPath(fault.where.file, tuple(parent))
    if noun == "source" and "sources" not in parent[:1]:
        hint = "add its title or its url"
    else:
        hint = f"add its {field}, as in {field}: {example_at(fault.where.path)}"
    message = f"this {noun} has no {field}"
    yield Finding(where, message, hint, on_key=True, missing=fault.where.path)


def _is_misnamed(fault: Fault) -> bool:
    """Whether a missing field is present under an unknown name."""
    *parent, field = fault.where.path
    names = sorted(fields_at(tuple(parent)))
    wanted = ("title", "url", "ref") if noun_at(tuple(parent)) == "source" else (str(field),)
    for key, given in fault.siblings.items():
        if key not in names:
            where = RecordPath(fault.where.file, (*parent, key))
            other = Fault(where, "extra_forbidden", given, {}, fault.data)
            if _key_in(_field_instead(other, names)) in wanted:
                return True
    return False


@error
@fixed("safe", "unsafe")
def unknown_field(fault: Fault) -> Iterator[Finding]:
    """Every key must be the name of a field.

    If a misspelt key were ignored, its value would be missing from the briefing and nobody would
    notice.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, tilte: B, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    *parent, key = fault.where.path
    names = sorted(fields_at(tuple(parent)))
    message = f"'{key}' is not a field of {with_article(noun_at(tuple(parent)))}"
    hint = _field_instead(fault, names)
    if fault.given is None:
        hint = "if this is part of the text before it, put the whole text in quotes"
    # YAML does not notice an odd space beside a key, or a colon without a space.
    bare, colon, rest = str(key).partition(":")
    if bare.strip() in names and (colon or bare != bare.strip()):
        is_new = bare.strip() not in fault.siblings
        if colon:
            text = rest if fault.given is None else ""
            hint = write_field(bare.strip(), text, is_safe=is_new)
        else:
            hint = rename(bare.strip(), "delete the space next to the key", is_safe=is_new)
    yield Finding(fault.where, message, hint, on_key=True)


def _field_instead(fault: Fault, names: list[str]) -> str:
    """Return the field that a misspelt key means, with its value if that must change too."""
    *parent, key = fault.where.path
    if key == "<<":
        return "write the fields out: merge keys are not supported"
    if str(key).startswith("-") and str(key)[1:].strip() in names:
        return f"write - {str(key)[1:].strip()}: with a space after the hyphen"
    present = fault.siblings
    if "ref" in names and "ref" not in present and isinstance(fault.given, str):
        section = section_at((*parent, "ref"))
        is_id = key == "id" or ("title" not in names and key in ("name", "title"))
        if is_id and (id := id_for(fault.given, fault.data, section)):
            return write_field("ref", id)
    words = {
        word: name for word, name in _FIELD_WORDS.items() if name in names and name not in present
    }
    hint = did_you_mean(str(key), names, words, cutoff=0.75)
    if not isinstance(hint, FixHint):
        return f"its fields are {', '.join(names)}"
    meant = _key_in(hint)
    if isinstance(fault.given, str) and is_list_at((*parent, meant)):
        instead = list_for(fault.given, (*parent, meant), fault.data)
        if isinstance(instead, FixHint):
            return write_field(meant, instead.removeprefix("write "))
    if meant in present:
        twice = f"{hint} It is already here, so delete one of the two"
        return delete(twice, is_safe=True) if present[meant] == fault.given else twice
    return rename(meant, hint, is_safe=_letters(str(key)) == _letters(meant))


def _key_in(hint: str) -> str:
    """Return the key that a hint suggests, or an empty string."""
    from briefing.record.edits import RenameKey, SetValue

    edits = hint.edits if isinstance(hint, FixHint) else ()
    keys = [edit.new for edit in edits if isinstance(edit, RenameKey)]
    values = [str(edit.value) for edit in edits if isinstance(edit, SetValue)]
    return next(iter(keys + values), "")


def _letters(key: str) -> str:
    """Return the letters and digits of a key, in lower case."""
    return "".join(filter(str.isalnum, key)).casefold()


# Other names that people use for a field.
_FIELD_WORDS = {
    "description": "summary", "details": "summary", "body": "summary", "headline": "title",
    "heading": "title", "type": "kind", "category": "kind", "people": "actors", "who": "actors",
    "speakers": "actors", "tags": "topics", "subjects": "topics", "link": "source",
    "reference": "source", "url": "source", "when": "date", "comment": "notes", "speaker": "by",
    "number": "value", "deadline": "due", "role": "as", "start": "from", "end": "until",
    "homepage": "url", "id": "ref", "respond to": "responds to", "replies to": "responds to",
}  # fmt: skip


@error
@fixed("safe", "unsafe")
def wrong_type(fault: Fault) -> Iterator[Finding]:
    """Every field must have the right type: text, a list or a group of fields.

    The most common mistakes are a single topic that is not in brackets, a word such as true that
    YAML does not read as text, and text that contains a colon and is not in quotes.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, topics: parks, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, topics: [parks], source: https://example.org/a}
    """
    wanted = fault.facts.get("wanted") or _WANTED.get(fault.type, "text")
    if fault.where.path[-1:] == ("source",):
        wanted = "one source"
    message = f"{fault.name} must be {wanted}, not {type_name(fault.given)}"
    yield Finding(fault.where, message, _way_out(fault, wanted), on_key=fault.is_key)


_WANTED = {
    "tuple_type": "a list",
    "dict_type": "a group of fields",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
}


def _way_out(fault: Fault, wanted: str) -> str:
    """Suggest what to write instead of a value of the wrong type."""
    given, path = fault.given, fault.where.path
    written = str(fault.facts.get("written", ""))
    if not path and isinstance(given, str):
        first = " ".join(given.split("\n")[0].split())[:60]
        return f"start the record with title: {in_braces(first)} and put events: on a line below"
    if is_moves_at(path):
        return asks_for(given if isinstance(given, list | str) else "", written, fault.data)
    if wanted == TRUE_OR_FALSE:
        return f"write {path[-1]}: true or {path[-1]}: false, without quotes"
    if wanted in _ONE_GROUP:
        return _not_a_list(fault, written) or _group_instead(fault)
    if wanted == "a list":
        return _list_instead(fault, written)
    if id := id_in(given, written, path, fault.data):
        return write(id, is_safe=True)
    if wanted != "text" or (isinstance(given, list) and not is_text_at(path)):
        if not isinstance(given, list):
            return ""
        words = "write only one, without brackets"
        is_one = len(given) == 1 and not isinstance(given[0], list | dict)
        return write(given[0], words, is_safe=True) if is_one else words
    return text_for(given, written)


_ONE_GROUP = ("a group of fields", "one source")


def _not_a_list(fault: Fault, written: str) -> str:
    """Suggest what to write instead of a list if one group of fields is required."""
    if not isinstance(fault.given, list):
        return ""
    is_section = _is_section(fault)
    fields = set() if is_section else fields_at(fault.where.path)
    if (fields or is_section) and (group := group_for_pairs(fault.given, written, fields)):
        return group
    if fault.where.path[-1:] != ("source",):
        return ""
    is_plain = len(fault.where.path) == 3 and all(isinstance(name, str) for name in fault.given)
    if not is_plain:
        return "name only one"
    sources = f"[{', '.join(map(in_braces, fault.given))}]"
    return write_field("sources", sources, is_safe="sources" not in fault.siblings)


def _is_section(fault: Fault) -> bool:
    return len(fault.where.path) == 1 and fault.where.path[0] in SECTIONS


def _group_instead(fault: Fault) -> str:
    """Suggest one group of fields, or a section of groups."""
    given, path = fault.given, fault.where.path
    group = _GROUPS.get(noun_at(path)) or _required_group(path)
    if "ref" in fields_at(path) and "title" not in fields_at(path):
        group = "{ref: its-id}"
    noun = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if len(path) == 2 and path[0] in SECTIONS:
        noun = str(path[0])
    if isinstance(given, str) and len(given) < 200:
        group = group_for(given, noun) or group
    if _is_section(fault):
        return f"give each an id, as in its-id: {group}"
    is_its_text = isinstance(given, str) and in_braces(given) in group
    if not is_its_text:
        return f"write it as in {group}"
    if "an-actors-id" in group:
        return f"write {group}"
    return write_yaml(group, is_safe=is_simple_text(given))


def _required_group(path: Path) -> str:
    """Return an example of the group of fields at `path`, with only the fields that it needs."""
    inside = path if required_at(path) else (*path, 0)
    fields = (f"{key}: {example_at((*inside, key))}" for key in required_at(inside))
    return f"{{{', '.join(fields)}}}"


def _list_instead(fault: Fault, written: str) -> str:
    """Suggest a list for a single value."""
    given, path = fault.given, fault.where.path
    is_one_item = isinstance(given, dict) and given and given.keys() <= fields_at((*path, 0))
    if is_one_item and written.startswith("{"):
        return write_yaml(f"[{written}]", is_safe=True)
    if id := id_in(given, written, (*path, 0), fault.data):
        return write_yaml(f"[{id}]", is_safe=True)
    hint = list_for(given, path, fault.data)
    return write([given], hint, is_safe=True) if is_one_item else hint


# These examples show more than the required fields. Other groups are made from their fields.
_GROUPS = {
    "events file": "title: Example, and the other fields on lines of their own",
    "event": "{date: 2019-04, kind: news, title: A new park}",
    "quote": "{text: the words, by: an-actors-id}",
    "figure": "{label: what is counted, value: 77%}",
    "actor": "{name: The name}",
    "source": "{title: The title}",
    "role": "{title: Mayor, from: 2018-05}",
    "edition": "{template: timeline}",
    "publisher": "{name: The name}",
    "brand": "{name: The name}",
    "typefaces": "{text: [fonts/regular.ttf, fonts/bold.ttf]}",
    "picture": "{file: park.jpg, alt: A bench in the new park}",
    "area": "{name: The name}",
    "action": "{text: Write to your MP, until: 2023-09-30}",
    "kind": "{name: site visit, family: evidence}",
    "reversal": "{ref: its-id}",
    "ask": "{title: A new park, by: an-actors-id}",
    "commitment": "{id: answer, title: Answer, by: an-actors-id, due: 2019-12}",
}


@error
@fixed("unsafe")
def empty_text(fault: Fault) -> Iterator[Finding]:
    """A field must not be empty.

    Fill in the field, or delete it.

    Wrong:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, summary: "", source: https://example.org/a}

    Right:
        title: Example
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    *parent, last = fault.where.path or ("",)
    is_needed = last in (*required_at(tuple(parent)), "events") or tuple(parent) in (
        (),
        *((name,) for name in SECTIONS),
    )
    hint = "fill it in, or delete it" if is_needed else delete("fill it in, or delete it")
    if written := str(fault.facts.get("written", "")):
        hint = f"YAML reads {written} as empty, so {hint}"
        if written != "~":
            hint = (
                f"write {quoted(written)} if you mean the word; without quotes, YAML reads it as "
                "empty"
            )
    yield Finding(fault.where, f"{fault.name} is empty", hint, on_key=fault.is_key)


@error
def too_long(fault: Fault) -> Iterator[Finding]:
    """Text and lists must not be longer than their field allows.

    A title can have up to 300 characters, a summary up to 50,000 and any other text up to 5,000.
    An event can have up to 50 sources, 1,000 quotes and 1,000 figures.
    If a text is longer, a quotation mark is usually missing or a line has the wrong indentation, so
    that the rest of the file has become part of the text.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: A council, after a long debate in which every member spoke at least once and some
              of them a good deal more often, resolved by a narrow majority that the matter should
              be looked into again by the committee that had looked into it before, and that it
              should then be brought back, with the minutes, to a later meeting of the council
            source: https://example.org/a

    Right:
        title: Example
        events:
          - date: 2019-04
            kind: news
            title: The council sends the matter back to its committee
            source: https://example.org/a
    """
    limit = fault.facts.get("max_length", 0)
    if isinstance(fault.given, list | tuple):
        message = f"{fault.name} has {len(fault.given):,} items, but at most {limit:,} are allowed"
        yield Finding(fault.where, message, "split the event into several events")
        return
    length = len(fault.given) if isinstance(fault.given, str) else 0
    message = f"{fault.name} has {length:,} characters, but at most {limit:,} are allowed"
    yield Finding(fault.where, message, "shorten it, or check for a missing quotation mark")


@error
@fixed("safe", "unsafe")
def bad_id(fault: Fault) -> Iterator[Finding]:
    """An id can contain only letters, digits, hyphens, underscores and full stops.

    Ids become part of web addresses, which cannot contain spaces.

    Wrong:
        title: Example
        events:
          - {id: the park, date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        events:
          - {id: the-park, date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    given = str(fault.given)
    words = "-".join("".join(c if c.isalnum() else " " for c in given).split())
    fits = words.isascii() and words
    hint = write(words.lower()[:60]) if fits else "use letters, digits and hyphens"
    if section := section_at(fault.where.path):
        hint = f"write its id from {section}, or add it there"
    message = f"'{given[:60]}' cannot be an id"
    if fault.is_key:
        *parent, _ = fault.where.path
        ask = id_for(given, fault.data, "asks") if is_moves_at(tuple(parent)) else ""
        hint = write(ask, is_safe=True) if ask else hint
    else:
        hint = address_or_id_for(given, fault.where.path, fault.data) or hint
    yield Finding(fault.where, message, hint, on_key=fault.is_key)


def rule_for(fault: Fault) -> Rule:
    """Return the rule that `fault` breaks."""
    if fault.type == "own_rule":
        return values.BY_SLUG[fault.facts["slug"]]
    if fault.given is None and fault.type not in ("missing", "extra_forbidden"):
        return empty_text
    if fault.type == "literal_error":
        return choices.rule_for_choice(fault.where.path)
    return _BY_TYPE.get(fault.type, wrong_type)


_BY_TYPE: dict[str, Rule] = {
    "missing": missing_field,
    "extra_forbidden": unknown_field,
    "string_too_short": empty_text,
    "nothing_given": empty_text,
    "string_too_long": too_long,
    "too_long": too_long,
    "string_pattern_mismatch": bad_id,
}
