"""A group of people at machines of their own, as the tests of `app` have them."""

from tests.app.conftest import group, home, run

__all__ = ["group", "home", "run"]
