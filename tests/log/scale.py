"""How much longer the long tests run than the usual ones (`make soak`)."""

import os

_EXAMPLES = os.environ.get("SAFECONDUCT_EXAMPLES", "0")  # noqa: TID251 -- not the product

# `make soak` asks for 50,000 examples of each property, and so for 20 times these.
SCALE = max(1, int(_EXAMPLES) // 2500)
