"""Alembic's entry. The connection comes from :mod:`core.db.migrate`; there is no command line of Alembic's own."""

from alembic import context

from core.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, since the engine and not the driver says BEGIN
)
with context.begin_transaction():
    context.run_migrations()
