from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_clocks")]

    operations = [
        migrations.AddField(
            "matter",
            "done_when",
            models.CharField(blank=True, max_length=200, default=""),
            preserve_default=False,
        ),
        migrations.AddField("matter", "sent_up", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "matter",
            "offered_to",
            models.ForeignKey(
                "people.body", models.PROTECT, null=True, related_name="+", db_index=False
            ),
        ),
        migrations.AddField("matter", "campaign", models.UUIDField(null=True)),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["campaign"],
                name="matter_campaign",
                condition=models.Q(campaign__isnull=False),
            ),
        ),
    ]
