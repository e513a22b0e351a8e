"""Figures for whoever runs the server: counted while it works, or looked at when somebody asks."""

from app.metrics.counted import Metrics
from app.metrics.traffic import Traffic

__all__ = ["Metrics", "Traffic"]
