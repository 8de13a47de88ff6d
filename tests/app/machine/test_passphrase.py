"""A passphrase from a descriptor or from a person."""

import os
import sys

import click
import pytest

from safeconduct.app.machine.passphrase import read_passphrase
from safeconduct.base.errors import InputError


def given(raw: bytes) -> str:
    """What is read of a pipe."""
    out, into = os.pipe()
    os.write(into, raw)
    os.close(into)
    try:
        return read_passphrase(out, least=12, is_new=True)
    finally:
        os.close(out)


def test_one_line_is_read_without_its_end() -> None:
    assert given(b"correct horse\n") == "correct horse"
    assert given("верная лошадь".encode()) == "верная лошадь"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(b"short\n", "fewer than 12", id="short"),
        pytest.param(b"", "fewer than 12", id="nothing"),
        pytest.param(b"x" * 1025, "more than 1024 bytes", id="long"),
        pytest.param(b"\xff" * 20, "cannot be read", id="no text"),
    ],
)
def test_what_is_no_passphrase_is_refused(raw: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        given(raw)


def test_a_descriptor_that_is_not_open_is_told() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_passphrase(987, least=12, is_new=False)


def test_where_nobody_can_be_asked_the_use_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    with pytest.raises(click.UsageError, match="--passphrase-fd"):
        read_passphrase(None, least=12, is_new=False)


def test_on_a_terminal_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "correct horse")
    assert read_passphrase(None, least=12, is_new=True) == "correct horse"
