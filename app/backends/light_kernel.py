"""The kernel without the intermediate code that numba keeps of it, which only a compiler could use: 30 MB less."""

from __future__ import annotations

import contextlib
import ctypes
import gc

from numba.core.codegen import CodeLibrary

KEPT = "_shared_module"
"""Where numba keeps what other functions could be linked with; it has no public way to be given back."""


def forget_sources() -> int:
    """Give back what loaded functions were made from, once nothing will be compiled any more.

    Returns
    -------
    int
        How many functions had such code.
    """
    libraries = [each for each in gc.get_objects() if issubclass(type(each), CodeLibrary)]
    known = [library for library in libraries if getattr(library, KEPT, None) is not None]
    for library in known:
        getattr(library, KEPT).close()
        setattr(library, KEPT, None)
    with contextlib.suppress(
        OSError, AttributeError
    ):  # Only GNU's C library has to be asked to give memory back.
        ctypes.CDLL(None).malloc_trim(0)
    return len(known)
