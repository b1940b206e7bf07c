"""Prevents SQLite from reusing the numbers of reports."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Recreate the table on SQLite, where a table cannot get AUTOINCREMENT later."""
    if op.get_bind().dialect.name == "sqlite":
        numbered = {"sqlite_autoincrement": True}  # a developer must not close another report
        with op.batch_alter_table("dominion_reports", recreate="always", table_kwargs=numbered):
            pass
