"""Loaded once by the process that shards are forked from, so that they share its memory and start at once."""

import torch
import torch._dynamo
import torch.optim.adam

import app.backends.process
import app.command_line
import engine.run

__all__ = ["app", "engine", "torch"]

torch.set_num_threads(1)
