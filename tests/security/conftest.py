"""The server that those of ``tests/app`` use too."""

from tests.app.conftest import client, example, inline, spiral

__all__ = ["client", "example", "inline", "spiral"]
