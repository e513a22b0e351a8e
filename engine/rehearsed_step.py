"""The next step of a network whose layers compare samples, with those layers as a training step has them."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.trainers import Trainer
from engine.trainers.torch.rehearsal import Rehearsal
from engine.trainers.trainer import Array

SETTLED = 100
"""After so many steps nothing but their number depends on how many there were."""


class RehearsedStep(Rehearsal):
    """A rehearsal that also takes the optimizer's next step: another trainer's, on its own samples as one batch."""

    rate = 0.0

    @property
    def learning_rate(self) -> float:
        """Return the learning rate of the trainer whose step it is."""
        return self.rate

    def step_of(self, trainer: Trainer) -> dict[str, Array]:
        """Return what a trainer's optimizer would add to each parameter for the gradient of this batch.

        The parameters must be the trainer's. With penalty, clipping, schedule and constraints, as
        ``Trainer.next_step``.
        """
        model, flat = self.model, self.model.flat
        self.rate = trainer.learning_rate
        self.optimizer.state[flat] = self._memory_of(trainer)
        kept = flat.data.clone()
        model.comparing()
        self._follow(self._backward(*self.train, with_penalty=True))
        added = model.shaped(flat.data - kept)
        flat.data.copy_(kept)
        return added

    def _memory_of(self, trainer: Trainer) -> dict[str, Tensor]:
        """Return a trainer's optimizer state as PyTorch has it; nothing where it has not begun."""
        kind, slots = self.network.spec.optimizer, trainer.slots()
        memory = {}
        for slot, theirs in zip(kind.slots, kind.torch_slots, strict=True):
            flat = torch.zeros_like(self.model.flat.data)
            for name, place in self.model.places.items():
                flat[place] = torch.from_numpy(slots[name][slot]).flatten()
            memory[theirs] = flat
        if not any(bool(flat.any()) for flat in memory.values()):
            return {}
        return {**memory, **self._counted(trainer.optimizer_step)}

    def _counted(self, steps: int) -> dict[str, Tensor]:
        """Return what PyTorch's optimizer keeps of the number of steps alone, such as Nadam's product of momenta."""
        kind = self.network.spec.optimizer
        lone = torch.nn.Parameter(torch.zeros(1))
        lone.grad = torch.zeros(1)
        optimizer, kept = kind.torch([lone]), dict[str, Tensor]()
        for _ in range(min(steps, SETTLED)):
            optimizer.step()
            kept = {
                name: value for name, value in optimizer.state[lone].items() if name not in kind.torch_slots
            }
            if kept.keys() <= {"step"}:
                break
        return {**kept, "step": torch.tensor(float(steps))}
