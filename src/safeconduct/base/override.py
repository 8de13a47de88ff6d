"""The mark of a method that overrides another, without a library at run time."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override
else:
    F = TypeVar("F", bound=Callable)

    def override(method: F) -> F:
        """Mark a method that overrides one of its base class."""
        return method


__all__ = ["override"]
