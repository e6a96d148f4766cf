"""How a database comes from each schema version to the next."""

import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database, Migrations

from pipelines.schema.changes import CHANGE_TRIGGERS, UPGRADE_4_CHANGES
from pipelines.schema.indexes import INDEXES
from pipelines.schema.places import UPGRADE_3_PLACES, fill_provinces
from pipelines.schema.search import FTS, TRIGGERS
from pipelines.schema.tables import TABLES
from pipelines.schema.upgrades import (
    UPGRADE_2,
    UPGRADE_3_DESK,
    UPGRADE_3_DUE,
    UPGRADE_3_FLAGS,
    UPGRADE_3_LISTS,
    UPGRADE_3_TAKEDOWNS,
)
from pipelines.schema.views import VIEWS

migrations = Migrations("archive")


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one; unlike ``executescript`` this stays inside the caller's transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


@migrations()
def first(db: Database) -> None:
    """Schema version 1: everything."""
    for script in (TABLES, INDEXES, FTS, *(f"{trigger};" for trigger in TRIGGERS.values()), VIEWS):
        for statement in statements(script):
            db.conn.execute(statement)


@migrations()
def second(db: Database) -> None:
    """Schema version 2: revisits, validators and how a capture was made."""
    for statement in statements(UPGRADE_2):
        db.conn.execute(statement)


@migrations()
def third(db: Database) -> None:
    """Schema version 3: provinces, and each article's place then and now; flags of tampering; the times at which known
    pages fall due; what was hidden and why; indexes of the desk and of long lists."""
    changes = (UPGRADE_3_FLAGS, UPGRADE_3_DUE, UPGRADE_3_DESK, UPGRADE_3_LISTS, UPGRADE_3_TAKEDOWNS)
    for script in (UPGRADE_3_PLACES, *changes):
        for statement in statements(script):
            db.conn.execute(statement)
    fill_provinces(db.conn)


@migrations()
def fourth(db: Database) -> None:
    """Schema version 4: which articles and captures were written, in order."""
    for statement in statements(UPGRADE_4_CHANGES):
        db.conn.execute(statement)
    for trigger in CHANGE_TRIGGERS.values():
        db.conn.execute(trigger)
