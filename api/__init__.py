"""The service: HTTP, pages and widget. It knows the engine; the engine never knows it."""

from .app import create_app

__all__ = ["create_app"]
