"""Loaded once by the process that shards are forked from, so that they share its memory and start at once."""

import atexit
import contextlib
import os
import shutil
import subprocess
import sys

import app.backends.process
import app.command_line
import engine.run
from app.backends import light_torch
from app.logs import configure_logs
from app.settings import SettingsError, load_settings
from engine.trainers import cache

__all__ = ["app", "engine"]

light_torch.prepare()

# A server that was killed cannot take its folder away; this process ends after it, and can. Forks never do: they
# end without it.
if app.backends.process.SOCKETS in os.environ:
    atexit.register(shutil.rmtree, os.environ[app.backends.process.SOCKETS], ignore_errors=True)

with contextlib.suppress(SettingsError):  # What the environment says, the command line may have corrected.
    configure_logs(*load_settings().logs)

# A process that has compiled keeps some 200 MB that nobody needs any more: another one does it, and ends.
if not (cache.folder() / cache.COMPLETE).exists():
    subprocess.run([sys.executable, "-c", "from engine.trainers.warm import warm; warm()"], check=False)

# Compiled or loaded once, here, and not by every shard. What goes wrong shows again when a shard warms up, which
# can tell it; here it would only end the process that shards are forked from.
with contextlib.suppress(Exception):
    app.backends.process.rehearse("compiled")

app.backends.process.settle()
