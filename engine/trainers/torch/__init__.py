"""The PyTorch trainer: any layer, any device, and the reference that the compiled trainer is held to."""

from engine.trainers.torch.trainer import TorchTrainer

__all__ = ["TorchTrainer"]
