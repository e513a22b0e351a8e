"""The arithmetic behind every number, for one sample."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.arithmetic.places import place_of
from engine.concepts import parameter
from engine.errors import PlaygroundError
from engine.probes.place import PlaceProbe
from engine.probes.probe import Payload
from engine.spec import LIMITS
from engine.subject import Subject


class TraceProbe(PlaceProbe):
    """One sample's way to the loss, and the gradient's way back to one number."""

    kind: Literal["trace"] = "trace"
    title: ClassVar[str] = "Arithmetic of a sample"
    formula: ClassVar[str] = (
        r"\frac{\partial L}{\partial w} = \sum_{\text{paths}} \frac{\partial L}{\partial a_k} f'(z_k) w_{kj} "
        r"f'(z_j) \cdots f'(z_i) x"
    )
    explanation: ClassVar[str] = (
        "Takes one sample through the network: every sum, every output, the loss. Then it goes back: by the chain "
        "rule the gradient of a weight is a sum over all paths from it to the loss, and each path is a product of "
        "slopes and weights. Small slopes on a long path are how gradients vanish."
    )
    source: ClassVar[str] = (
        "Rumelhart, Hinton and Williams, Learning Representations by Back-propagating Errors (1986)"
    )
    order: ClassVar[int] = 70
    view: ClassVar[str] = "arithmetic"
    pause: ClassVar[float] = 0.12
    needs_pytorch: ClassVar[bool] = True

    sample: int = parameter(
        0,
        title="Sample",
        description="Place among the samples of the set, counted from 0.",
        low=0,
        high=LIMITS["samples"] - 1,
        step=1,
    )
    set: Literal["train", "test"] = parameter(
        "train", title="Set", description="Whether the sample is one that is trained on, or a test sample."
    )

    def measure(self, subject: Subject) -> Payload:
        """Return the sample, all nodes, and the chosen number; in float64. What cannot be is a problem in words."""
        from engine.arithmetic.exact import ExactModel
        from engine.arithmetic.trace import Trace

        payload: Payload = {"problem": None, "sample": None, "nodes": [], "chosen": None}
        try:
            model = ExactModel(subject.network, subject.trainer.parameters())
            trace = Trace(model, subject.prepared, self.sample, train=self.set == "train")
            payload["sample"] = {"set": self.set, "index": self.sample, **trace.sample()}
            payload["nodes"] = trace.nodes()
            if self.node is not None:
                place = place_of(subject.network, self.node, self.parameter, self.index)
                payload["chosen"] = trace.chosen(place, subject.trainer)
        except PlaygroundError as error:
            payload["problem"] = str(error)
        return payload
