from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Coalesce

#: The walks of the list, whose order `due_order` now is.
WALKS = {"city": [], "st": ["at2"], "co": ["at3"], "cp": ["at4"], "ow": ["owner"]}
TAILS = {"": [], "_cat": ["category"]}


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0005_rules_confirmed_where_and_when"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        *(
            migrations.RemoveIndex(model_name="matter", name=f"matter_{name}{tail}")
            for name in WALKS
            for tail in TAILS
        ),
        migrations.RemoveIndex(model_name="matter", name="matter_emergency"),
        migrations.AddField(
            model_name="matter",
            name="due_order",
            field=models.GeneratedField(
                db_persist=True,
                expression=Coalesce(
                    "due", models.Value(datetime(9000, 1, 1, tzinfo=UTC), models.DateTimeField())
                ),
                output_field=models.DateTimeField(),
            ),
        ),
        *(
            migrations.AddIndex(
                model_name="matter",
                index=models.Index(
                    fields=[*place, "state", *category, "due_order", "id"],
                    name=f"matter_{name}{tail}",
                ),
            )
            for name, place in WALKS.items()
            for tail, category in TAILS.items()
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=Q(emergency=True),
                fields=["at2", "due_order", "id"],
                name="matter_emergency",
            ),
        ),
        *(
            migrations.AddIndex(
                model_name="matter",
                index=models.Index(
                    condition=~Q(hidden_below=0),
                    fields=["state", *category, "due_order", "id"],
                    name=f"matter_hidden{tail}",
                ),
            )
            for tail, category in TAILS.items()
        ),
    ]
