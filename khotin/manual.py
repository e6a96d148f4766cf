"""docs/commands.md: the help of every command, as click prints it. ``python -m khotin.manual > docs/commands.md``."""

from collections.abc import Iterator

import click

from khotin.main import cli


def help_texts(command: click.Command, path: str, parent: click.Context | None = None) -> Iterator[tuple[str, str]]:
    """Yield ``(command path, help text)`` for a command and all below it, in the order of the help itself.
    ``parent`` is the context of the group above, whose settings a command takes over when it is called."""
    name = path.rpartition(" ")[2]
    settings = {**command.context_settings, "max_content_width": 100, "terminal_width": 100}
    context = click.Context(command, parent, name, **settings)
    yield path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from help_texts(child, f"{path} {name}", context)


def manual() -> str:
    """The whole of docs/commands.md as one string."""
    parts = ["# Commands\n\nMade by `python -m khotin.manual > docs/commands.md`; a test holds it to the code.\n"]
    parts += [f"\n## {path}\n```\n{text}\n```\n" for path, text in help_texts(cli, "khotin")]
    return "".join(parts)


if __name__ == "__main__":
    click.echo(manual(), nl=False)
