"""Catalogues: whole and current, and safe to stand in any format."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from briefing.languages import catalogues
from tools.write_catalogues import brought_up_to_date

NAME = re.compile(r"%\((\w+)\)s")

each_catalogue = pytest.mark.parametrize("path", catalogues().values(), ids=catalogues())


def translations(path: Path) -> Iterator[tuple[Message, list[str]]]:
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id:
                said = message.string or ""
                yield message, [said] if isinstance(said, str) else [str(it) for it in said]


@each_catalogue
def test_a_catalogue_has_what_code_and_templates_say_and_no_more(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == brought_up_to_date(text), "run: python tools/write_catalogues.py"


@each_catalogue
def test_a_catalogue_is_whole(path: Path) -> None:
    for message, said in translations(path):
        assert all(said) and not message.fuzzy, f"not translated: {message.id}"


@each_catalogue
def test_a_translation_is_filled_in_with_what_the_message_is(path: Path) -> None:
    for message, said in translations(path):
        names = set(NAME.findall(str(message.id)))
        assert {name for text in said for name in NAME.findall(text)} <= names, message.id
        assert all("%" not in NAME.sub("", text) for text in said), message.id


@each_catalogue
def test_translations_are_plain_words_in_every_format(path: Path) -> None:
    for _, said in translations(path):
        for text in said:
            assert not re.search(r"[<>&*\"`\\\[\]{}|$#~^]|^\s|\s$|^[-+]|\s{2}", text), text
