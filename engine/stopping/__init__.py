"""When a training is over, and why."""

from engine.stopping.ending import Ending
from engine.stopping.finish import Finish

__all__ = ["Ending", "Finish"]
