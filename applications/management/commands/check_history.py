from collections.abc import Iterator

from applications.events import checked_history, whole_cases
from norms.hash_chain import CheckedHistory
from norms.history_command import HistoryCommand

CASES_AT_A_TIME = 200


class Command(HistoryCommand):
    help = "Checks the chain of events of every case; fails, naming the first break of each."

    def histories(self) -> Iterator[CheckedHistory]:
        for case in whole_cases().iterator(chunk_size=CASES_AT_A_TIME):
            yield checked_history(case)
