"""Categorical cross-entropy."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.losses.class_surprise import ClassSurprise


class CategoricalCrossEntropy(ClassSurprise):
    """The surprise, in nats, at the true class when the outputs are the probabilities of the classes."""

    kind: Literal["categorical_cross_entropy"] = "categorical_cross_entropy"
    title: ClassVar[str] = "Categorical cross-entropy"
    formula: ClassVar[str] = r"L = -\sum_{k=1}^{K} t_k \ln a_k"
    explanation: ClassVar[str] = (
        "Reads the outputs as the probabilities of the classes and measures the surprise at the true one. A "
        "network that knows nothing about K classes has a loss of ln K. With a softmax output its gradient is "
        "simply prediction minus target."
    )
    use_when: ClassVar[str] = "Three or more classes of which exactly one is right, with a softmax output."
    avoid_when: ClassVar[str] = "Regression, or outputs that do not add up to 1."
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3"
    order: ClassVar[int] = 30
