from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0002_rule_at"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rule",
            name="code",
            field=models.CharField(max_length=16),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("code", "since"),
                name="rule_since",
            ),
        ),
    ]
