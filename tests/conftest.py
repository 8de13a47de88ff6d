"""Property tests repeat themselves exactly, unless more examples are asked for."""

import os

from hypothesis import settings

# The one setting of the tests: `make fuzz` and `make soak` set it.
_EXAMPLES = os.environ.get("SAFECONDUCT_EXAMPLES")  # noqa: TID251 -- not the product

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=int(_EXAMPLES or 1), deadline=None)
settings.load_profile("search" if _EXAMPLES else "repeatable")
