"""What was taken along stays written down: the table becomes append-only by trigger."""

from django.db import migrations

from doorstep.frame import triggers


def arm(apps, schema_editor):
    triggers.arm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("panes", "0002_files_without_level_by_digest"),
        ("frame", "0003_touched"),
    ]

    operations = [migrations.RunPython(arm, migrations.RunPython.noop)]
