"""The network that a spec describes: its nodes, shapes, parameters and data, before anything is trained."""

from engine.network.describe import Summary, describe, described_alike
from engine.network.network import Network, check_samples, plan, plan_again
from engine.network.nodes import Node
from engine.network.preparation import Prepared, TrainingData, prepare

__all__ = [
    "Network",
    "Node",
    "Prepared",
    "Summary",
    "TrainingData",
    "check_samples",
    "describe",
    "described_alike",
    "plan",
    "plan_again",
    "prepare",
]
