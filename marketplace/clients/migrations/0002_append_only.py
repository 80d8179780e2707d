from django.db import migrations

from marketplace.foundation.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial")]

    operations = [AppendOnly("AccessLogEntry")]
