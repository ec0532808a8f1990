"""Notes of searches are kept for 90 days, by the database itself (dignity D4)."""

from django.db import migrations

from doorstep.frame import triggers


def arm(apps, schema_editor):
    triggers.arm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_rates_for_all_processes"),
        ("frame", "0003_touched"),
    ]

    operations = [migrations.RunPython(arm, migrations.RunPython.noop)]
