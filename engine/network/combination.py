"""Doubtful combinations of task, output activation and loss: allowed, since lessons need them, but explained."""

from __future__ import annotations

from typing import Any

from engine.concepts import kinds
from engine.losses import Loss
from engine.network.network import Network
from engine.spec.recommended import RECOMMENDED

TASK_NAMES = {"binary": "two classes", "classes": "several classes", "regression": "regression"}


def warnings_of(network: Network) -> list[dict[str, Any]]:
    """Return a warning for each doubtful choice: code, path, message, hint and a cure as patches."""
    found = []
    spec, task = network.spec, network.task
    activation, loss = spec.network.output.activation, spec.loss
    right_activation, right_loss = RECOMMENDED[task]
    if task not in loss.tasks:
        found.append(
            warning(
                "loss_task",
                "loss",
                f"{loss.title} is made for {' and '.join(TASK_NAMES[made_for] for made_for in loss.tasks)}; "
                f"this data is {TASK_NAMES[task]}.",
                f"Use {kinds(Loss)[right_loss].title.lower()}.",
                ("loss", right_loss),
                ("network.output.activation", right_activation),
            )
        )
    elif loss.fused_with and activation.kind_name() != loss.fused_with:
        found.append(
            warning(
                "output_loss",
                "network.output.activation",
                f"{loss.title} reads the output as {loss.reads_output_as}; a {activation.title} output is none.",
                f"Use a {loss.fused_with} output.",
                ("network.output.activation", loss.fused_with),
            )
        )
    low, high = activation.bounds()
    if task == "regression" and (low is not None or high is not None):
        found.append(
            warning(
                "output_range",
                "network.output.activation",
                f"A {activation.title} output cannot leave {range_text(low, high)}, "
                "so targets beyond that are never reached.",
                "Use a linear output.",
                ("network.output.activation", "linear"),
            )
        )
    return found


def range_text(low: float | None, high: float | None) -> str:
    """Return the range of an activation in words."""
    return f"{'−∞' if low is None else f'{low:g}'} … {'∞' if high is None else f'{high:g}'}".replace("-", "−")


def warning(code: str, path: str, message: str, hint: str, *cure: tuple[str, object]) -> dict[str, Any]:
    """Return one warning as the wire carries it."""
    patches = [{"path": place, "value": value} for place, value in cure]
    return {"code": code, "path": path, "message": message, "hint": hint, "cure": patches}
