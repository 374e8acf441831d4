"""Trainees for the tests of practice."""

import httpx
import pytest

from .trainee import Trainee


@pytest.fixture
async def trainee(http: httpx.AsyncClient) -> Trainee:
    """A trainee with an attempt just begun, in English."""
    one = Trainee(http)
    await one.start()
    return one


@pytest.fixture
async def other(http: httpx.AsyncClient) -> Trainee:
    """Somebody else, with an attempt of their own."""
    one = Trainee(http)
    await one.start()
    return one
