"""What probes share that look at one number among the parameters."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.concepts import ListOf, parameter
from engine.probes.probe import Probe

Index = Annotated[int, Field(ge=0)]


class PlaceProbe(Probe):
    """A probe of one weight, bias or other learned number. Not a kind of its own.

    Whether the network has that number is only known when it is looked at: somebody may have just changed it.
    """

    node: str | None = parameter(
        None, title="Node", description="Whose number to look at, such as layers.0; none for no number."
    )
    index: Annotated[ListOf[Index], Field(max_length=4)] = parameter(
        (0, 0),
        title="Place",
        description="Place in the parameter: for a weight its unit, then the unit before.",
    )
    parameter: str = parameter("weight", title="Parameter", description="Such as weight or bias.")
