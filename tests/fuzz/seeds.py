"""What a target begins with: the vectors, the sample texts, and what they hold.

Whatever the corpus lacks of these is found in the first seconds.
"""

from collections.abc import Iterator

from safeconduct.app.cases.saying import SAID_KINDS
from safeconduct.log.name import NO_ENTRY
from safeconduct.sealing.wrap import seal_wrap
from tests.fuzz import base_target, law_target, log_target, pack_target
from tests.fuzz.feed import joined
from tests.fuzz.odd import paragraphs
from tests.fuzz.relay_target import mailbox_capability
from tests.sealing.maker import CIRCLE_KEY, DEVICE, LOG_KEY, MAIN
from tests.sealing.pack_kit import ROOT, Scenario
from tests.sealing.vector import FOLDER, Vector

_PACKS = FOLDER.parent / "law-pack"
_MOST = 8192
# Forms that have no target of their own.
_TARGET_OF = {"parcel": "handed"}


def seeds() -> Iterator[tuple[str, bytes]]:
    """Inputs, each with the target that it is for."""
    for name, raw in (*_of_vectors(), *_of_packs(), *_of_texts(), *_of_logs()):
        if len(raw) <= _MOST:
            yield name, raw


def _of_vectors() -> Iterator[tuple[str, bytes]]:
    for path in sorted(FOLDER.glob("*.txt")):
        vector = Vector.from_text(path.read_text())
        name = _TARGET_OF.get(vector.form, vector.form)
        yield name, vector.raw
        if "gives" in vector.inputs:
            yield name, vector.inputs["gives"]


def _of_packs() -> Iterator[tuple[str, bytes]]:
    for path in sorted(_PACKS.glob("*.vector")):
        yield "archive", Scenario.from_bytes(path.read_bytes()).raw
    for at, text in enumerate(pack_target.METADATA):
        yield "metadata", text.encode()
        yield "pack", bytes([at]) + text.encode()
    yield "root", ROOT


def _of_texts() -> Iterator[tuple[str, bytes]]:
    texts = {
        "page": law_target.PAGES,
        "law": law_target.PAGES,
        "rules": law_target.RULES,
        "vocabulary": law_target.VOCABULARIES,
        "case_file": law_target.CASES,
        "toml": law_target.CASES[:1],
        "decisions": law_target.DECISIONS,
        "help": law_target.HELP,
        "terms": law_target.TERMS,
        "holidays": law_target.HOLIDAYS,
        "law_key": pack_target.KEY_FILES,
        "installed": pack_target.INSTALLED,
        "priors": pack_target.PRIORS,
        "recorded": pack_target.RECORDED,
        "body": log_target.BODIES,
        "act": log_target.ACT_TEXTS,
        "invited": log_target.INVITED,
        "day": ("2022", "2022-09-21", "15 working days"),
    }
    for name, found in texts.items():
        for text in found:
            yield from ((name, one.encode()) for one in paragraphs(text))
    for at in range(len(SAID_KINDS)):
        yield from (
            ("said", bytes([at, 0]) + text.encode()) for text in base_target.SAID
        )


def _of_logs() -> Iterator[tuple[str, bytes]]:
    frames = [log_target.framed(text.encode()) for text in log_target.BODIES[:4]]
    yield from (("frame", frame) for frame in frames)
    yield "reading", joined(frames)
    wrap = seal_wrap(LOG_KEY, log=MAIN, circle_key=CIRCLE_KEY)
    vouched = DEVICE.id + (1).to_bytes(4) + NO_ENTRY
    yield "sheet", wrap + (1).to_bytes(2) + vouched
    part = (3).to_bytes(4) + b"one"
    yield "bundle", bytes(16) + part
    yield "parcels", b"\x00" + part
    yield "relay_app", b"\x00\x01\x01\x00" + part
    secret = f"Bearer {mailbox_capability().hex()}"
    yield "relay_bearer", joined([secret.encode()])
    request = f"POST /1/post HTTP/1.1\r\nhost: a\r\nauthorization: {secret}\r\n"
    yield "relay_http", f"{request}content-length: 7\r\n\r\n".encode() + part
