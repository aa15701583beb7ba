"""Alembic's way into our tables; run by `bot.preview.records.database.migrate`."""

from alembic import context

from bot.preview.records.database import VERSION_TABLE
from bot.preview.records.models import mapper_registry

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=mapper_registry.metadata,
    render_as_batch=True,
    compare_type=True,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
