"""Configures Alembic to run migrations on the given connection."""

from alembic import context

given = context.config.attributes
context.configure(
    connection=given["connection"],
    version_table=given["version_table"],
    render_as_batch=given["connection"].dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
