"""Small networks for the tests of the compiled trainer, and the same written directly in PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from engine.activations import Activation
from engine.activations.learned_activation import LearnedActivation
from engine.activations.linear import Linear
from engine.activations.tanh import Tanh
from engine.generators import generator_state
from engine.layers import FEATURES, Affine, Dropping, Operation, Stage
from engine.losses import Loss
from engine.losses.mean_squared_error import MeanSquaredError
from engine.network import TrainingData
from engine.optimizers import Optimizer
from engine.optimizers.sgd import Sgd
from engine.regularizers import Regularizer
from engine.trainers.batches import Randomness, shuffle
from engine.trainers.compiled import CompiledTrainer

Floats = NDArray[np.float32]
SEED = 3
TOLERANCES = {1: 1e-6, 10: 5e-6, 100: 5e-5}
"""Largest difference of a parameter in float32 after so many steps; both sides round, in different order."""


@dataclass
class Problem:
    """A network of dense layers with dropout before each hidden layer, some random samples, and how to train it."""

    features: int = 3
    hidden: Sequence[int] = (5, 4)
    outputs: int = 2
    activation: Activation = field(default_factory=Tanh)
    output_activation: Activation = field(default_factory=Linear)
    regularizer: Regularizer | None = None
    dropout: float = 0.0
    loss: Loss = field(default_factory=MeanSquaredError)
    optimizer: Optimizer = field(default_factory=Sgd)
    samples: int = 23
    tests: int = 9
    batch_size: int = 7
    task: str = "regression"

    def __post_init__(self) -> None:
        draw = np.random.default_rng(5)
        sizes = [self.features, *self.hidden, self.outputs]
        self.program: list[Stage] = []
        self.parameters: dict[str, Floats] = {}
        for place, (inputs, outputs) in enumerate(pairwise(sizes)):
            last = place == len(self.hidden)
            if self.dropout and not last:
                self._follow(f"dropout.{place}", Dropping(inputs, self.dropout))
            name = "output" if last else f"layers.{place}"
            activation = self.output_activation if last else self.activation
            self._follow(name, Affine(inputs, outputs, activation, self.regularizer))
            spread = 1 / np.sqrt(inputs)
            self.parameters[f"{name}.weight"] = draw.normal(0, spread, (outputs, inputs)).astype(np.float32)
            self.parameters[f"{name}.bias"] = draw.normal(0, 0.1, outputs).astype(np.float32)
            if activation.learned is not None:
                slopes = draw.normal(0.2, 0.1, outputs).astype(np.float32)
                self.parameters[f"{name}.{activation.learned}"] = slopes
        self.data = TrainingData(
            draw.normal(size=(self.features, self.samples)).astype(np.float32),
            self._targets(draw, self.samples),
            draw.normal(size=(self.features, self.tests)).astype(np.float32),
            self._targets(draw, self.tests),
        )

    def _follow(self, node: str, operation: Operation) -> None:
        """Let an operation read what the last one gives."""
        self.program.append(Stage(node, operation, (len(self.program) - 1 if self.program else FEATURES,)))

    def _targets(self, draw: np.random.Generator, count: int) -> Floats:
        if self.task == "classes":
            return np.eye(self.outputs, dtype=np.float32)[:, draw.integers(self.outputs, size=count)]
        if self.task == "binary":
            low = -1 if self.loss.signed_targets else 0
            return draw.choice([low, 1], size=(self.outputs, count)).astype(np.float32)
        return draw.normal(size=(self.outputs, count)).astype(np.float32)

    @property
    def threshold(self) -> float:
        return 0.0 if self.loss.signed_targets else 0.5

    def settings(self) -> dict[str, Any]:
        return {
            "program": self.program,
            "data": self.data,
            "loss": self.loss,
            "optimizer": self.optimizer,
            "batch_size": self.batch_size,
            "task": self.task,
            "threshold": self.threshold,
        }

    def trainer(self) -> CompiledTrainer:
        return CompiledTrainer(parameters=self.parameters, seed=SEED, **self.settings())


class Reference:
    """The same training by autograd, one operation after the other."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parameters = {
            name: torch.tensor(value, requires_grad=True) for name, value in problem.parameters.items()
        }
        self.optimizer = problem.optimizer.torch(list(self.parameters.values()))
        self.randomness = Randomness(generator_state(SEED, "dropout"))
        self.batches = np.array([generator_state(SEED, "batches")], np.uint64)
        self.order = np.arange(problem.samples)
        self.position = 0

    def run(self, x: torch.Tensor, training: bool = False) -> tuple[list[torch.Tensor], torch.Tensor]:
        """Every operation's values (samples, units), and the output's preactivations."""
        values, z = [x], x
        for name, operation, _ in self.problem.program:
            if isinstance(operation, Affine):
                z = values[-1] @ self.parameters[f"{name}.weight"].T + self.parameters[f"{name}.bias"]
                activation = operation.activation
                if isinstance(activation, LearnedActivation):
                    values.append(activation.torch_with(z, self.parameters[f"{name}.{activation.learned}"]))
                else:
                    values.append(activation.torch(z))
            elif training:
                mask = self.randomness.mask(len(x), operation.units, operation.rate)
                values.append(values[-1] * torch.from_numpy(mask.copy()))
            else:
                values.append(values[-1])
        return values[1:], z

    def loss(self, x: torch.Tensor, t: torch.Tensor, training: bool = False) -> torch.Tensor:
        """The mean loss of some samples."""
        loss = self.problem.loss
        values, z = self.run(x, training)
        fused = loss.fused_with == self.problem.output_activation.kind_name()
        losses = loss.fused_torch(z, t) if fused else loss.torch(values[-1], t)
        return loss.torch_finish(losses.mean())

    def penalty(self) -> torch.Tensor:
        """The sum of all penalties."""
        total = torch.zeros(())
        for name, operation, _ in self.problem.program:
            if isinstance(operation, Affine) and operation.regularizer is not None:
                total = total + operation.regularizer.torch(self.parameters[f"{name}.weight"])
        return total

    def advance(self, steps: int) -> None:
        """Train."""
        x, t = (
            torch.from_numpy(part.T.copy())
            for part in (self.problem.data.train_features, self.problem.data.train_targets)
        )
        for _ in range(steps):
            if self.position == 0:
                shuffle(self.order, self.batches)
            chosen = self.order[self.position : self.position + self.problem.batch_size]
            self.optimizer.zero_grad()
            objective = self.loss(x[chosen], t[chosen], training=True) + self.penalty()
            objective.backward()  # type: ignore[no-untyped-call]
            self.optimizer.step()
            self.position = (self.position + len(chosen)) % self.problem.samples

    def gradients(self) -> dict[str, Floats]:
        """The gradient of the mean training loss."""
        x, t = (
            torch.from_numpy(part.T.copy())
            for part in (self.problem.data.train_features, self.problem.data.train_targets)
        )
        found = torch.autograd.grad(self.loss(x, t), list(self.parameters.values()))
        return {name: gradient.numpy() for name, gradient in zip(self.parameters, found, strict=True)}

    def values(self) -> dict[str, Floats]:
        return {name: value.detach().numpy() for name, value in self.parameters.items()}


def largest_difference(one: dict[str, Floats], other: dict[str, Floats]) -> float:
    """The largest difference between two sets of parameters."""
    assert one.keys() == other.keys()
    return max(float(np.abs(one[name] - other[name]).max()) for name in one)


def assert_parity(problem: Problem, tolerances: dict[int, float]) -> None:
    """The compiled trainer and autograd come to the same after so many steps."""
    compiled, reference = problem.trainer(), Reference(problem)
    done = 0
    for steps, tolerance in tolerances.items():
        assert compiled.advance(steps - done).steps == steps - done
        reference.advance(steps - done)
        done = steps
        assert largest_difference(compiled.parameters(), reference.values()) < tolerance
