"""Hints name edits, at the place of their finding."""

from hypothesis import given
from hypothesis import strategies as st

from briefing.record import fix_hints
from briefing.record.editing import apply_edits
from briefing.record.edits import Remove, RenameKey, ReplaceText, SetValue
from briefing.record.problems import Finding, Fix, FixHint, RecordPath, did_you_mean

WHERE = RecordPath("events.yaml", ("events", 0, "title"))


def fix_of(hint: str, *, on_key: bool = False) -> Fix | None:
    return Finding(WHERE, "a message", hint, on_key=on_key).fix


def test_the_words_and_the_edit_have_the_same_value() -> None:
    hint = fix_hints.write("A park")
    assert hint == "write A park"
    assert fix_of(hint) == Fix((SetValue(WHERE.path, "A park"),))


def test_a_value_in_yaml_keeps_the_spelling_of_its_numbers() -> None:
    fix = fix_of(fix_hints.write_yaml("[1.10, {a: +28}]", is_safe=True))
    assert fix == Fix((SetValue(WHERE.path, ["1.10", {"a": "+28"}]),), is_safe=True)


def test_a_finding_about_a_key_renames_it() -> None:
    hint = did_you_mean("tilte", ["title"])
    assert hint == "did you mean 'title'?"
    assert fix_of(hint, on_key=True) == Fix((RenameKey(WHERE.path, "title"),))
    assert fix_of(hint) == Fix((SetValue(WHERE.path, "title"),))


def test_a_field_can_get_a_new_name_and_value_at_once() -> None:
    fix = fix_of(fix_hints.write_field("ref", "council"), on_key=True)
    assert fix == Fix((SetValue(WHERE.path, "council"), RenameKey(WHERE.path, "ref")))


def test_advice_has_no_fix() -> None:
    assert fix_of("correct one of the dates") is None
    assert fix_of(str(fix_hints.delete())) is None
    assert fix_of(fix_hints.write_yaml("[a")) is None


def test_edits_can_start_at_another_item() -> None:
    hint = fix_hints.swap("swap them", ("editions", "all"), {"since": "2019", "until": "2020"})
    assert fix_of(hint) == Fix(
        (
            SetValue(("editions", "all", "since"), "2019"),
            SetValue(("editions", "all", "until"), "2020"),
        )
    )
    assert fix_of(fix_hints.delete()) == Fix((Remove(WHERE.path),))


def test_a_word_in_a_longer_value_is_replaced_alone() -> None:
    hint = fix_hints.within("a year after notce", "notce", did_you_mean("notce", ["notice"]))
    assert (hint, isinstance(hint, FixHint)) == ("did you mean 'notice'?", True)
    assert fix_of(hint) == Fix((SetValue(WHERE.path, "a year after notice"),))


TEXTS = st.lists(st.text("ab:\t -", max_size=6), min_size=1, max_size=5)


@given(TEXTS, st.data())
def test_the_differences_of_two_texts_turn_one_into_the_other(
    before: list[str], data: st.DataObject
) -> None:
    size = len(before)
    after = data.draw(st.lists(st.text("ab:\t -", max_size=6), min_size=size, max_size=size))
    one, other = "\n".join(before), "\n".join(after)
    lines = one.split("\n")
    for place, text in fix_hints.differences(one, other):
        assert place.line == place.end_line
        n, line = place.line - 1, lines[place.line - 1]
        lines[n] = line[: place.column - 1] + text + line[place.end_column - 1 :]
    assert "\n".join(lines) == other


def test_a_fault_in_the_text_is_replaced_where_it_is() -> None:
    edits = [ReplaceText(*change) for change in fix_hints.differences("a:\tb\nc: d", "a: b\nc: e")]
    assert apply_edits("a:\tb\nc: d", edits).text == "a: b\nc: e"
