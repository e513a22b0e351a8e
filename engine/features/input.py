"""Any raw input by its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from engine.concepts import parameter
from engine.features.feature import Feature

MOST_INPUTS = 20


class Input(Feature):
    """One of the raw inputs as it is, for data that has more of them than x₁ and x₂, or names for them."""

    kind: Literal["input"] = "input"
    index: int = parameter(
        title="Place",
        description="Which of the raw inputs it is, counted from 0.",
        low=0,
        high=MOST_INPUTS - 1,
        step=1,
    )
    title: ClassVar[str] = "Input"
    formula: ClassVar[str] = r"x_i"
    explanation: ClassVar[str] = (
        "One raw input of the data, unchanged: a column of a table, such as the length of a petal. A unit that is "
        "shown several of them weighs one against the other, each in its own units unless they are scaled."
    )
    use_when: ClassVar[str] = "The data is a table with columns of its own."
    avoid_when: ClassVar[str] = (
        "The column has nothing to do with the target: it only invites to learn by heart."
    )
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 3.1"
    order: ClassVar[int] = 80

    def positions(self) -> tuple[int, ...]:
        """Return the one place."""
        return (self.index,)

    def label(self, names: Sequence[str]) -> str:
        """Return the name that the data gives the input."""
        return names[self.index]

    def of(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the input."""
        return inputs[:, self.index]

    @classmethod
    def facts(cls) -> dict[str, Any]:
        """Return nothing: what it reads is its parameter."""
        return {}

    @classmethod
    def picture(cls) -> dict[str, Any] | None:
        """Return nothing: which direction it has is its parameter."""
        return None


def raw_features(names: Sequence[str]) -> list[Any]:
    """Return the features, as documents, that show a network the raw inputs one by one."""
    generic = [f"x{place + 1}" for place in range(len(names))]
    if len(names) <= 2 and list(names) == generic:
        return generic
    return [{"kind": "input", "index": place} for place in range(len(names))]
