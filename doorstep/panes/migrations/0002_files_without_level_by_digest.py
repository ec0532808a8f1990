"""Files follow the rights and the read log of their owner; bytes are found by their digest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("panes", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="storedfile", name="level"),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(fields=["sha256"], name="file_digest"),
        ),
    ]
