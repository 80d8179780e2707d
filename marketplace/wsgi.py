"""Where a web server begins. Outside the demo it does not begin before the system checks are content."""

import os

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.demo")
application = get_wsgi_application()
if not settings.DEMO:
    call_command("check", "--deploy", "--verbosity", "0")

from marketplace.accounts.marks import refuse_wrong_database  # noqa: E402 - models can be read only now
from marketplace.foundation.process import settle  # noqa: E402

refuse_wrong_database()
settle()
