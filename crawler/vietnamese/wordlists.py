"""Word lists written as running text: easier to read and to add to than a quoted word a line."""


def words(text: str) -> tuple[str, ...]:
    """The words of ``text``, split at white space."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of ``text``, split at ``|`` and line ends; trimmed, empty ones left out."""
    return tuple(phrase for line in text.splitlines() for part in line.split("|") if (phrase := part.strip()))
