"""The REST API's one instance."""

from ninja import NinjaAPI

api = NinjaAPI(title="Comotion", version="1.0.0", docs_url=None)
