from collections.abc import Iterator

from norms.hash_chain import CheckedHistory
from norms.history_command import HistoryCommand
from prudential.breach_events import all_breaches, checked_history

BREACHES_AT_A_TIME = 200


class Command(HistoryCommand):
    help = "Checks the chain of events of every breach; fails, naming the first break of each."

    def histories(self) -> Iterator[CheckedHistory]:
        for breach in all_breaches().iterator(chunk_size=BREACHES_AT_A_TIME):
            yield checked_history(breach)
