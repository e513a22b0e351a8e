"""Doubtful combinations of task, activations, loss and batch size: allowed, since lessons need them, but explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.concepts import kinds
from engine.losses import Loss
from engine.network.network import Network, batch_size
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
    found += [*flat_activations(network), *lonely_samples(network)]
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


def flat_activations(network: Network) -> Iterator[dict[str, Any]]:
    """Yield a warning where hidden units have a slope of 0 everywhere; the cure is for all of them at once."""
    flat = [
        (node, units.activation)
        for node in network.nodes
        if node is not network.output
        and (units := node.layer.unit_settings()) is not None
        and not units.activation.has_slope
    ]
    if flat:
        node, activation = flat[-1]
        yield warning(
            "flat_activation",
            f"{node.path}.activation",
            f"The slope of hidden {activation.title} units is 0, so no gradient comes back through them: gradient "
            "descent cannot train their weights, nor any weights that act through them alone.",
            "Use sigmoid: nearly the same shape, and it has a slope.",
            *((f"{node.path}.activation", "sigmoid") for node, _ in flat),
        )


def lonely_samples(network: Network) -> Iterator[dict[str, Any]]:
    """Yield a warning where a layer compares the samples of a batch, and a batch has only one."""
    if batch_size(network.spec) > 1:
        return
    for node in network.nodes:
        if node.layer.compares_samples:
            yield warning(
                "batch_of_one",
                "training.batch_size",
                f"{node.layer.title} takes the mean of the batch away; of a batch of one sample nothing is left, and "
                "no gradient comes back through it.",
                "Use batches of 10 or more, or layer normalization.",
                ("training.batch_size", 10),
            )
            return


def range_text(low: float | None, high: float | None) -> str:
    """Return the range of an activation in words."""
    return f"{'−∞' if low is None else f'{low:g}'} … {'∞' if high is None else f'{high:g}'}".replace("-", "−")


def warning(code: str, path: str, message: str, hint: str, *cure: tuple[str, object]) -> dict[str, Any]:
    """Return one warning as the wire carries it."""
    patches = [{"path": place, "value": value} for place, value in cure]
    return {"code": code, "path": path, "message": message, "hint": hint, "cure": patches}
