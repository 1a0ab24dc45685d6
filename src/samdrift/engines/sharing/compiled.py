"""What numba compiles, kept on disk for the next process where some folder can be written to."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(signature: str, *, nogil: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """This function will compile a function of one signature, so that importing its module is all the waiting there is.

    >>> compiled("float64(float64)")(lambda x: 2 * x)(21.0)
    42.0
    """

    def compile_it(function: Callable[P, R]) -> Callable[P, R]:
        try:
            kept: Callable[P, R] = njit(signature, cache=True, nogil=nogil)(function)
        except RuntimeError:
            # numba finds no folder to keep it in: not the module's own, nor one in the home of who runs it, such as a locked down service.
            # Then each process compiles for itself, which takes some seconds once.
            kept = njit(signature, nogil=nogil)(function)
        return kept

    return compile_it
