"""Fuzz one target: `python -m tests.fuzz.engine TARGET [options of the engine]`."""

import sys

import atheris

from tests.fuzz.targets import target_of

_WATCHED = ["safeconduct", "shamir_mnemonic.share", "tuf"]


def main(name: str, *options: str) -> None:
    """Run until the engine has had enough; it ends the process itself."""
    with atheris.instrument_imports(include=_WATCHED):
        target = target_of(name)
    longest = f"-max_len={target.most_bytes}"
    atheris.Setup([name, longest, *options], target.take)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
