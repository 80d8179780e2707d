from django.apps import AppConfig


class BrowseConfig(AppConfig):
    name = "marketplace.browse"
    label = "browse"
