"""When a training is over, and why."""

from engine.stopping import early_stop
from engine.stopping.finish import Finish, diverged, epochs_done

__all__ = ["Finish", "diverged", "early_stop", "epochs_done"]
