"""Alembic's way into our tables; run by `actions.legal.database.migrate` and the tests."""

from alembic import context

from actions.legal.models import mapper_registry

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=mapper_registry.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
