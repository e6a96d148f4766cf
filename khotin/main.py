"""The ``khotin`` command: the composition root. Data goes to stdout, messages to stderr; exit codes: errors.py."""

import sys

import click

from crawler import __version__
from crawler.errors import KhotinError
from khotin.crawl import crawl
from khotin.demo import demo
from khotin.export import export
from khotin.serve import serve
from khotin.sites import sites


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="khotin")
def cli() -> None:
    """Kho Tin Đoàn: crawl, archive, search and export the news of Vietnam's provincial youth unions."""


for command in (demo, crawl, sites, export, serve):
    cli.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code; an expected failure is one line on stderr, no traceback."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(11)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except KhotinError as problem:
        click.echo(f"khotin: {problem}", err=True)
        sys.exit(problem.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
