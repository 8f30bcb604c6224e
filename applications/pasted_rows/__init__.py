"""Rows copied out of a spreadsheet: read, with what the spreadsheet spoiled named, not guessed."""
