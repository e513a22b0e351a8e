"""The gradient, found a second time by trying."""

from __future__ import annotations

from typing import ClassVar, Literal

from engine.arithmetic.places import need_samples, place_of
from engine.errors import PlaygroundError
from engine.probes.place import PlaceProbe
from engine.probes.probe import Payload
from engine.subject import Subject


class GradientCheckProbe(PlaceProbe):
    """The slope that backpropagation gives, beside that between two points close to each other."""

    kind: Literal["gradient_check"] = "gradient_check"
    title: ClassVar[str] = "Gradient check"
    formula: ClassVar[str] = r"\frac{\partial L}{\partial w} \approx \frac{L(w + h) - L(w - h)}{2 h}"
    explanation: ClassVar[str] = (
        "Moves one number a little to both sides, and compares the slope between the two losses with what "
        "backpropagation gives. The error falls with the square of the distance h, until the losses are so close "
        "that rounding is all that is left of their difference: then it rises again."
    )
    source: ClassVar[str] = "Goodfellow, Bengio, Courville, Deep Learning (2016), section 11.5"
    order: ClassVar[int] = 72
    view: ClassVar[str] = "gradient_check"
    pause: ClassVar[float] = 0.5
    needs_pytorch: ClassVar[bool] = True

    def measure(self, subject: Subject) -> Payload:
        """Return both slopes for every distance, in float64; without a number to look at, its problem in words."""
        from engine.arithmetic.differences import STEPS, check_gradient
        from engine.arithmetic.exact import ExactModel, exact

        payload: Payload = {"problem": None, "node": self.node, "parameter": self.parameter}
        payload |= {"index": list(self.index), "value": None, "loss": None, "analytic": None}
        payload |= {"steps": list(STEPS), "numeric": [], "difference": [], "error": []}
        try:
            place = place_of(
                subject.network, self.node or subject.network.output.id, self.parameter, self.index
            )
            model = ExactModel(subject.network, subject.trainer.parameters())
            data = subject.prepared.data
            need_samples(data.train_features.shape[1])
            found = check_gradient(model, place, exact(data.train_features), exact(data.train_targets))
        except PlaygroundError as error:
            return payload | {"problem": str(error)}
        return payload | {
            "node": place.node,
            "value": found.value,
            "loss": found.loss,
            "analytic": found.analytic,
            "numeric": list(found.numeric),
            "difference": found.difference,
            "error": found.error,
        }
