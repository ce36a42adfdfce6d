"""The command `reviewer`: its group of commands, and the one place where errors become a line and a status.

Commands are loaded when they are called, so that help and completion cost no more than click itself. Exit statuses: 0 done ·
1 it failed · 2 wrong usage · 3 a gate was not met · 128 + n ended by signal n.
"""

from __future__ import annotations

import importlib
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from reviewer.cli import defects
from reviewer.cli.output import NobodyReadsError
from reviewer.cli.signals import Ending, fill_closed_streams, let_go_of_output
from reviewer.core.visible import visible
from reviewer.errors import ReviewerError, UnfinishedError

COMMANDS: dict[str, tuple[str, str]] = {
    "review": ("Copy editors", "Open articles and correct them, sentence by sentence."),
    "import": ("Copy editors", "Bring files into the review database."),
    "export": ("Copy editors", "Write the corrected article in the form it came in, or as a table."),
    "report": ("Team leads", "Say how good the machine was, what it gets wrong, what that cost, and how sure that is."),
    "assign": ("Team leads", "Say who is to review an article."),
    "merge": ("Team leads", "Bring what others imported and decided into this database."),
    "check": ("Scripts", "Say what is likely wrong in articles, before anybody touched them."),
    "score": ("Scripts", "Scores as sacrebleu's, of files or of a database."),
    "compare": ("Scripts", "Tell whether one system is better than another, or could be by chance."),
    "list": ("Scripts", "Print segments, or articles, and where they stand."),
    "backup": ("Scripts", "Copy the whole database while others work in it."),
    "verify": ("Scripts", "Look for damage in the database, and count every stored score again."),
}
"""Every command: whom it is for, and one line about it. `reviewer.cli.<name>_command` holds it."""


class Commands(click.Group):
    """Loads a command only when it is called, and lists them by whom they are for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of `cmd_name`; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"reviewer.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which there are."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"no command {visible(args[0])!r}; there are: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under the people that they are for."""
        for people in dict.fromkeys(people for people, _ in COMMANDS.values()):
            with formatter.section(people):
                formatter.write_dl([(name, line) for name, (whom, line) in COMMANDS.items() if whom == people])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mt-reviewer", prog_name="reviewer")
def reviewer() -> None:
    """Review machine-translated news in a terminal: correct, score, sign off, export.

    Data goes to standard output, everything else to standard error. Exit status: 0 done, 1 it failed, 2 wrong usage, 3 a gate
    was not met.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    fill_closed_streams()
    ending = Ending()
    ending.begin()
    defects.watch(_state_folder)
    try:
        status = _status_of(arguments)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0
    status = ending.status or status
    ending.finish()
    let_go_of_output(status)
    sys.exit(status)


def _status_of(arguments: Sequence[str] | None) -> int:
    try:
        status = reviewer.main(arguments, prog_name="reviewer", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message(), err=True)
        return 2
    except click.UsageError as wrong:
        return complain(wrong.format_message(), 2, hint=wrong.ctx)
    except UnfinishedError as unfinished:
        for reason in unfinished.reasons:
            click.echo(visible(reason, 300), err=True)
        return complain(str(unfinished), 3)
    except (ReviewerError, click.ClickException) as failed:
        return complain(failed.format_message() if isinstance(failed, click.ClickException) else str(failed), 1)
    except (KeyboardInterrupt, click.Abort):
        return 128 + signal.SIGINT
    except (BrokenPipeError, NobodyReadsError):
        return 128 + signal.SIGPIPE
    except OSError as failed:
        return complain(f"{failed.filename or 'a file'}: {failed.strerror or failed}", 1)
    except Exception as error:  # noqa: BLE001  whatever it is, it is ours, and nobody shall see the texts that are in it
        return complain(_logged(error, arguments), 1)
    return int(status or 0)


def _logged(error: Exception, arguments: Sequence[str] | None) -> str:
    """What a person is told of a defect, which is in the log."""
    if isinstance(error, MemoryError):
        traceback.clear_frames(error.__traceback__)  # they hold what there was no room for
    command = next((word for word in arguments or sys.argv[1:] if word in COMMANDS), "")
    try:
        where = defects.log(error, _state_folder(), command)
    except MemoryError:
        where = "there was no room for its details"
    return defects.line(error, where)


def _state_folder() -> Path:
    from reviewer.workflow.settings import state_folder

    return state_folder()


def complain(message: str, status: int, hint: click.Context | None = None) -> int:
    """Say on standard error what went wrong, in one line; the status to exit with."""
    usage = f" ({hint.command_path} --help)" if hint is not None else ""
    with suppress(OSError):  # the terminal may be gone
        click.echo(f"reviewer: {visible(message)}{usage}", err=True)
    return status
