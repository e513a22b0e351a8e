"""Loaded once by the process that shards are forked from, so that they share its memory and start at once."""

import torch
import torch._dynamo
import torch.optim.adam  # noqa: F401 - loaded here for everyone

import app.backends.process
import app.command_line
import engine.run  # noqa: F401 - loaded here for everyone

torch.set_num_threads(1)
