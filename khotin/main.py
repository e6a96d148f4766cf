"""The ``khotin`` command: the composition root. Data goes to stdout, messages to stderr; exit codes: errors.py."""

import errno
import gc
import os
import signal
import sys
from importlib import import_module
from typing import Final

import click

from crawler import __version__
from crawler.errors import STOPPED, DiskFullError, KhotinError
from khotin.suggesting import Suggesting

#: Command -> its module, and its name there where that is another.
#: Imported when asked for, since Scrapy and Datasette each take a second to load.
COMMANDS: Final = {
    "accept": "khotin.accept",
    "backup": "khotin.backup",
    "crawl": "khotin.crawl",
    "demo": "khotin.demo",
    "export": "khotin.export",
    "extract": "khotin.extract",
    "hide": "khotin.hide",
    "history": "khotin.history",
    "import": "khotin.importing:import_files",
    "serve": "khotin.serve",
    "sites": "khotin.sites",
    "status": "khotin.status",
    "verify": "khotin.verify",
}


#: What a path that somebody named can be wrong by; any other fault of the system is one of the program.
OF_FILES: Final = frozenset({
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG,
    errno.EDQUOT,
})  # fmt: skip


class Commands(Suggesting):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Names of all commands, sorted."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        gc.disable()  # nothing that a command imports is garbage; looking for it takes a tenth of the time
        command = getattr(import_module(module), name or cmd_name)
        gc.freeze()
        gc.enable()
        return command if isinstance(command, click.Command) else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="khotin")
def cli() -> None:
    """Kho Tin Đoàn: crawl, archive, search and export the news of Vietnam's provincial youth unions."""


def main() -> None:
    """Run the command line and leave with its exit code; an expected failure is one line on stderr, no traceback.
    SIGTERM is what Ctrl-C is, from the first moment on: services are stopped that way."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = cli.main(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("khotin: stopped; what it has stored is kept, and the same command can be given again.", err=True)
        sys.exit(STOPPED)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except KhotinError as problem:
        click.echo(f"khotin: {problem}", err=True)
        sys.exit(problem.exit_code)
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            # What is left in the buffer of stdout would be tried again, and fail again, when the program ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            what = problem.filename or "the output"
            click.echo(f"khotin: The disk is full: {what} could not be written. Make room and start again.", err=True)
            sys.exit(DiskFullError.exit_code)
        if problem.filename is None or problem.errno not in OF_FILES:
            raise
        click.echo(f"khotin: {problem.filename} cannot be read or written: {problem.strerror}.", err=True)
        sys.exit(KhotinError.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
