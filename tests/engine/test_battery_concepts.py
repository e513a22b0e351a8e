"""What every kind of every family has to offer; a new kind is found and tested by itself."""

import json
import math
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.concepts import Concept, families, kinds
from engine.concepts.catalog import catalog
from tests.engine.variants import every_kind, other_values

KINDS = every_kind()
MATHML = "{http://www.w3.org/1998/Math/MathML}"
PRESENTATION = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover",
    "munderover", "mtable", "mtr", "mtd", "mstyle", "mspace",
}  # fmt: skip


def family_of(kind: type[Concept]) -> type[Concept]:
    return families()[kind.family_name()]


def entry_of(kind: type[Concept]) -> dict[str, Any]:
    entry: dict[str, Any] = catalog()["families"][kind.family_name()]["kinds"][kind.kind_name()]
    return entry


def parameters_of(kind: type[Concept]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = entry_of(kind)["schema"]["properties"]
    return found


def read(kind: type[Concept], document: object) -> Concept:
    return TypeAdapter[Concept](family_of(kind)).validate_json(json.dumps(document))


def numbers(document: object) -> Iterator[float]:
    if isinstance(document, dict):
        document = list(document.values())
    if isinstance(document, list):
        for part in document:
            yield from numbers(part)
    elif isinstance(document, float):
        yield document


def test_every_family_has_kinds_and_wording() -> None:
    assert {"activations", "losses", "optimizers", "layers", "datasets", "probes"} <= families().keys()
    for name, family in families().items():
        assert kinds(family), f"{name} is empty"
        assert family.title
        assert family.explanation.endswith(".")


@pytest.mark.parametrize("kind", KINDS)
def test_it_survives_json_as_an_object_and_by_its_name_alone(kind: type[Concept]) -> None:
    if not kind.has_all_defaults():
        with pytest.raises(ValidationError, match="Field required"):
            read(kind, kind.kind_name())
        return
    built = kind()
    document = json.loads(built.model_dump_json())
    assert document == entry_of(kind)["defaults"]
    assert next(iter(document)) == "kind"
    assert read(kind, document) == built
    assert read(kind, kind.kind_name()) == built
    assert read(kind, {"kind": kind.kind_name()}) == built
    assert hash(built) == hash(read(kind, document))


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_it_is(kind: type[Concept]) -> None:
    assert kind.title
    assert kind.formula
    assert kind.source
    assert kind.explanation.count(". ") + 1 <= 5
    for sentence in (kind.explanation, kind.use_when, kind.avoid_when):
        assert sentence == "" or sentence.endswith((".", "!")), sentence
    assert len(kind.explanation) > 60


@pytest.mark.parametrize("kind", KINDS)
def test_its_formula_is_presentation_mathml(kind: type[Concept]) -> None:
    root = ET.fromstring(entry_of(kind)["formula"])  # noqa: S314 — our own text
    tags = {element.tag for element in root.iter()}
    assert root.tag == f"{MATHML}math"
    assert tags <= {MATHML + name for name in PRESENTATION}
    written = "".join(root.itertext())
    assert "\\" not in written, "a command that the converter does not know"
    assert written.strip()


@pytest.mark.parametrize("kind", KINDS)
def test_its_parameters_have_words_and_bounds_around_their_defaults(kind: type[Concept]) -> None:
    for name, schema in parameters_of(kind).items():
        assert schema["title"], name
        assert schema["description"].endswith("."), name
        default = schema.get("default")
        if isinstance(default, bool) or not isinstance(default, int | float):
            continue
        assert {"minimum", "exclusiveMinimum"} & schema.keys(), f"{name} has no lower bound"
        assert {"maximum", "exclusiveMaximum"} & schema.keys(), f"{name} has no upper bound"
        assert schema.get("minimum", -math.inf) <= default <= schema.get("maximum", math.inf)
        assert schema.get("exclusiveMinimum", -math.inf) < default < schema.get("exclusiveMaximum", math.inf)


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_other_values_within_its_bounds_and_none_beyond(kind: type[Concept]) -> None:
    name_alone = {"kind": kind.kind_name()}
    for name, schema in parameters_of(kind).items() if kind.has_all_defaults() else ():
        for value in other_values(schema):
            assert getattr(read(kind, {**name_alone, name: value}), name) == value
        beyond = [schema[edge] for edge in ("exclusiveMinimum", "exclusiveMaximum") if edge in schema]
        beyond += [schema["minimum"] - 1] if "minimum" in schema else []
        beyond += [schema["maximum"] + 1] if "maximum" in schema else []
        beyond += ["0.5", None] if "minimum" in schema else []
        for value in beyond:
            with pytest.raises(ValidationError):
                read(kind, {**name_alone, name: value})


@pytest.mark.parametrize("kind", KINDS)
def test_it_refuses_fields_that_it_does_not_know(kind: type[Concept]) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        read(kind, {"kind": kind.kind_name(), "no_such_field": 1})


@pytest.mark.parametrize("kind", KINDS)
def test_its_catalog_entry_is_finite_json(kind: type[Concept]) -> None:
    entry = entry_of(kind)
    assert json.loads(json.dumps(entry, allow_nan=False)) == entry
    assert all(map(math.isfinite, numbers(entry)))
    assert "kind" not in entry["schema"]["properties"]
    assert set(entry["engines"]) <= {"compiled", "torch"}
    assert "torch" in entry["engines"]


@pytest.mark.parametrize("family", families().values(), ids=families())
def test_an_unknown_kind_is_refused(family: type[Concept]) -> None:
    with pytest.raises(ValidationError, match="does not match any of the expected tags"):
        TypeAdapter(family).validate_python("no_such_kind")


@pytest.mark.parametrize("family", families().values(), ids=families())
def test_menus_follow_the_order_that_the_kinds_ask_for(family: type[Concept]) -> None:
    places = [kind.order for kind in kinds(family).values()]
    assert places == sorted(places)
    assert list(catalog()["families"][family.family_name()]["kinds"]) == list(kinds(family))
