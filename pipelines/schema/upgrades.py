"""What each schema version after the first adds; ``tables.py`` and its neighbours are version 1 and never change."""

from typing import Final

#: Version 2: what a capture is (a revisit refers to the capture that holds its payload), how it was fetched, and the
#: validators for conditional requests.
UPGRADE_2: Final = """
ALTER TABLE captures ADD COLUMN record_type TEXT NOT NULL DEFAULT 'response';
ALTER TABLE captures ADD COLUMN refers_to INTEGER REFERENCES captures(id);
ALTER TABLE captures ADD COLUMN payload_length INTEGER;
ALTER TABLE captures ADD COLUMN etag TEXT;
ALTER TABLE captures ADD COLUMN last_modified TEXT;
ALTER TABLE captures ADD COLUMN repaired TEXT;
CREATE INDEX captures_refers ON captures (refers_to) WHERE refers_to IS NOT NULL;
"""
