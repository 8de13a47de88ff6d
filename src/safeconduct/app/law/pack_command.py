"""The commands about law packs: keys, roots, packing, signing, installing.

See spec/law-pack.md §7. Only the `law` group loads this, when one of them is called:
what checks signatures loads slowly.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import ParamSpec, cast

import click

from safeconduct.app.books.pack_store import locked, read_installed, write_installed
from safeconduct.app.calls.call import full_day
from safeconduct.app.law import pack_phrase as phrase
from safeconduct.app.law.pack_install import install as install_pack
from safeconduct.app.law.pack_install import read_whole
from safeconduct.app.machine.file import read_file, read_text, resolved, write_whole
from safeconduct.app.machine.passphrase import read_passphrase
from safeconduct.app.machine.settings import read_settings
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import LANGUAGES, Language
from safeconduct.sealing import law_pack, law_root
from safeconduct.sealing.archive import (
    MAX_BYTES,
    MAX_ENTRY_BYTES,
    MAX_METADATA_BYTES,
    read_archive,
    write_archive,
)
from safeconduct.sealing.errors import RefusedError
from safeconduct.sealing.signature import (
    SEED_BYTES,
    LawKey,
    open_key,
    read_public,
    seal_key,
    write_public,
)
from safeconduct.sealing.stretch import MIN_PASSPHRASE, STRETCH_SALT_BYTES
from safeconduct.sealing.trust import check_first_root, check_next_root

P = ParamSpec("P")
MAX_KEY_BYTES = 16 * 1024
_ZIP = b"PK"
_PATH = click.Path(path_type=Path)
_LANG = click.option("--lang", type=click.Choice(LANGUAGES), default="en")
_OUT = click.option("-o", "--out", type=_PATH, required=True, metavar="FILE")


def _last_day(text: str) -> date:
    """A last day that any calendar can hold."""
    found = full_day(text)
    if not 2020 <= found.year <= 2999:
        msg = f"'{text}' is no day on which anything of ours can end."
        raise click.BadParameter(msg)
    return found


_EXPIRES = click.option(
    "--expires", type=_last_day, required=True, metavar="DAY", help="last day"
)
_FD = click.option(
    "--passphrase-fd", "handle", type=int, metavar="N", help="read it from there"
)
_AFTER = click.option("--after", type=_PATH, metavar="ROOT", help="the root before")


def _spoken(command: Callable[P, None]) -> Callable[P, None]:
    """Say the kind of a refusal in the language of the call, what it found behind it.

    Raises:
        RefusedError: the same, in that language.
    """

    @wraps(command)
    def called(*args: P.args, **options: P.kwargs) -> None:
        try:
            command(*args, **options)
        except RefusedError as error:
            at = cast("Language", options["lang"])
            if at == "en":
                raise
            what = f"{phrase.REFUSED[error.kind].within(at)} ({error.lead.what})"
            raise RefusedError(
                error.kind, what, file=error.lead.file, more=error.more
            ) from error

    return called


@click.command()
@click.argument("name")
@_OUT
@_FD
@_LANG
def key(name: str, out: Path, handle: int | None, lang: Language) -> None:
    """Make a key that signs law packs, sealed by a passphrase."""
    public_file = out.with_name(f"{out.name}.pub")
    _refuse_existing(out, public_file, what=phrase.KEY_THERE.within(lang))
    made = LawKey(name=name, seed=secrets.token_bytes(SEED_BYTES))
    public = write_public(made.public())
    read_public(public, file="command line")
    words = read_passphrase(handle, least=MIN_PASSPHRASE, is_new=True)
    sealed = seal_key(made, words, salt=secrets.token_bytes(STRETCH_SALT_BYTES))
    write_whole(out, sealed.encode(), durable=True)
    write_whole(public_file, public.encode(), durable=True)
    click.echo(phrase.KEY.within(lang).format(out.name, public_file.name))


@click.command()
@_OUT
@click.option("--key", "keys", type=_PATH, multiple=True, metavar="PUB", required=True)
@_EXPIRES
@_AFTER
@_LANG
@_spoken
def root(
    out: Path, keys: Sequence[Path], expires: date, after: Path | None, lang: Language
) -> None:
    """Write a root: which keys count; the first, or the one after another."""
    _refuse_existing(out, what=phrase.THERE.within(lang))
    read = [
        read_public(read_text(path, most=MAX_KEY_BYTES), file=path.name)
        for path in keys
    ]
    before = _metadata(after)
    raw = law_root.make_root(read, expires=expires, after=before, file=out.name)
    write_whole(out, raw)
    _tell_root(raw, before, file=out.name, lang=lang)


@click.command()
@click.argument("folder", type=_PATH)
@_OUT
@click.option("--root", "roots", type=_PATH, multiple=True, required=True)
@click.option("--number", type=click.IntRange(1, 10**9), required=True)
@_EXPIRES
@_LANG
@_spoken
def pack(
    folder: Path,
    out: Path,
    roots: Sequence[Path],
    number: int,
    expires: date,
    lang: Language,
) -> None:
    """Put a folder of law into a pack; it is signed afterwards."""
    _refuse_existing(out, what=phrase.THERE.within(lang))
    files = law_pack.draft(
        _folder_files(folder, lang),
        [_metadata(path) for path in roots],
        number=number,
        expires=expires,
        file=out.name,
    )
    rulebook = read_whole(folder)
    raw = write_archive(files)
    read_archive(raw, file=out.name)
    write_whole(out, raw)
    click.echo(phrase.RULEBOOK.within(lang).format(rulebook.digest))
    _tell_pack(raw, file=out.name, lang=lang)


@click.command()
@click.argument("file", type=_PATH)
@click.option("--key", "key_file", type=_PATH, required=True, metavar="KEY")
@_AFTER
@_FD
@_LANG
@_spoken
def sign(
    file: Path, key_file: Path, after: Path | None, handle: int | None, lang: Language
) -> None:
    """Add a signature to a pack or a root, in its file."""
    raw, before = read_file(file, most=MAX_BYTES, plain=True), _metadata(after)
    sealed = read_text(key_file, most=MAX_KEY_BYTES)
    read_public(sealed, file=key_file.name)
    words = read_passphrase(handle, least=MIN_PASSPHRASE, is_new=False)
    signer = open_key(sealed, words, file=key_file.name)
    if not raw.startswith(_ZIP):
        signed = law_root.sign_root(raw, signer, after=before, file=file.name)
        write_whole(file, signed)
        _tell_root(signed, before, file=file.name, lang=lang)
        return
    files = read_archive(raw, file=file.name)
    signed = write_archive(law_pack.sign_pack(files, signer, file=file.name))
    write_whole(file, signed)
    _tell_pack(signed, file=file.name, lang=lang)


@click.command()
@click.argument("file", type=_PATH)
@click.option("--fingerprint", default="", metavar="HEX", help="as it was compared")
@_LANG
@_spoken
def trust(file: Path, fingerprint: str, lang: Language) -> None:
    """Trust a first root whose fingerprint was compared, or follow to the next."""
    home, raw = _home(lang), _metadata(file)
    with locked(home):
        state = read_installed(home)
        if state.root:
            check_next_root(raw, state.root, file=file.name)
        else:
            check_first_root(raw, file=file.name)
            _check_fingerprint(raw, fingerprint, file=file.name, lang=lang)
        write_installed(home, replace(state, root=raw))
    _tell_root(raw, state.root, file=file.name, lang=lang)


@click.command()
@click.argument("file", type=_PATH)
@_LANG
@_spoken
def install(file: Path, lang: Language) -> None:
    """Check a law pack to the end and install it."""
    found = install_pack(file, _home(lang), today=read_settings().today)
    number, used = found.kept.number, found.state.current
    if number == used:
        text = phrase.INSTALLED.within(lang)
        click.echo(text.format(number, found.kept.expires, found.pages))
    else:
        click.echo(phrase.MENDED.within(lang).format(number, used))
    click.echo(phrase.RULEBOOK.within(lang).format(found.kept.rulebook))


@click.command()
@_LANG
def packs(lang: Language) -> None:
    """List the law packs kept here, with their last days and rulebooks."""
    state = read_installed(_home(lang))
    for item in state.packs:
        sign = "*" if item.number == state.current else " "
        text = phrase.KEPT.within(lang)
        click.echo(f"{sign} {text.format(item.number, item.expires, item.rulebook)}")
    if not state.packs:
        click.echo(phrase.NONE.within(lang))


def _home(lang: Language) -> Path:
    """The folder of the installation.

    Raises:
        InputError: there is none.
    """
    home = read_settings().home
    if home is None:
        what = phrase.NO_HOME.within(lang)
        raise InputError([Fault(file="command line", what=what)])
    return home


def _metadata(path: Path | None) -> bytes:
    return b"" if path is None else read_file(path, most=MAX_METADATA_BYTES, plain=True)


def _refuse_existing(*paths: Path, what: str) -> None:
    """Refuse to write over a file: it may be a key.

    Raises:
        InputError: one is there.
    """
    for path in paths:
        if resolved(path).exists():
            raise InputError([Fault(file=path.name, what=what)])


def _folder_files(folder: Path, lang: Language) -> dict[str, bytes]:
    """Everything in a folder of law, whatever it is called.

    Raises:
        InputError: there is no such folder, or a file cannot be read.
    """
    if not resolved(folder).is_dir():
        what = phrase.NO_FOLDER.within(lang)
        raise InputError([Fault(file=folder.name, what=what)])
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            what = phrase.LINK.within(lang)
            raise InputError([Fault(file=path.name, what=what)])
        if not path.is_dir():
            name = path.relative_to(folder).as_posix()
            found[name] = read_file(path, most=MAX_ENTRY_BYTES, name=name, plain=True)
    return found


def _check_fingerprint(raw: bytes, given: str, *, file: str, lang: Language) -> None:
    if not given:
        _tell_root(raw, b"", file=file, lang=lang)
        what, mend = phrase.COMPARE.within(lang), phrase.COMPARED.within(lang)
        raise InputError([Fault(file=file, what=what, mend=mend)])
    # The right one is not told: it would be pasted, and nobody would have compared it.
    if "".join(given.split()).lower() != law_root.fingerprint(raw, file=file):
        what, mend = phrase.DIFFERS.within(lang), phrase.ASK_AGAIN.within(lang)
        raise InputError([Fault(file=file, what=what, mend=mend)])


def _tell_root(raw: bytes, before: bytes, *, file: str, lang: Language) -> None:
    found = law_root.summary(raw, after=before, file=file)
    click.echo(phrase.ROOT.within(lang).format(found.version, found.expires))
    digits = found.fingerprint
    groups = " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
    click.echo(phrase.FINGERPRINT.within(lang).format(groups))
    _tell_signers(found.signed, found.unsigned, found.missing, lang)


def _tell_pack(raw: bytes, *, file: str, lang: Language) -> None:
    found = law_pack.summary(read_archive(raw, file=file), file=file)
    text = phrase.PACK.within(lang)
    click.echo(text.format(found.number, found.expires, found.files))
    _tell_signers(found.signed, found.unsigned, found.missing, lang)


def _tell_signers(
    signed: Iterable[str], unsigned: Iterable[str], missing: int, lang: Language
) -> None:
    click.echo(phrase.SIGNED.within(lang).format(", ".join(signed) or "–"))
    if missing:
        text = phrase.MISSING.within(lang)
        click.echo(text.format(missing, ", ".join(unsigned)))
