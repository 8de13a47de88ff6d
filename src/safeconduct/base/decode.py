"""From the bytes of a file to a text that can be shown as it is."""

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.place import place_at
from safeconduct.base.plain import FORBIDDEN


def decode_text(content: bytes, *, file: str, most: int) -> str:
    r"""UTF-8 text with `\n` at the ends of lines, of at most `most` bytes.

    Raises:
        InputError: too many bytes, another coding, or characters no text may hold.
    """
    if len(content) > most:
        what = f"The file has {len(content)} bytes; at most {most} are read."
        raise InputError([Fault(file=file, what=what)])
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = Fault(file=file, line=line, what="This is not UTF-8 text.")
        raise InputError([fault]) from error
    bad = FORBIDDEN.search(text)
    if bad is not None:
        at = place_at(text, bad.start())
        fault = Fault(
            file=file,
            line=at.line,
            column=at.column,
            what=f"A control character (U+{ord(bad[0]):04X}) stands here.",
            mend="Take it out.",
        )
        raise InputError([fault])
    return text
