"""Exchange as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Just above matters: two clocks and two numbers (docs/decisions/0026)."""

    name = "doorstep.exchange"
    label = "exchange"
