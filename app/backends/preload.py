"""Loaded once by the process that shards are forked from, so that they share its memory and start at once."""

import contextlib

import torch
import torch._dynamo
import torch.optim.adam

import app.backends.process
import app.command_line
import engine.run
from app.logs import configure_logs
from app.settings import SettingsError, load_settings

__all__ = ["app", "engine", "torch"]

torch.set_num_threads(1)
with contextlib.suppress(SettingsError):  # What the environment says, the command line may have corrected.
    configure_logs(*load_settings().logs)

# Compiled or loaded once, here, and not by every shard. What goes wrong shows again when a shard warms up, which
# can tell it; here it would only end the process that shards are forked from.
for trainer in app.backends.process.TRAINERS:
    with contextlib.suppress(Exception):
        app.backends.process.rehearse(trainer)
