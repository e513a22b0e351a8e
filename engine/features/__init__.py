"""Features: what the network is shown of the raw inputs. One kind per file."""

from engine.features.feature import Feature
from engine.features.input import MOST_INPUTS, raw_features

__all__ = ["MOST_INPUTS", "Feature", "raw_features"]
