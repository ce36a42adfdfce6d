"""The command `reviewer`: its group of commands, and the one place where errors become a line and a status.

Commands are loaded when they are called, so that help and completion cost no more than click itself. Exit statuses: 0 done ·
1 it failed · 2 wrong usage · 3 a gate was not met · 128 + n ended by signal n.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from reviewer.cli.output import NobodyReadsError
from reviewer.core.visible import visible
from reviewer.errors import ReviewerError, UnfinishedError

COMMANDS: dict[str, tuple[str, str]] = {
    "review": ("Copy editors", "Open articles and correct them, sentence by sentence."),
    "import": ("Copy editors", "Bring files into the review database."),
    "export": ("Copy editors", "Write the corrected article in the form it came in, or as a table."),
    "report": ("Team leads", "Say how good the machine was, what it gets wrong, what that cost, and how sure that is."),
    "assign": ("Team leads", "Say who is to review an article."),
    "score": ("Scripts", "Scores as sacrebleu's, of files or of a database."),
    "compare": ("Scripts", "Tell whether one system is better than another, or could be by chance."),
    "list": ("Scripts", "Print segments, or articles, and where they stand."),
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
    try:
        status = reviewer.main(arguments, prog_name="reviewer", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message(), err=True)
        status = 2
    except click.UsageError as wrong:
        status = complain(wrong.format_message(), 2, hint=wrong.ctx)
    except UnfinishedError as unfinished:
        for reason in unfinished.reasons:
            click.echo(visible(reason, 300), err=True)
        status = complain(str(unfinished), 3)
    except (ReviewerError, click.ClickException) as failed:
        status = complain(failed.format_message() if isinstance(failed, click.ClickException) else str(failed), 1)
    except (KeyboardInterrupt, click.Abort):
        status = 128 + signal.SIGINT
    except (BrokenPipeError, NobodyReadsError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 128 + signal.SIGPIPE
    except OSError as failed:
        status = complain(f"{failed.filename or 'a file'}: {failed.strerror or failed}", 1)
    sys.exit(status or 0)


def complain(message: str, status: int, hint: click.Context | None = None) -> int:
    """Say on standard error what went wrong, in one line; the status to exit with."""
    usage = f" ({hint.command_path} --help)" if hint is not None else ""
    click.echo(f"reviewer: {visible(message)}{usage}", err=True)
    return status
