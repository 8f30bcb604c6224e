"""Which xdist worker runs what: all journeys of one portal on one worker, the rest anywhere.

Starting a portal takes seconds. xdist's own ``loadgroup`` would do, but with pytest 9.2 it
no longer groups (pytest-xdist issue 1386).
"""

import re

from xdist.scheduler import LoadScopeScheduling

PORTAL = re.compile(r"[\[-](installed|embedded)[-\]]")


class PortalScheduling(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        """The tests with the same answer stay together."""
        mode = PORTAL.search(nodeid)
        return mode[1] if mode else nodeid
