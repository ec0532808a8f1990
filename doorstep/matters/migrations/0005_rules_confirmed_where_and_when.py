"""Where and when the city read the law behind a responsibility rule (dignity D21)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_matter_passed_on")]

    operations = [
        migrations.AddField(
            model_name="responsibilityrule",
            name="confirmed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="responsibilityrule",
            name="confirmed_source",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
