"""Values of ``khotin crawl``'s options that are more than a number or a flag."""

import click

from crawler.extract.opinion import is_available
from crawler.profile_reader import is_proxy


def checked_proxy(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """The value of --proxy. What was written is not repeated: it may hold a password."""
    if value and not is_proxy(value):
        raise click.BadParameter("write it as http://host:port, with user:password@ before the host if needed.")
    return value


def checked_opinion(_context: click.Context, _option: click.Parameter, value: bool) -> bool:
    """The value of --second-opinion, for which another reader must be installed."""
    if value and not is_available():
        raise click.BadParameter("trafilatura is not installed: pip install 'khotin[opinion]'.")
    return value
