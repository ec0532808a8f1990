"""The trail becomes append-only by trigger, on either database."""

from django.db import migrations

from doorstep.frame import triggers


def arm(apps, schema_editor):
    triggers.arm(schema_editor.connection)


def disarm(apps, schema_editor):
    for statement in triggers.disarming(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("frame", "0001_initial")]

    operations = [migrations.RunPython(arm, disarm)]
