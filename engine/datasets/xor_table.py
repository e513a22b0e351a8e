"""The truth table of XOR."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.concepts import parameter
from engine.datasets.truth_table import TruthTable
from engine.scalings import Scaling


class XorTable(TruthTable):
    """1 where exactly one input is 1."""

    kind: Literal["xor_table"] = "xor_table"
    title: ClassVar[str] = "XOR table"
    formula: ClassVar[str] = r"t = x_1 \oplus x_2"
    explanation: ClassVar[str] = (
        "The four rows of the exclusive or: the target is 1 where the inputs differ. No straight line "
        "separates the two classes, so a single unit must fail, and a hidden layer has to find features "
        "that make it possible."
    )
    use_when: ClassVar[str] = (
        "To show why hidden layers are needed, and that some starts fail: try several seeds."
    )
    avoid_when: ClassVar[str] = "You want a test set: all four rows are needed for training."
    source: ClassVar[str] = (
        "Minsky and Papert, Perceptrons (1969); Goodfellow, Bengio, Courville (2016), section 6.1"
    )
    order: ClassVar[int] = 14
    outputs: ClassVar[tuple[int, int, int, int]] = (0, 1, 1, 0)

    scaling: Scaling = parameter(
        {"kind": "standardize"},
        title="Scaling",
        description=(
            "Standardized, the bits are −1 and 1, and more starts find a solution; none leaves them 0 and 1."
        ),
    )
