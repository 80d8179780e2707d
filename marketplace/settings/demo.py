"""The demo world on one's own machine: works with nothing set. Never for real clients."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, env

DEBUG = env.bool("DEBUG", default=False)
DEMO = True
SECRET_KEY = env("SECRET_KEY", default="demo-only-not-a-secret-demo-only-not-a-secret-demo-only")
INSTALLED_APPS = [*INSTALLED_APPS, "marketplace.demo"]
STAFF_MFA_REQUIRED = False
