"""Nothing on the page is left unexplained: every field says what it is, every marked word is in the glossary."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.spec.schema import spec_schema

SOURCES = Path(__file__).parent.parent / "static" / "src"
MARKED = re.compile(r'(?:<Term name=|data-term=|, term: )"([^"{]+)"')
CHOICE = re.compile(r'\{ value: "[^"]+", title: "([^"]+)"(?:, term: "([^"]+)")? \}')


def words() -> set[str]:
    """Names, terms and other words of the glossary, in small letters."""
    found = set[str]()
    for file in (SOURCES / "glossary").glob("*.json"):
        for name, entry in json.loads(file.read_text())["terms"].items():
            found |= {word.lower() for word in (name, entry["term"], *entry.get("also", []))}
    return found


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field that a control is drawn for, with what it refers to, by its title."""
    kinds = schema["$defs"]
    for node in (schema, *kinds.values()):
        for name, own in node.get("properties", {}).items():
            if name == "kind":
                continue
            field = {**kinds[own["$ref"].rsplit("/", 1)[-1]], **own} if "$ref" in own else own
            yield field.get("title", name.replace("_", " ")), field


def test_every_field_has_a_description_or_a_term() -> None:
    known = words()
    found = list(fields(spec_schema()))
    assert len(found) > 100
    assert [
        title for title, field in found if not field.get("description") and title.lower() not in known
    ] == []


def test_every_tab_and_every_choice_in_it_is_explained() -> None:
    known = words()
    tabs = SOURCES / "panels" / "inside" / "tabs"
    titles = [file.stem.partition("-")[2].replace("-", " ") for file in sorted(tabs.glob("*.tsx"))]
    assert len(titles) >= 7
    assert [title for title in titles if title not in known] == []
    choices = [choice for file in tabs.glob("*.tsx") for choice in CHOICE.findall(file.read_text())]
    assert len(choices) >= 10
    assert [title for title, term in choices if term not in known] == []


def test_every_marked_word_is_in_the_glossary() -> None:
    known = words()
    marked = {
        (name, file.name)
        for file in SOURCES.rglob("*.tsx")
        for name in MARKED.findall(file.read_text())
        if not file.name.endswith(".test.tsx")
    }
    assert len(marked) >= 10
    assert {each for each in marked if each[0].lower() not in known} == set()
