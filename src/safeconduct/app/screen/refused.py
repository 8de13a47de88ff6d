"""What is refused is said in the language of who is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from safeconduct.base.errors import InputError
from safeconduct.base.text import Language


@contextmanager
def refused_in(at: Language) -> Iterator[None]:
    """Say in a language what is refused meanwhile; what is not known stays English.

    Raises:
        InputError: what was refused.
    """
    try:
        yield
    except InputError as error:
        if at == "en":
            raise
        # Who is not refused does not wait for all these words.
        from safeconduct.app.screen.refusal import refusal  # noqa: PLC0415

        raise refusal(error, at) from error
