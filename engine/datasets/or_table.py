"""The truth table of OR."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.datasets.truth_table import TruthTable


class OrTable(TruthTable):
    """1 where at least one input is 1."""

    kind: Literal["or_table"] = "or_table"
    title: ClassVar[str] = "OR table"
    formula: ClassVar[str] = r"t = x_1 \lor x_2"
    explanation: ClassVar[str] = (
        "The four rows of the logical OR: the target is 1 where at least one input is 1. As with AND, a "
        "straight line does it; only the bias has to be different."
    )
    use_when: ClassVar[str] = "Beside AND, to show what the bias does."
    avoid_when: ClassVar[str] = "You want to show what hidden layers are for."
    source: ClassVar[str] = (
        "McCulloch and Pitts, A Logical Calculus of the Ideas Immanent in Nervous Activity (1943), figure 1"
    )
    order: ClassVar[int] = 12
    outputs: ClassVar[tuple[int, int, int, int]] = (0, 1, 1, 1)
