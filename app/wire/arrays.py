"""Arrays as a frame carries them: ``{dtype, shape, data}``."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import WithJsonSchema

U8Array = Annotated[Any, WithJsonSchema({"typescript": "BytesArray"})]
U32Array = Annotated[Any, WithJsonSchema({"typescript": "CountArray"})]
F32Array = Annotated[Any, WithJsonSchema({"typescript": "FloatArray"})]
MapArray = Annotated[Any, WithJsonSchema({"typescript": "BytesArray | FloatArray"})]
