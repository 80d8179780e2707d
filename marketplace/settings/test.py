"""Settings of the test suite: the demo's, with quick passwords and mail kept in memory."""

from .demo import *  # noqa: F403
from .demo import DATABASES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STAFF_MFA_REQUIRED = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: parallel requests of the live server then behave as in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
# Apart for each database, for the suite may run on both at once.
TEST_DIR = VAR_DIR / "test" / DATABASES["default"]["ENGINE"].rpartition(".")[2]
SEARCH_DIR, MEDIA_ROOT, PRIVATE_ROOT = TEST_DIR / "search", str(TEST_DIR / "media"), str(TEST_DIR / "private")
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
