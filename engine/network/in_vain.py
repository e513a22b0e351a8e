"""Settings of training that have no effect, each with the reason and a cure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.network.combination import warning
from engine.network.network import Network, train_count

Caution = dict[str, Any]


def settings_in_vain(network: Network) -> list[Caution]:
    """Return a warning for each: code, path, message, hint and a cure as patches."""
    return [
        *metrics_that_are_missing(network),
        *connections_that_are_missing(network),
        *nothing_learns(network),
    ]


def metrics_that_are_missing(network: Network) -> Iterator[Caution]:
    """Yield a warning for each rule that watches a metric that this data does not have."""
    training, schedule = network.spec.training, network.spec.optimizer.schedule
    watched: list[tuple[str, str | None]] = [("optimizer.schedule.metric", schedule.watched_metric())]
    if training.early_stopping:
        watched.append(("training.early_stopping.metric", training.early_stopping.metric))
    if training.target:
        watched.append(("training.target.metric", training.target.metric))
    if training.plateau:
        watched.append(("training.plateau.metric", training.plateau.metric))
    no_tests = network.spec.data.sample_count() <= train_count(network.spec)
    for path, metric in watched:
        if metric is None:
            continue
        name, there_is = metric.replace("_", " "), metric
        if no_tests:
            there_is = there_is.replace("test", "train")
        if network.task == "regression":
            there_is = there_is.replace("accuracy", "loss")
        if there_is == metric:
            continue
        reason = "has no test samples" if no_tests and "test" in metric else "is to predict numbers"
        instead = there_is.replace("_", " ")
        yield warning(
            "no_such_metric",
            path,
            f"There is no {name}, since this data {reason}; so nothing ever comes of watching it.",
            f"Watch the {instead}.",
            (path, there_is),
        )


def connections_that_are_missing(network: Network) -> Iterator[Caution]:
    """Yield a warning for each layer in which connections are cut that it does not have."""
    for node in network.nodes:
        units = node.layer.unit_settings()
        if units is None:
            continue
        outputs, inputs = node.plans[0].shape
        there = [edge for edge in units.pruned if edge[0] < outputs and edge[1] < inputs]
        if len(there) < len(units.pruned):
            gone = next(edge for edge in units.pruned if edge not in there)
            yield warning(
                "no_such_connection",
                f"{node.path}.pruned",
                f"The connection from input {gone[1]} to unit {gone[0]} is to be cut, but this layer has only "
                f"{inputs} inputs and {outputs} units.",
                "Forget what is not there.",
                (f"{node.path}.pruned", [list(edge) for edge in there]),
            )


def nothing_learns(network: Network) -> Iterator[Caution]:
    """Yield a warning where every layer is frozen."""
    layers = [node.layer.unit_settings() for node in network.nodes if node.parameter_count]
    if all(units is not None and units.frozen for units in layers):
        yield warning(
            "all_frozen",
            "network.output.frozen",
            "Every layer is frozen, so nothing is learned.",
            "Let the output learn.",
            ("network.output.frozen", False),
        )
