"""One sample through the network and back, every number of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from engine.arithmetic.exact import ExactModel, Pass, exact
from engine.arithmetic.factors import Formulas
from engine.arithmetic.local import Seed, by_parameter, local_of, row, seed_of
from engine.arithmetic.paths import Chain
from engine.arithmetic.places import Place
from engine.arithmetic.update import update_of
from engine.datasets import Samples
from engine.errors import CommandError
from engine.network import Prepared
from engine.network.nodes import INPUT
from engine.trainers import Trainer
from engine.trainers.trainer import Array

NAMED_PATHS = 50
"""So many paths are given one by one; all others as one sum."""


class Trace:
    """The arithmetic of one sample.

    Parameters
    ----------
    sample : int
        Place among the training or the test samples, in the order in which the pictures have them.

    Raises
    ------
    CommandError
        Where there is no such sample.
    """

    def __init__(self, model: ExactModel, prepared: Prepared, sample: int, *, train: bool) -> None:
        self.model, self.prepared, self.place = model, prepared, sample
        self.raw, features, targets = samples_of(prepared, train)
        if sample >= len(self.raw.targets):
            which = "training" if train else "test"
            raise CommandError(
                f"There is no {which} sample {sample}; there are {len(self.raw.targets)}, counted from 0.",
                "Choose another sample.",
            )
        self.features = exact(features[:, [sample]]).requires_grad_()
        self.target = exact(targets[:, [sample]])
        self.seen: Pass = model.forward(self.features)
        self.loss = model.losses(self.seen, self.target).sum()
        self.back = model.derivatives(self.loss, self.seen)
        self.seed: Seed = seed_of(model, self.seen, self.back, self.target)

    def sample(self) -> dict[str, Any]:
        """Return what goes in, what should come out, what does, and what that costs."""
        return {
            "inputs": self.raw.inputs[self.place].tolist(),
            "target": float(self.raw.targets[self.place]),
            "features": row(self.features).tolist(),
            "encoded_target": row(self.target).tolist(),
            "prediction": row(self.seen.values[self.model.network.output.id]).tolist(),
            "loss": float(self.loss.detach()),
        }

    def nodes(self) -> list[dict[str, Any]]:
        """Return z, a and the loss's derivatives by them for every node, in order of computation.

        There is no z where a node has no weighted sums, and no dL/da of an output whose loss is worked out from z.
        """
        found = []
        for node in (INPUT, *self.model.modules):
            a, z = self.seen.values[node], self.seen.sums.get(node)
            da, dz = self.back.by_value[node], self.back.by_sum.get(node)
            by_output = None if da is None else row(da).tolist()
            if node == self.model.network.output.id:
                by_output = None if self.seed.by_sum else self.seed.values.tolist()
            found.append(
                {
                    "id": node,
                    "z": None if z is None else row(z).tolist(),
                    "a": row(a).tolist(),
                    "da": by_output,
                    "dz": None if dz is None else row(dz).tolist(),
                }
            )
        return found

    def chosen(self, place: Place, trainer: Trainer) -> dict[str, Any]:
        """Return the way back from the loss to one number, and what the optimizer then does with it."""
        model = self.model
        gradient = self.back.by_parameter[place.name]
        in_sample = 0.0 if gradient is None else float(gradient[place.index])
        locals_ = {node.id: local_of(model, self.seen, node, self.seed) for node in model.network.nodes}
        chain = Chain(locals_, self.seed.values)
        start = by_parameter(model, self.seen, place, locals_[place.node])
        paths = chain.paths(place.node, start, NAMED_PATHS)
        values = {node: row(tensor) for node, tensor in self.seen.values.items()}
        formulas = Formulas(locals_, self.seed, place, start, values)
        total = float(start @ chain.total[place.node])
        gradients = training_gradients(model, self.prepared)
        update = update_of(model, trainer, place, gradients)
        return {
            "node": place.node,
            "parameter": place.parameter,
            "index": list(place.index),
            "value": model.value(place),
            "gradient_sample": in_sample,
            "gradient_batch": update.gradient,
            "paths": [formulas.document(path) for path in paths],
            "routes": [route.document() for route in formulas.routes.values()],
            "path_count": float(np.sign(np.abs(start)) @ chain.count[place.node]),
            "rest": total - sum(path.product for path in paths),
            "update": update.document(),
        }


def samples_of(prepared: Prepared, train: bool) -> tuple[Samples, Array, Array]:
    """Return the raw samples of a set, their scaled features and their encoded targets."""
    data = prepared.data
    if train:
        return prepared.train, data.train_features, data.train_targets
    return prepared.test, data.test_features, data.test_targets


def training_gradients(model: ExactModel, prepared: Prepared) -> dict[str, torch.Tensor]:
    """Return the gradient of the whole training set's loss by every learned parameter."""
    cost = model.cost(exact(prepared.data.train_features), exact(prepared.data.train_targets))
    found = torch.autograd.grad(cost, list(model.learned.values()), materialize_grads=True)
    return dict(zip(model.learned, found, strict=True))
