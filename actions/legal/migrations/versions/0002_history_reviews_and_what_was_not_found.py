"""History, reviews, what was not found, and fuller records.

The tables that are a copy of the files are made anew: the load that runs this migration fills them
in the same transaction.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

_CONTENT = ('laws', 'protective_orders', 'resources', 'national_resources')
_NEW = ('none_found', 'reviews', 'record_versions')


def _text(name: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _short(name: str, length: int, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _json(name: str) -> sa.Column:
    return sa.Column(name, sa.JSON(), nullable=False)


def _checked(how: bool) -> list[sa.Column]:
    columns = [_short('check_mark', 8)]
    if how:
        columns.append(_short('how', 12, nullable=True))
    return [*columns, sa.Column('checked_on', sa.Date(), nullable=True), _text('source_date'), _text('doubt')]


def _create(name: str, *columns: sa.Column, of_a_place: bool = True) -> None:
    parts: list = [*columns, sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}'))]
    if of_a_place:
        parts.append(
            sa.ForeignKeyConstraint(
                ['jurisdiction'], ['jurisdictions.code'], name=op.f(f'fk_{name}_jurisdiction')
            )
        )
    op.create_table(name, *parts)
    if any(column.name == 'jurisdiction' for column in columns):
        op.create_index(op.f(f'ix_{name}_jurisdiction'), name, ['jurisdiction'], unique=False)


def _drop(names: tuple[str, ...]) -> None:
    for name in names:
        if name != 'national_resources':
            op.drop_index(op.f(f'ix_{name}_jurisdiction'), table_name=name)
        op.drop_table(name)


def _create_content(new: bool) -> None:
    place = lambda: [_number('id'), _short('jurisdiction', 2), _number('position')]
    _create(
        'laws', *_checked(new), *place(), _short('topic', 40), _short('kind', 20),
        _text('citation', False), _text('title', False), _short('electronic', 10),
        _text('summary', False), _text('penalty'), _text('url'), _text('source'),
    )
    if new:
        needs = [_json('conduct'), _json('relation_needed'), _short('open_to_stranger', 8)]
        limit = [_text('time_limit'), _number('time_limit_days', True)]
        minor = [_short('minor_may_start', 8, True)]
        ways = [_text(name) for name in ('text', 'chat', 'url', 'hours', 'languages', 'who_for', 'about')]
    else:
        needs = [
            sa.Column('relationship_required', sa.Boolean(), nullable=False),
            _short('open_to_stranger', 8),
        ]
        limit, minor = [], []
        ways = [_text('about'), _text('url')]
    _create(
        'protective_orders', *_checked(new), *place(), _text('name', False), _text('citation', False),
        *needs, _json('who_may_start'), _text('who_for', False), *limit,
        _short('online_conduct_counts', 10), _text('fee'), _text('duration'), _text('minors'), *minor,
        _text('forms_url'), _text('source'),
    )
    _create(
        'resources', *_checked(new), *place(), _short('kind', 30), _text('name', False),
        _text('phone'), *ways, _text('source'),
    )
    _create(
        'national_resources', *_checked(new), _number('id'), _number('position'), _short('kind', 30),
        _text('name', False), _text('phone'), _text('text'), _text('chat'), _text('url'),
        _text('hours'), _text('who_for', False), _text('languages'), _text('deaf_access'),
        _json('read_fields'), _json('sources'), of_a_place=False,
    )


def upgrade() -> None:
    _drop(_CONTENT)
    _create_content(new=True)
    _create(
        'none_found', *_checked(True), _number('id'), _short('jurisdiction', 2), _number('position'),
        _short('what', 40), _text('says', False), _text('nearest'), _text('source'),
    )
    _create(
        'reviews', _number('id'), _short('jurisdiction', 2), _short('section', 20),
        _text('record_key', False), _text('checked_by', False),
        sa.Column('checked_on', sa.Date(), nullable=False), _text('source', False), _short('text_hash', 16),
    )
    _create(
        'record_versions', _number('id'), _short('jurisdiction', 8), _short('section', 20),
        _text('record_key', False), _json('content'),
        sa.Column('valid_from', sa.DateTime(), nullable=False),
        sa.Column('valid_until', sa.DateTime(), nullable=True), of_a_place=False,
    )


def downgrade() -> None:
    _drop((*_CONTENT, *_NEW))
    _create_content(new=False)
