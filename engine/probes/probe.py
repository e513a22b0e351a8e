"""The family of probes."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from pydantic import ValidationError

from engine.concepts import Concept, kinds
from engine.errors import SpecError
from engine.subject import Subject

Payload = dict[str, Any]
"""What a probe measured: numbers, texts, lists, bundles, and arrays of uint8, uint32 or float32."""


class Fixed(dict[str, Any]):
    """A part of a payload that is the same at every look."""

    packed = b""
    """Room for whoever sends it: what it packed."""


class Seen(Payload):
    """A payload with a fixed part."""

    def __init__(self, fixed: Fixed, varying: Payload) -> None:
        super().__init__(fixed, **varying)
        self.fixed, self.varying = fixed, varying


class Probe(Concept):
    """Something to measure of a running network, and the picture that shows it."""

    title: ClassVar[str] = "Probe"
    explanation: ClassVar[str] = "What can be looked at while a network trains."

    view: ClassVar[str]
    """Name of the picture in the browser."""
    pause: ClassVar[float] = 0.0
    """Least seconds between two measurements for one page; whoever asks for them keeps the time."""
    needs_pytorch: ClassVar[bool] = False
    """Whether it takes the network apart with PyTorch's autograd, whichever trainer it has."""

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return the name of the picture in the browser."""
        return {"view": cls.view}

    def at_detail(self, detail: float) -> Probe:
        """Return a probe that needs less work and room, where it can do with such a share of its points a side."""
        return self

    @abstractmethod
    def measure(self, subject: Subject) -> Payload:
        """Return what there is to see now."""


def needs_pytorch(name: str) -> bool:
    """Return whether the probe of a kind does; not where there is no such kind."""
    kind = kinds(Probe).get(name)
    return kind is not None and issubclass(kind, Probe) and kind.needs_pytorch


def read_probe(name: str, options: Mapping[str, Any]) -> Probe:
    """Return the probe of a kind with the given options.

    Raises
    ------
    SpecError
        Where there is no such probe, or an option is unknown or out of bounds.
    """
    return _read_probe(name, json.dumps(options, sort_keys=True))


@lru_cache(maxsize=512)
def _read_probe(name: str, options: str) -> Probe:
    known = kinds(Probe)
    if name not in known:
        raise SpecError(f'There is no probe "{name}".', f"Probes: {', '.join(known)}.", "probe")
    try:
        return known[name](**json.loads(options))  # type: ignore[return-value]
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise SpecError(f"{fault['msg']}.", f"Mend the option {place}.", f"options.{place}") from None
