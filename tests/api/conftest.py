"""The service in this process."""

import pytest
from cdmz_rules.api import create_app
from fastapi.testclient import TestClient


@pytest.fixture(scope="session")
def client():
    return TestClient(create_app(), raise_server_exceptions=False)
