"""The command line (a contract: commands, options, exits; see the README).

Exit 0 done, 1 the input is at fault, 2 wrong use, 3 our fault. Results on standard
output, everything else on standard error; no traceback reaches a user.
"""

import atexit
import gc
import sys
from collections.abc import Mapping
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

import click

from safeconduct.base.errors import InputError, SafeConductError
from safeconduct.base.near import nearest
from safeconduct.base.override import override

INTERRUPTED = 130
# A command builds thousands of records that all live to its end: looking through them
# again and again for garbage costs a tenth of its time.
GARBAGE_AFTER = 200_000
COMMANDS: Mapping[str, tuple[str, str]] = {
    "demo": ("answers.demo", "demo"),
    "assess": ("answers.case_command", "assess"),
    "ask": ("answers.case_command", "ask"),
    "why": ("answers.case_command", "why"),
    "change": ("answers.case_command", "change"),
    "deadline": ("answers.deadline_command", "deadline"),
    "dossier": ("answers.document_command", "dossier"),
    "alarm-card": ("answers.document_command", "alarm_card"),
    "action-pack": ("answers.document_command", "action_pack"),
    "contacts": ("answers.contacts_command", "contacts"),
    "law": ("law.law_command", "law"),
    "relay": ("exchange.relay_command", "relay"),
    "init": ("group.init_command", "init"),
    "person": ("group.person_command", "person"),
    "case": ("cases.casework_command", "case"),
    "say": ("cases.say_command", "say"),
    "sync": ("exchange.sync_command", "sync_all"),
    "mailboxes": ("exchange.sync_command", "mailboxes"),
    "export": ("exchange.handover_command", "hand_over"),
    "import": ("exchange.handover_command", "bring_in"),
    "verify": ("rescue.verify_command", "look"),
    "retention": ("rescue.verify_command", "retention"),
    "backup": ("rescue.backup_command", "back_up"),
    "restore": ("rescue.backup_command", "bring_back"),
    "recovery": ("rescue.backup_command", "recovery"),
    "drill": ("rescue.backup_command", "drill"),
    "recover": ("rescue.backup_command", "go_on"),
    "erase": ("cases.keeping_command", "erase"),
    "panic": ("cases.keeping_command", "panic"),
    "desk": ("desk.desk_command", "desk"),
}


class Commands(click.Group):
    """The commands, each imported when it is called: a helper is in a hurry."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of use."""
        del ctx
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; wrong use if there is none of that name."""
        if cmd_name not in COMMANDS:
            mend = nearest(cmd_name, COMMANDS)
            msg = f"No command is called '{cmd_name}'. {mend}".strip()
            raise click.UsageError(msg, ctx)
        module, name = COMMANDS[cmd_name]
        found: object = getattr(import_module(f"safeconduct.app.{module}"), name)
        return found if isinstance(found, click.Command) else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="safeconduct")
def cli() -> None:
    """Casework software for groups that help people who refuse to fight."""


def main() -> None:
    """Run the command line and end with the right exit status."""
    sys.excepthook = _our_fault
    gc.set_threshold(GARBAGE_AFTER)
    # What is left when the process ends goes with it: another tenth.
    atexit.register(gc.freeze)
    _widen_streams()
    try:
        status: object = cli.main(standalone_mode=False)
    except InputError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        sys.exit(1)
    except SafeConductError as error:
        click.echo(f"Safe Conduct is at fault: {error}", err=True)
        sys.exit(3)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
    sys.exit(status if isinstance(status, int) else 0)


def _widen_streams() -> None:
    """Let every text be printed: in UTF-8 to files, as far as it goes to terminals."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _our_fault(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """The last resort: one line, never a traceback with a person's case in it."""
    if issubclass(kind, KeyboardInterrupt):
        raise SystemExit(INTERRUPTED)
    frame = trace
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = ""
    if frame is not None:
        name = Path(frame.tb_frame.f_code.co_filename).name
        place = f" in {name}:{frame.tb_lineno}"
    what = f"Safe Conduct is at fault: {kind.__name__}{place}. Please report this line."
    click.echo(what, err=True)
    raise SystemExit(3) from error


if __name__ == "__main__":
    main()
