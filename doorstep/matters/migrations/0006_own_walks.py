from django.db import migrations, models
from django.db.models import Q


def walk(column: str, name: str) -> list[migrations.operations.base.Operation]:
    """What somebody reported or passed on, in the order of lists."""
    return [
        migrations.RemoveIndex("matter", name),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=[column, "state", "due_order", "id"],
                name=name,
                condition=Q(**{f"{column}__isnull": False}),
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_ladder")]

    operations = [
        *walk("reporter_account", "matter_reporter"),
        *walk("passed_on_by", "matter_passed_on"),
    ]
