"""What a form of the desk sends: few short fields, in memory alone."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from safeconduct.base.errors import SafeConductError

# A long statement pasted whole; files come another way.
MOST_BYTES = 1 << 20
_MOST_FIELDS = 64


class FormError(SafeConductError):
    """What was sent is no form of the desk."""


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a posted form, each once.

    Raises:
        FormError: it is too long, or no form.
    """
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            msg = "The form is longer than the desk takes in."
            raise FormError(msg)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        msg = "What was sent is no form of the desk."
        raise FormError(msg) from error
    if len(dict(pairs)) != len(pairs):
        msg = "A field was sent twice."
        raise FormError(msg)
    return dict(pairs)
