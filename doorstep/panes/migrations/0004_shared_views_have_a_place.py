"""A view is shared in a place; what was shared before is its keeper's alone again."""

from django.db import migrations, models

import doorstep.frame.record


class Migration(migrations.Migration):
    dependencies = [("panes", "0003_taking_is_append_only")]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="path",
            field=doorstep.frame.record.PathField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="savedview", name="view_role"),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(fields=["role", "path", "screen"], name="view_role"),
        ),
    ]
