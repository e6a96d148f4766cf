"""Steps of the schema, each carried out once and recorded in the table that sqlite-utils keeps for it, so that its
commands know them too. Its own runner is not used: importing sqlite-utils imports pandas where that is installed, which
costs a crawl more than a hundred pages do."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeAlias

Step: TypeAlias = Callable[[sqlite3.Connection], None]

#: The name under which the steps are recorded.
SET: Final = "archive"
_TABLE: Final = (
    'CREATE TABLE IF NOT EXISTS "_sqlite_migrations" (\n'
    '   "id" INTEGER PRIMARY KEY,\n   "migration_set" TEXT,\n   "name" TEXT,\n   "applied_at" TEXT\n)'
)
_INDEX: Final = (
    'CREATE UNIQUE INDEX IF NOT EXISTS "idx__sqlite_migrations_migration_set_name"\n'
    '    ON "_sqlite_migrations" ("migration_set", "name")'
)


def apply(connection: sqlite3.Connection, steps: tuple[Step, ...]) -> None:
    """Carry out those of ``steps`` that were not yet, in order, within the transaction that is open."""
    connection.execute(_TABLE)
    connection.execute(_INDEX)
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (SET,))
    done = {row[0] for row in rows}
    for step in steps:
        if step.__name__ not in done:
            step(connection)
            connection.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
                (SET, step.__name__, str(datetime.now(UTC))),
            )
