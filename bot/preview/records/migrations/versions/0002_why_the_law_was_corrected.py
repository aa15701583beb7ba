"""why the legal data was corrected.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('law_corrections',
    sa.Column('by_name', sa.String(length=200), nullable=False),
    sa.Column('by_job', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=8), nullable=False),
    sa.Column('section', sa.String(length=40), nullable=False),
    sa.Column('record_key', sa.Text(), nullable=False),
    sa.Column('new_key', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_law_corrections_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_law_corrections'))
    )
    with op.batch_alter_table('law_corrections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_law_corrections_place'), ['place'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('law_corrections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_law_corrections_place'))

    op.drop_table('law_corrections')
