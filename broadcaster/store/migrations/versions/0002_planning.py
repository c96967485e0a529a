"""Planning: templates, order by hand, limits, relays, urgent calls, and what a bulletin wishes"""

import sqlalchemy as sa
from alembic import op

from broadcaster.store.guards import guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CONTENT = (
    ("repeat_gap_seconds", "INTEGER NOT NULL DEFAULT 0"),
    ("airings_a_day", "INTEGER NOT NULL DEFAULT 0"),
    ("session_series", "JSON"),
    ("headline", "VARCHAR NOT NULL DEFAULT ''"),
)

_COLUMNS = {
    "bulletin": (
        *_CONTENT,
        ("replaces_id", "INTEGER CONSTRAINT fk_bulletin_replaces_id_bulletin REFERENCES bulletin (id)"),
    ),
    "revision": (
        *_CONTENT,
        ("replaces_id", "INTEGER CONSTRAINT fk_revision_replaces_id_bulletin REFERENCES bulletin (id)"),
        ("headline_spoken", "VARCHAR NOT NULL DEFAULT ''"),
        ("headline_key", "VARCHAR NOT NULL DEFAULT ''"),
    ),
    "decision": (("headline_sha256", "VARCHAR NOT NULL DEFAULT ''"),),
    "programme": (("relay", "JSON"),),
    "session_exception": (
        ("only_on", "VARCHAR NOT NULL DEFAULT ''"),
        ("replaces", "JSON NOT NULL DEFAULT '[]'"),
    ),
    "session_rule": (
        ("series_id", "INTEGER CONSTRAINT fk_session_rule_series_id_session_rule REFERENCES session_rule (id)"),
        ("village_ids", "JSON"),
        ("replaces", "JSON NOT NULL DEFAULT '[]'"),
        (
            "template_id",
            "INTEGER CONSTRAINT fk_session_rule_template_id_programme_template REFERENCES programme_template (id)",
        ),
        (
            "urgent_call_id",
            "INTEGER CONSTRAINT fk_session_rule_urgent_call_id_urgent_call REFERENCES urgent_call (id)",
        ),
    ),
    "village": (
        ("group_ids", "JSON NOT NULL DEFAULT '[]'"),
        ("former_commune", "VARCHAR NOT NULL DEFAULT ''"),
        ("stagger_seconds", "INTEGER NOT NULL DEFAULT 0"),
        ("stagger_from", "DATE"),
        ("stagger_before", "INTEGER NOT NULL DEFAULT 0"),
    ),
}
"""Added as they stand, with their constraints named: SQLite adds a column without copying the table, so that
triggers, and rows that name the table, stay as they are."""


