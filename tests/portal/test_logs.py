"""The log names routes and faults, never what people typed."""

import logging
import sys

import pytest

from config.logs import ConsoleFormatter, JSONFormatter


def record_of_a_fault() -> logging.LogRecord:
    typed = "Айгүл, 900101300012"
    try:
        raise ValueError(f"a value of {len(typed)} letters")
    except ValueError:
        return logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "fault", (), sys.exc_info()
        )


@pytest.mark.parametrize("formatter", [ConsoleFormatter, JSONFormatter])
def test_a_traceback_shows_no_local_variables(formatter: type[logging.Formatter]) -> None:
    line = formatter().format(record_of_a_fault())
    assert "ValueError: a value of 19 letters" in line
    assert "900101300012" not in line
