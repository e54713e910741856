"""The database itself refuses to change an audit entry, and to delete one while its organization's chain stands.

A later migration that rebuilds the table on SQLite (any AlterField there does) loses the triggers and has to end with
``RunPython(guard, release)`` of this one; ``tests/core/test_audit.py`` notices when it does not.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER core_auditentry_no_update BEFORE UPDATE ON core_auditentry
    BEGIN SELECT RAISE(ABORT, 'An audit entry is never changed.'); END
    """,
    """
    CREATE TRIGGER core_auditentry_no_delete BEFORE DELETE ON core_auditentry
    WHEN EXISTS (SELECT 1 FROM core_auditchain WHERE organization_id = OLD.organization_id)
    BEGIN SELECT RAISE(ABORT, 'An audit entry is never deleted.'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION core_auditentry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'An audit entry is never changed.' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      IF EXISTS (SELECT 1 FROM core_auditchain WHERE organization_id = OLD.organization_id) THEN
        RAISE EXCEPTION 'An audit entry is never deleted.' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN OLD;
    END $$
    """,
    """
    CREATE TRIGGER core_auditentry_guard BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_auditentry_guard()
    """,
)
UNDO = {
    "sqlite": ("DROP TRIGGER core_auditentry_no_update", "DROP TRIGGER core_auditentry_no_delete"),
    "postgresql": (
        "DROP TRIGGER core_auditentry_guard ON core_auditentry",
        "DROP FUNCTION core_auditentry_guard()",
    ),
}


def guard(apps, schema_editor):
    """Set the triggers."""
    del apps
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    """Take the triggers away."""
    del apps
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_person_stays")]

    operations = [migrations.RunPython(guard, release)]
