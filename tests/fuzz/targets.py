"""Every parser of foreign bytes, by name."""

from collections.abc import Mapping

from tests.fuzz import (
    base_target,
    desk_target,
    group_target,
    law_target,
    log_target,
    pack_target,
    relay_target,
    sealing_target,
    store_target,
)
from tests.fuzz.target import Target

TARGETS: Mapping[str, Target] = {
    **base_target.TARGETS,
    **sealing_target.TARGETS,
    **pack_target.TARGETS,
    **law_target.TARGETS,
    **log_target.TARGETS,
    **group_target.TARGETS,
    **desk_target.TARGETS,
    **store_target.TARGETS,
    **relay_target.TARGETS,
}
