"""A parameter of a kind: default, bounds, wording and how a control for it should behave, in one place."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field


def parameter(
    default: Any = ...,
    *,
    title: str,
    description: str,
    low: float | None = None,
    high: float | None = None,
    above: float | None = None,
    below: float | None = None,
    step: float | None = None,
    scale: Literal["linear", "log"] = "linear",
    unit: str = "",
    live: bool = False,
) -> Any:
    """Declare a field of a kind or of the spec.

    Parameters
    ----------
    default : Any
        Value when the document leaves the field out; none makes the field required.
    title, description : str
        Label of the control, and the plain sentence behind its "?".
    low, high : float, optional
        Inclusive bounds.
    above, below : float, optional
        Exclusive bounds.
    step : float, optional
        Distance between two neighboring values of a slider.
    scale : {"linear", "log"}
        How a slider spreads the values.
    unit : str
        Unit shown behind the number, such as "epochs".
    live : bool
        Whether a running training can take a new value without starting again.
    """
    extra: dict[str, Any] = {"scale": scale, "live": live}
    if step is not None:
        extra["step"] = step
    if unit:
        extra["unit"] = unit
    return Field(
        default,
        title=title,
        description=description,
        ge=low,
        le=high,
        gt=above,
        lt=below,
        json_schema_extra=extra,
    )
