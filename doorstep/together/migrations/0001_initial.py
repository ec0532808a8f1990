import django.db.models.deletion
import doorstep.frame.sealed
import doorstep.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("matters", "0008_sealed")]

    operations = [
        migrations.CreateModel(
            name="Support",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=doorstep.kit.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("who", models.CharField(blank=True, max_length=64)),
                ("phone", doorstep.frame.sealed.Private(searchable=False)),
                ("passed_on_by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["who", "at"], name="support_who"),
                    models.Index(
                        condition=models.Q(("passed_on_by__isnull", False)),
                        fields=["passed_on_by", "at"],
                        name="support_behalf",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("who", ""), _negated=True),
                        fields=("matter", "who"),
                        name="support_once",
                    )
                ],
            },
        ),
    ]
