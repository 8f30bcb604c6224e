"""Walks through the running portal in Chromium, as people do them."""
