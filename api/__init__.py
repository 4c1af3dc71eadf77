"""The service: HTTP, pages and widget. It knows the engine; the engine never knows it."""
