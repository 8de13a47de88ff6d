"""The command line and the rulebook that ships, as the tests of `app` have them."""

from tests.app.conftest import home, run, shipped

__all__ = ["home", "run", "shipped"]
