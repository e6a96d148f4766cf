"""The only DDL of the archive (tables, indexes, search, views) and how its database is opened and migrated."""

from pipelines.schema.database import bring_up_to_date, check_archive, connect, open_database, open_readonly
from pipelines.schema.search import ensure_triggers
from pipelines.schema.tables import SCHEMA_VERSION

__all__ = [
    "SCHEMA_VERSION",
    "bring_up_to_date",
    "check_archive",
    "connect",
    "ensure_triggers",
    "open_database",
    "open_readonly",
]
