"""An organization can be about to be deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_sign_on")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="closes_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
