"""Probes: what can be looked at while a network trains. One kind per file; looking never changes training."""

from engine.probes.probe import Payload, Probe, needs_pytorch, read_probe

__all__ = ["Payload", "Probe", "needs_pytorch", "read_probe"]
