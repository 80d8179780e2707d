from django.apps import AppConfig


class SelectionsConfig(AppConfig):
    name = "marketplace.selections"
    label = "selections"
