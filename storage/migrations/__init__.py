"""The steps of the schema; known by name here so that opening a database need not load Alembic."""

REVISIONS = tuple(f"{number:04}" for number in range(1, 16))
"""All revisions, oldest first; a test holds them equal to what Alembic finds."""

HEAD = REVISIONS[-1]
