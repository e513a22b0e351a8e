"""The base of every family and kind: defining the class is registering it."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from engine.concepts.discovery import kinds


class Concept(BaseModel):
    """A concept of the field.

    A *family* is a direct subclass (``class Activation(Concept)``); a *kind* subclasses the family and pins
    ``kind: Literal["…"] = "…"``. Annotating a field with the family accepts any of its kinds, as an object
    with a ``kind``, or as the bare name where every parameter of the kind has a default.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, defer_build=True, allow_inf_nan=False, validate_default=True
    )

    families_defined: ClassVar[list[type[Concept]]] = []
    kinds_defined: ClassVar[list[type[Concept]]]
    """The kinds of one family; each family has a list of its own."""

    title: ClassVar[str]
    """Name on the screen."""
    formula: ClassVar[str] = ""
    """LaTeX of the defining equation."""
    explanation: ClassVar[str] = ""
    """One paragraph in plain words."""
    use_when: ClassVar[str] = ""
    avoid_when: ClassVar[str] = ""
    source: ClassVar[str] = ""
    """Paper or book, with the equation."""
    order: ClassVar[int] = 50
    """Place in menus, smaller first; the order in which the field teaches the kinds."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if Concept in cls.__bases__:
            cls.kinds_defined = []
            Concept.families_defined.append(cls)
        elif "kind" in cls.model_fields:
            cls._put_kind_first()
            cls.kinds_defined.append(cls)

    @classmethod
    def _put_kind_first(cls) -> None:
        """Let documents begin with the name of the kind, also where a shared base brings the first fields."""
        fields = cls.model_fields
        for name in [name for name in fields if name != "kind"]:
            fields[name] = fields.pop(name)

    @classmethod
    def family_name(cls) -> str:
        """Return the name of the family's folder, such as ``"activations"``."""
        return cls.__module__.split(".")[1]

    @classmethod
    def kind_name(cls) -> str:
        """Return the name that documents use, such as ``"leaky_relu"``."""
        return str(cls.model_fields["kind"].default)

    @classmethod
    def is_family(cls) -> bool:
        """Tell whether this class is a family rather than one of its kinds."""
        return Concept in cls.__bases__

    @classmethod
    def bare_names(cls) -> list[str]:
        """Return the kinds of this family that may be written as their name alone."""
        return [name for name, kind in kinds(cls).items() if kind.has_all_defaults()]

    @classmethod
    def has_all_defaults(cls) -> bool:
        """Tell whether every parameter of this kind may be left out."""
        return not any(field.is_required() for field in cls.model_fields.values())

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return what the catalog draws for this kind, or nothing."""
        return None

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return what else the catalog tells of this kind, by names that the family chooses."""
        return {}

    @classmethod
    def engines(cls) -> list[str]:
        """Return the trainers that can do this kind."""
        return ["compiled", "torch"]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if not cls.is_family():
            return handler(source)
        choices = {name: handler.generate_schema(kind) for name, kind in kinds(cls).items()}

        def expand(value: Any) -> Any:
            return {"kind": value} if isinstance(value, str) else value

        union = core_schema.tagged_union_schema(choices, discriminator="kind")
        return core_schema.no_info_before_validator_function(expand, union)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        if not cls.is_family():
            document = handler(schema)
            inner = handler.resolve_ref_schema(document)
            inner["title"] = cls.title
            inner["description"] = cls.explanation
            return document
        document = handler(schema["schema"])  # the union within the validator
        document["oneOf"].append({"type": "string", "enum": cls.bare_names(), "title": "Name alone"})
        document["family"] = cls.family_name()
        return document
