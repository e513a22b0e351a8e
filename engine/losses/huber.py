"""The Huber loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from engine.concepts import F32, parameter
from engine.losses.loss import Loss

if TYPE_CHECKING:
    from torch import Tensor


class Huber(Loss):
    """Squared error near the target, absolute error far from it."""

    kind: Literal["huber"] = "huber"
    delta: float = parameter(
        1.0,
        title="δ",
        description="Errors larger than this count as outliers and are no longer squared.",
        above=0.0,
        high=100.0,
        scale="log",
        live=True,
    )
    title: ClassVar[str] = "Huber"
    formula: ClassVar[str] = (
        r"L = \begin{cases} \frac{1}{2} (a - t)^2 & |a - t| \le \delta \\ "
        r"\delta (|a - t| - \frac{1}{2} \delta) & |a - t| > \delta \end{cases}"
    )
    explanation: ClassVar[str] = (
        "Squares small errors, so it settles calmly, but lets large ones grow only in proportion. The pull of a "
        "single sample is never more than δ, so outliers cannot take over. Of several outputs the mean is taken."
    )
    use_when: ClassVar[str] = "Regression on data in which some targets may be far off."
    avoid_when: ClassVar[str] = "Large errors are the ones that matter most, or the targets are classes."
    source: ClassVar[str] = "Huber, Robust Estimation of a Location Parameter (1964), section 4"
    order: ClassVar[int] = 50
    tasks: ClassVar[tuple[str, ...]] = ("regression",)
    mean_over_outputs: ClassVar[bool] = True

    def constants(self) -> tuple[float, float]:
        """Return δ."""
        return (self.delta, 0.0)

    @staticmethod
    def value(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return ½ r² for a distance r up to δ, else δ (r − ½ δ)."""
        r = abs(a - t)
        return F32(0.5) * r * r if r <= c0 else c0 * (r - F32(0.5) * c0)

    @staticmethod
    def derivative(a: Any, t: Any, c0: Any, c1: Any) -> Any:
        """Return a − t, kept within −δ … δ."""
        return min(max(a - t, -c0), c0)

    def torch(self, a: Tensor, t: Tensor) -> Tensor:
        """Return the loss of each sample."""
        from torch.nn.functional import huber_loss

        return huber_loss(a, t, reduction="none", delta=self.delta).mean(1)
