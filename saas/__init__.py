"""The product. `flask --app saas` starts here."""

from saas.app import create_app

__all__ = ["create_app"]
