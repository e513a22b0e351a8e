"""The truth table of AND."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.datasets.truth_table import TruthTable


class AndTable(TruthTable):
    """1 where both inputs are 1."""

    kind: Literal["and_table"] = "and_table"
    title: ClassVar[str] = "AND table"
    formula: ClassVar[str] = r"t = x_1 \land x_2"
    explanation: ClassVar[str] = (
        "The four rows of the logical AND: the target is 1 only where both inputs are 1. A straight line "
        "separates that corner from the other three, so a single unit learns it."
    )
    use_when: ClassVar[str] = "The first lesson on a single perceptron."
    avoid_when: ClassVar[str] = "You want to show what hidden layers are for."
    source: ClassVar[str] = (
        "McCulloch and Pitts, A Logical Calculus of the Ideas Immanent in Nervous Activity (1943), figure 1"
    )
    order: ClassVar[int] = 10
    outputs: ClassVar[tuple[int, int, int, int]] = (0, 0, 0, 1)
