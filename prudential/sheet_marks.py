"""Signs of private use that go before a cell's text where a workbook says more than text."""

NUMBER, FORMULA, NO_RESULT = "\ue000", "\ue001", "\ue002"
MARKS = NUMBER + FORMULA + NO_RESULT