def upgrade() -> None:
    op.create_table('air_limit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('weekdays', sa.JSON(), nullable=False),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_to', sa.Time(), nullable=True),
    sa.Column('document', sa.String(), nullable=False),
    sa.Column('document_day', sa.Date(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(quiet_from IS NULL) = (quiet_to IS NULL)', name=op.f('ck_air_limit_quiet_whole')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_air_limit_valid_range')),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_air_limit_commune_id_commune')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_air_limit'))
    )
    op.create_index('ix_air_limit_commune_id', 'air_limit', ['commune_id'], unique=False)

    op.create_table('programme_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_programme_template_commune_id_commune')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_template')),
    sa.UniqueConstraint('commune_id', 'name', name=op.f('uq_programme_template_commune_id_name'))
    )
    op.create_table('village_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_village_group_commune_id_commune')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_village_group')),
    sa.UniqueConstraint('commune_id', 'name', name=op.f('uq_village_group_commune_id_name'))
    )
    op.create_table('urgent_call',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('bulletin_id', sa.Integer(), nullable=False),
    sa.Column('drill', sa.Boolean(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('every_minutes', sa.Integer(), nullable=True),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_reason', sa.String(), nullable=True),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)', name=op.f('ck_urgent_call_withdrawn_whole')),
    sa.CheckConstraint('every_minutes IS NULL OR every_minutes > 0', name=op.f('ck_urgent_call_every')),
    sa.ForeignKeyConstraint(['bulletin_id'], ['bulletin.id'], name=op.f('fk_urgent_call_bulletin_id_bulletin')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_urgent_call_by_id_person')),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_urgent_call_commune_id_commune')),
    sa.ForeignKeyConstraint(['withdrawn_by_id'], ['person.id'], name=op.f('fk_urgent_call_withdrawn_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_urgent_call')),
    sa.UniqueConstraint('bulletin_id', name=op.f('uq_urgent_call_bulletin_id'))
    )
    op.create_index('ix_urgent_call_commune_id', 'urgent_call', ['commune_id'], unique=False)

    op.create_table('air_now',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('rule_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_air_now_by_id_person')),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_air_now_commune_id_commune')),
    sa.ForeignKeyConstraint(['rule_id'], ['session_rule.id'], name=op.f('fk_air_now_rule_id_session_rule')),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_air_now_village_id_village')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_air_now'))
    )
    op.create_index('ix_air_now_commune_day', 'air_now', ['commune_id', 'day'], unique=False)

    op.create_table('dropped_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_dropped_session_by_id_person')),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_dropped_session_commune_id_commune')),
    sa.ForeignKeyConstraint(['series_id'], ['session_rule.id'], name=op.f('fk_dropped_session_series_id_session_rule')),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_dropped_session_village_id_village')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dropped_session')),
    sa.UniqueConstraint('village_id', 'series_id', 'day', name=op.f('uq_dropped_session_village_id_series_id_day'))
    )
    op.create_index('ix_dropped_session_commune_id', 'dropped_session', ['commune_id'], unique=False)

    op.create_table('limit_acceptance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('limit_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('up_to', sa.Integer(), nullable=False),
    sa.Column('says', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason != ''", name=op.f('ck_limit_acceptance_reason')),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_limit_acceptance_day_range')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_limit_acceptance_by_id_person')),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_limit_acceptance_commune_id_commune')),
    sa.ForeignKeyConstraint(['limit_id'], ['air_limit.id'], name=op.f('fk_limit_acceptance_limit_id_air_limit')),
    sa.ForeignKeyConstraint(['series_id'], ['session_rule.id'], name=op.f('fk_limit_acceptance_series_id_session_rule')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_limit_acceptance'))
    )
    op.create_index('ix_limit_acceptance_commune_id', 'limit_acceptance', ['commune_id'], unique=False)

    op.create_table('session_order',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commune_id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('bulletin_ids', sa.JSON(), nullable=False),
    sa.Column('left_out_ids', sa.JSON(), nullable=False),
    sa.Column('undoes_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_session_order_by_id_person')),
    sa.ForeignKeyConstraint(['commune_id'], ['commune.id'], name=op.f('fk_session_order_commune_id_commune')),
    sa.ForeignKeyConstraint(['series_id'], ['session_rule.id'], name=op.f('fk_session_order_series_id_session_rule')),
    sa.ForeignKeyConstraint(['undoes_id'], ['session_order.id'], name=op.f('fk_session_order_undoes_id_session_order')),
    sa.ForeignKeyConstraint(['village_id'], ['village.id'], name=op.f('fk_session_order_village_id_village')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_order'))
    )
    op.create_index('ix_session_order_commune_day', 'session_order', ['commune_id', 'day'], unique=False)

    for table, columns in _COLUMNS.items():
        for name, kind in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    op.create_index("ix_airing_outcome", "airing", ["outcome", "occurrence_id", "seq"], unique=False)
    op.create_index("ix_session_rule_urgent_call_id", "session_rule", ["urgent_call_id"], unique=False)
    guard(op.get_bind(), ("revision", "programme", "limit_acceptance"))
