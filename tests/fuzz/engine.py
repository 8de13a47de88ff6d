"""Fuzz one target: `python -m tests.fuzz.engine TARGET [options of the engine]`."""

import sys

import atheris

with atheris.instrument_imports(include=["safeconduct", "shamir_mnemonic", "tuf"]):
    from tests.fuzz.targets import TARGETS


def main(name: str, *options: str) -> None:
    """Run until the engine has had enough; it ends the process itself."""
    target = TARGETS[name]
    longest = f"-max_len={target.most_bytes}"
    atheris.Setup([name, longest, *options], target.take)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
