"""The steps of the schema; known by name here so that opening a database need not load Alembic."""

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""All revisions, oldest first; a test holds them equal to what Alembic finds."""

HEAD = REVISIONS[-1]
