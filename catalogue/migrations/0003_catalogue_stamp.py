import secrets

from django.db import migrations, models

from marketplace.foundation.stamped import Stamped

STAMPED = (
    "Approval",
    "ApprovalPeriod",
    "Category",
    "ClientFeeInfo",
    "FreshnessCheck",
    "Holiday",
    "Listing",
    "ListingText",
    "Municipality",
    "Organiser",
    "OrganiserRules",
    "PackageItem",
    "PostalArea",
    "PriceLine",
    "PriceOption",
    "PriceVersion",
    "Provider",
    "ServedMunicipality",
    "VoucherValue",
)


def first_value(apps, schema_editor):
    apps.get_model("catalogue", "CatalogueStamp").objects.create(pk=1, value=secrets.token_hex(16))


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="CatalogueStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=32)),
            ],
        ),
        migrations.RunPython(first_value, migrations.RunPython.noop),
        Stamped(STAMPED, stamp="CatalogueStamp"),
    ]
