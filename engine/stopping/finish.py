"""Why a training is over."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from engine.network import Network
from engine.trainers import Divergence


@dataclass(frozen=True)
class Finish:
    """The end of a training: a code and a sentence."""

    cause: Literal["epochs", "early_stopping", "target", "plateau", "diverged"]
    reason: str

    @property
    def can_go_on(self) -> bool:
        """Tell whether training may be continued from here."""
        return self.cause != "diverged"

    def document(self) -> dict[str, Any]:
        """Return the finish as JSON."""
        return asdict(self)


def epochs_done(epoch: int, last_epoch: int) -> Finish | None:
    """Return the finish of a run that has done all its epochs."""
    if epoch < last_epoch:
        return None
    return Finish("epochs", f"Trained for {epoch:,} epochs, as asked.")


def diverged(divergence: Divergence, network: Network) -> Finish:
    """Return the finish of a run whose numbers overflowed."""
    node = next(node for node in network.nodes if node.id == divergence.node)
    number = ".".join(str(int(part) + 1) for part in node.id.split(".")[1::2])
    place = "the output" if node is network.output else f"hidden layer {number} ({node.id})"
    what = "sums" if divergence.what == "preactivation" else "gradients"
    return Finish(
        "diverged",
        f"Diverged at step {divergence.step:,}: the {what} of {place} grew beyond all bounds. "
        "The last finite state is kept. Reset, and try a lower learning rate.",
    )
