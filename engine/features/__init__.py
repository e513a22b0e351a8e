"""Features: what the network is shown of the raw inputs. One kind per file."""

from engine.features.feature import Feature

__all__ = ["Feature"]
