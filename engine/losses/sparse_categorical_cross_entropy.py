"""Sparse categorical cross-entropy."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.losses.class_surprise import ClassSurprise


class SparseCategoricalCrossEntropy(ClassSurprise):
    """Categorical cross-entropy by the name that it has where targets are class numbers."""

    kind: Literal["sparse_categorical_cross_entropy"] = "sparse_categorical_cross_entropy"
    title: ClassVar[str] = "Sparse categorical cross-entropy"
    formula: ClassVar[str] = r"L = -\ln a_c"
    explanation: ClassVar[str] = (
        "The surprise at the true class c, exactly as in categorical cross-entropy: of its sum only the term of the "
        "true class is not 0. In Keras the two names tell how the targets are stored, as class numbers or as one "
        "column per class. Here the data holds class numbers and the network makes the columns by itself, so both "
        "losses give the same curves."
    )
    use_when: ClassVar[str] = "You follow a course or a program that calls the loss by this name."
    avoid_when: ClassVar[str] = "Regression, or outputs that do not add up to 1."
    source: ClassVar[str] = (
        "Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3; the name is from Chollet et al., Keras"
    )
    order: ClassVar[int] = 32
