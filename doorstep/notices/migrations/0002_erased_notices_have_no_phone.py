"""A message that was lawfully deleted is to nobody any more."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_to_somebody"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("account__isnull", False), ("body__isnull", False), ~Q(phone_index=""),
                    ("sending", "dropped"), _connector="OR",
                ),
                name="notice_to_somebody",
            ),
        ),
    ]  # fmt: skip
