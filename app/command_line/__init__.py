"""The command ``playground``."""

from app.command_line.main import main

__all__ = ["main"]
