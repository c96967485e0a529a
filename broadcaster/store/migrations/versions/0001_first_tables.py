"""First tables"""

import sqlalchemy as sa
from alembic import op

from broadcaster.store.guards import guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commune",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("greeting", sa.String(), nullable=False),
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("repeat_words", sa.String(), nullable=False),
        sa.Column("self_approval", sa.Boolean(), nullable=False),
        sa.Column("document_symbol", sa.String(), nullable=False),
        sa.Column("zero_word", sa.String(), nullable=False),
        sa.Column("thousand_word", sa.String(), nullable=False),
        sa.Column("four_word", sa.String(), nullable=False),
        sa.Column("public_feeds", sa.Boolean(), nullable=False),
        sa.Column("publish_wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune")),
        sa.UniqueConstraint("code", name=op.f("uq_commune_code")),
    )
    op.create_table(
        "speech",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("spoken", sa.String(), nullable=False),
        sa.Column("wanted_engine", sa.String(), nullable=False),
        sa.Column("voice", sa.String(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=True),
        sa.Column("fallbacks", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("loudness_lufs", sa.Double(), nullable=True),
        sa.Column("true_peak_dbtp", sa.Double(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(sha256 IS NULL) = (duration_ms IS NULL)", name=op.f("ck_speech_made_measured")),
        sa.CheckConstraint("(sha256 IS NULL) = (made_at IS NULL)", name=op.f("ck_speech_made_whole")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_speech_commune_id_commune")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_speech")),
    )
    with op.batch_alter_table("speech", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speech_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "speech_sound",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("voice", sa.String(), nullable=False),
        sa.Column("fallbacks", sa.JSON(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["speech.key"], name=op.f("fk_speech_sound_key_speech")),
        sa.PrimaryKeyConstraint("key", "sha256", name=op.f("pk_speech_sound")),
    )
    with op.batch_alter_table("speech_sound", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speech_sound_sha256"), ["sha256"], unique=False)

    op.create_table(
        "speaking_style",
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("rate_wpm", sa.Integer(), nullable=True),
        sa.Column("comma_ms", sa.Integer(), nullable=False),
        sa.Column("sentence_ms", sa.Integer(), nullable=False),
        sa.Column("list_item_ms", sa.Integer(), nullable=False),
        sa.Column("paragraph_ms", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_speaking_style_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("commune_id", name=op.f("pk_speaking_style")),
    )
    op.create_table(
        "engine_choice",
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("voice", sa.String(), nullable=False),
        sa.Column("second_voice", sa.String(), nullable=False),
        sa.Column("sealed_key", sa.String(), nullable=False),
        sa.Column("key_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoke_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.CheckConstraint("(sealed_key = '') = (key_at IS NULL)", name=op.f("ck_engine_choice_key_whole")),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_engine_choice_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("commune_id", "engine", name=op.f("pk_engine_choice")),
    )
    with op.batch_alter_table("engine_choice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_engine_choice_one_place",
            ["commune_id", "place"],
            unique=True,
            sqlite_where=sa.text("place IS NOT NULL"),
            postgresql_where=sa.text("place IS NOT NULL"),
        )

    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_audit_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_commune_at", ["commune_id", "at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("failed_tries", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_person_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "plan_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("lead_unit", sa.String(), nullable=False),
        sa.Column("cooperating_units", sa.String(), nullable=False),
        sa.Column("timing", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_plan_row_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_row")),
        sa.UniqueConstraint("commune_id", "year", "number", name=op.f("uq_plan_row_commune_id_year_number")),
    )
    op.create_table(
        "session_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("longest_ms", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("longest_ms > 0", name=op.f("ck_session_rule_longest")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_session_rule_valid_range")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_session_rule_commune_id_commune")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_rule")),
    )
    with op.batch_alter_table("session_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_rule_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "village",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("language_ids", sa.JSON(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_village_valid_range")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_village_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village")),
        sa.UniqueConstraint("commune_id", "code", name=op.f("uq_village_commune_id_code")),
    )
    op.create_table(
        "jingle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('opening', 'separator', 'closing', 'attention')", name=op.f("ck_jingle_role")
        ),
        sa.CheckConstraint("source != '' AND licence != ''", name=op.f("ck_jingle_has_source_and_licence")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_jingle_commune_id_commune")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_jingle_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jingle")),
    )
    with op.batch_alter_table("jingle", schema=None) as batch_op:
        batch_op.create_index(
            "ix_jingle_one_in_use",
            ["commune_id", "role"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL AND village_id IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL AND village_id IS NULL"),
        )
        batch_op.create_index(
            "ix_jingle_one_in_use_in_village",
            ["village_id", "role"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL AND village_id IS NOT NULL"),
            postgresql_where=sa.text("replaced_at IS NULL AND village_id IS NOT NULL"),
        )

    op.create_table(
        "bulletin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("draft_key", sa.String(), nullable=True),
        sa.Column("confirmed_readings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("plan_row_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("village_ids", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("airings", sa.Integer(), nullable=False),
        sa.Column("read_times", sa.Integer(), nullable=False),
        sa.Column("recording_ids", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('nhap', 'cho_duyet', 'da_duyet', 'tra_lai', 'het_han', 'da_rut')",
            name=op.f("ck_bulletin_state"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_bulletin_author_id_person")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_bulletin_commune_id_commune")),
        sa.ForeignKeyConstraint(
            ["plan_row_id"], ["plan_row.id"], name=op.f("fk_bulletin_plan_row_id_plan_row")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_bulletin_draft_key")),
    )
    with op.batch_alter_table("bulletin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulletin_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "lexicon_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("spoken", sa.String(), nullable=False),
        sa.Column("match_case", sa.Boolean(), nullable=False),
        sa.Column("whole_word", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_lexicon_entry_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_lexicon_entry_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["person.id"], name=op.f("fk_lexicon_entry_removed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_entry")),
    )
    with op.batch_alter_table("lexicon_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lexicon_entry_one_in_use",
            ["commune_id", "written", "match_case"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("longest_ms", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_occurrence_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["session_rule.id"], name=op.f("fk_occurrence_rule_id_session_rule")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_occurrence_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint(
            "village_id", "rule_id", "day", name=op.f("uq_occurrence_village_id_rule_id_day")
        ),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index("ix_occurrence_commune_day", ["commune_id", "day"], unique=False)

    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint("role IN ('soan', 'duyet', 'truc', 'quan_tri')", name=op.f("ck_person_role_role")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_role")),
    )
    op.create_table(
        "session_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("longest_ms", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "cancelled OR start IS NOT NULL OR longest_ms IS NOT NULL",
            name=op.f("ck_session_exception_changes_something"),
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_session_exception_day_range")),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_session_exception_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["session_rule.id"], name=op.f("fk_session_exception_rule_id_session_rule")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_session_exception_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_exception")),
    )
    with op.batch_alter_table("session_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_exception_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("secret_digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("secret_digest", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("horn", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_station_valid_range")),
        sa.ForeignKeyConstraint(["village_id"], ["village.id"], name=op.f("fk_station_village_id_village")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
    )
    with op.batch_alter_table("station", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_station_village_id"), ["village_id"], unique=False)

    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("order_digest", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(sha256 IS NULL) = (duration_ms = 0)", name=op.f("ck_programme_sound_or_empty")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_programme_occurrence_id_occurrence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("occurrence_id", "version", name=op.f("uq_programme_occurrence_id_version")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("spoken", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("voice", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("speech_key", sa.String(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("plan_row_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("village_ids", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("airings", sa.Integer(), nullable=False),
        sa.Column("read_times", sa.Integer(), nullable=False),
        sa.Column("recording_ids", sa.JSON(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_revision_day_range")),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_revision_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(
            ["plan_row_id"], ["plan_row.id"], name=op.f("fk_revision_plan_row_id_plan_row")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_revision_submitted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("bulletin_id", "number", name=op.f("uq_revision_bulletin_id_number")),
    )
    op.create_table(
        "airing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_seq", sa.Integer(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome != 'khong_phat' OR reason != ''", name=op.f("ck_airing_not_aired_has_reason")
        ),
        sa.CheckConstraint(
            "outcome IN ('da_len_lich', 'da_tai_ve', 'da_phat', 'xac_nhan_da_phat', 'khong_phat')",
            name=op.f("ck_airing_outcome"),
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_airing_commune_id_commune")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_airing_occurrence_id_occurrence")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_airing_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_airing")),
        sa.UniqueConstraint("commune_id", "seq", name=op.f("uq_airing_commune_id_seq")),
    )
    with op.batch_alter_table("airing", schema=None) as batch_op:
        batch_op.create_index("ix_airing_occurrence", ["occurrence_id", "seq"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sound_sha256", sa.String(), nullable=False),
        sa.Column("any_voice", sa.Boolean(), nullable=False),
        sa.Column("declined_sounds", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "verdict != 'tra_lai' OR reason != ''", name=op.f("ck_decision_return_has_reason")
        ),
        sa.CheckConstraint("verdict IN ('duyet', 'tra_lai')", name=op.f("ck_decision_verdict")),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (voided_reason IS NULL)",
            name=op.f("ck_decision_voided_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_decision_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_decision_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_decision_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_decision_voided_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_decision_one_each",
            ["revision_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )
        batch_op.create_index(
            "ix_decision_one_live_approval",
            ["bulletin_id"],
            unique=True,
            sqlite_where=sa.text("verdict = 'duyet' AND voided_at IS NULL"),
            postgresql_where=sa.text("verdict = 'duyet' AND voided_at IS NULL"),
        )

    op.create_table(
        "programme_item",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_programme_item_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_programme_item_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_item_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_programme_item_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("programme_id", "position", name=op.f("pk_programme_item")),
    )
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_item_bulletin_id"), ["bulletin_id"], unique=False)

    op.create_table(
        "language",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name != ''", name=op.f("ck_language_named")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_language_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language")),
    )
    with op.batch_alter_table("language", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_language_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(
            "ix_language_one_in_use",
            ["commune_id", "name"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("language_id", sa.Integer(), nullable=True),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("take_sha256", sa.String(), nullable=False),
        sa.Column("take_ms", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("stop_ms", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("loudness_lufs", sa.Double(), nullable=False),
        sa.Column("true_peak_dbtp", sa.Double(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("duration_ms > 0", name=op.f("ck_recording_sounds")),
        sa.CheckConstraint("speaker != ''", name=op.f("ck_recording_has_speaker")),
        sa.CheckConstraint("stop_ms > start_ms", name=op.f("ck_recording_stretch")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_recording_added_by_id_person")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_recording_commune_id_commune")),
        sa.ForeignKeyConstraint(
            ["language_id"], ["language.id"], name=op.f("fk_recording_language_id_language")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_commune_id"), ["commune_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_sha256"), ["sha256"], unique=False)

    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_posting_removed_whole")),
        sa.CheckConstraint("place IN ('cong', 'zalo', 'facebook', 'khac')", name=op.f("ck_posting_place")),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name=op.f("fk_posting_bulletin_id_bulletin")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_posting_noted_by_id_person")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["person.id"], name=op.f("fk_posting_removed_by_id_person")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_posting_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_bulletin_id"), ["bulletin_id"], unique=False)

    guard(op.get_bind(), ("airing", "audit", "revision", "programme", "programme_item"))
