"""Failed log-ins remember the last try; what an address did is counted in a table."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sessions_that_were_left")]

    operations = [
        migrations.RenameField("logintry", "first_at", "last_at"),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(default=0)),
                ("first_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
