from django.db import migrations

from marketplace.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    # SQLite makes a table anew when it is altered and loses its triggers: who alters one of these puts its line again.
    operations = [
        AppendOnly("PlanVersion"),
        AppendOnly("Need"),
        AppendOnly("CostLine"),
        AppendOnly("Decision"),
    ]
