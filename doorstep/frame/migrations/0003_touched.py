"""What acts change or add beside their subject is found from there; the read log and the stages
become append-only too."""

import django.db.models.deletion
from django.db import migrations, models

from doorstep.frame import triggers


def arm(apps, schema_editor):
    triggers.arm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("frame", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Touched",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id",
                        "record",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("record", models.UUIDField(db_index=True)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="touched",
                        to="frame.entry",
                    ),
                ),
            ],
        ),
        migrations.RunPython(arm, migrations.RunPython.noop),
    ]
