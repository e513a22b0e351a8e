"""Training that overflowed."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.diagnoses import cures
from engine.diagnoses.diagnosis import Diagnosis
from engine.diagnoses.evidence import Evidence
from engine.diagnoses.finding import Cure, Finding, Measured


class Diverged(Diagnosis):
    """The numbers grew until they could not be written any more."""

    kind: Literal["diverged"] = "diverged"
    title: ClassVar[str] = "Training diverged"
    formula: ClassVar[str] = (
        r"\mathbf{w} \leftarrow \mathbf{w} - \eta \nabla L, \quad \eta > \frac{2}{\lambda_{\max}}"
    )
    explanation: ClassVar[str] = (
        "A step that is too long for how sharply the loss curves lands higher on the other side of the valley, "
        "where the gradient is larger and the next step longer still. So the weights swing further with every "
        "step, until the numbers overflow."
    )
    source: ClassVar[str] = "LeCun et al., Efficient BackProp (1998), section 4.5"
    order: ClassVar[int] = 10

    def examine(self, evidence: Evidence) -> Finding | None:
        """Tell where the numbers overflowed first."""
        divergence = evidence.divergence
        if divergence is None:
            return None
        node = next(node for node in evidence.network.nodes if node.id == divergence.node)
        what = "weighted sums" if divergence.what == "preactivation" else "gradients"
        return Finding(
            "fault",
            f"At step {divergence.step:,} the {what} of {evidence.name_of(node)} were the first to grow beyond "
            f"all bounds, with a learning rate of {evidence.learning_rate:g}.",
            (node.id,),
            evidence=(Measured("Step of the overflow", divergence.step, divergence.step),),
            cures=self.cures(evidence),
        )

    def cures(self, evidence: Evidence) -> tuple[Cure, ...]:
        """Return smaller steps and smaller inputs; the run has to begin again."""
        spec = evidence.network.spec
        clip = cures.clipped(reset=True) if spec.training.gradient_clipping is None else None
        if len(evidence.hidden) > 1:
            return cures.offered(clip, cures.fitting_start(spec, evidence.hidden))
        scale = cures.scale_inputs() if spec.data.scaling.kind_name() == "none" else None
        return cures.offered(*cures.calmer(spec), clip, scale)
