from django.db import migrations

from marketplace.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        AppendOnly(model)
        for model in ("ApprovalStep", "PriceVersion", "PriceLine", "PriceOption", "PackageItem")
    ]
