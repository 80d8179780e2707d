import secrets

from django.db import migrations, models


def first_value(apps, schema_editor):
    apps.get_model("catalogue", "CatalogueStamp").objects.create(pk=1, value=secrets.token_hex(16))


class Migration(migrations.Migration):
    """The triggers that renew it come after every migration (`catalogue.models.stamp.watch`)."""

    dependencies = [("catalogue", "0004_provider_imports")]

    operations = [
        migrations.CreateModel(
            name="CatalogueStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=32)),
            ],
        ),
        migrations.RunPython(first_value, migrations.RunPython.noop),
    ]
