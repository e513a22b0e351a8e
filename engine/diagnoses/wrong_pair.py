"""Output, loss and task that do not belong together."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding
from engine.network.combination import warnings_of

CODES = frozenset({"loss_task", "output_loss", "output_range", "flat_activation"})


class WrongPair(Diagnosis):
    """The loss reads the output as something that it is not."""

    kind: Literal["wrong_pair"] = "wrong_pair"
    title: ClassVar[str] = "Output and loss do not match"
    formula: ClassVar[str] = r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} f'(z)"
    explanation: ClassVar[str] = (
        "The error comes back through the loss and through the output's activation, and the two are made for each "
        "other: cross-entropy needs probabilities, a free value needs a linear output. With another pair the "
        "gradient points elsewhere, or is 0 where the error is largest."
    )
    source: ClassVar[str] = "Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.6"
    order: ClassVar[int] = 40
    follows_from: ClassVar[frozenset[str]] = frozenset({"diverged"})

    def examine(self, evidence: Evidence) -> Finding | None:
        """Return the first of the network's own warnings that is of this sort."""
        if evidence.has_learned:
            return None
        for warning in warnings_of(evidence.network):
            if warning["code"] in CODES:
                patches = tuple((patch["path"], patch["value"]) for patch in warning["cure"])
                node = warning["path"].removeprefix("network.").removesuffix(".activation")
                known = {each.id for each in evidence.network.nodes}
                return Finding(
                    "warning",
                    warning["message"],
                    (node if node in known else evidence.network.output.id,),
                    cures=(Cure(warning["hint"].removesuffix("."), patches),),
                )
        return None
