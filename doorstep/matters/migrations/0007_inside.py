from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_own_walks")]

    operations = [
        migrations.AddField("matter", "remarked", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("matter", "consulting", models.PositiveSmallIntegerField(default=0)),
    ]
