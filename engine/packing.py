"""Writes tensors as safetensors.

The safetensors package takes five times as long to build the file's header as everything else takes together, for
a network of three layers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from math import prod

import numpy as np
from numpy.typing import NDArray

DTYPES = {
    "|b1": "BOOL",
    "|u1": "U8",
    "|i1": "I8",
    "<i4": "I32",
    "<u4": "U32",
    "<i8": "I64",
    "<u8": "U64",
    "<f4": "F32",
    "<f8": "F64",
}
"""How the format calls what numpy has."""

Tensors = Mapping[str, NDArray[np.generic]]
Form = tuple[str, np.dtype[np.generic], tuple[int, ...]]
"""Name, numbers and shape of a tensor."""


def pack(tensors: Tensors, metadata: Mapping[str, str]) -> bytes:
    """Return a safetensors file: the header's length in 8 bytes, the header as JSON, the numbers."""
    forms = tuple((name, values.dtype, values.shape) for name, values in tensors.items())
    opening = _opening(forms, tuple(metadata.items()))
    return b"".join([opening, *(values.tobytes() for values in tensors.values())])


@lru_cache(maxsize=1024)
def _opening(forms: tuple[Form, ...], metadata: tuple[tuple[str, str], ...]) -> bytes:
    """Return the beginning of a file: what is saved again and again has few forms."""
    return header(_places(forms), dict(metadata))


def places(tensors: Tensors) -> str:
    """Return the part of a header that says where each tensor lies."""
    return _places((name, values.dtype, values.shape) for name, values in tensors.items())


def _places(forms: Iterable[Form]) -> str:
    described, end = [], 0
    for name, dtype, shape in forms:
        begin, end = end, end + dtype.itemsize * prod(shape)
        described.append(f'{_named(name, dtype)}"shape":{list(shape)},"data_offsets":[{begin},{end}]}}')
    return ",".join(described)


@lru_cache(maxsize=1024)
def _named(name: str, dtype: np.dtype[np.generic]) -> str:
    """Return how the place of a tensor begins."""
    return f'{quoted(name)}:{{"dtype":"{DTYPES[dtype.str]}",'


def header(places: str, metadata: Mapping[str, str]) -> bytes:
    """Return the length of the header and the header."""
    text = f'{{"__metadata__":{json.dumps(metadata)},{places}}}'.encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text
