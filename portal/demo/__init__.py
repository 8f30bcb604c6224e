"""The demonstration: invented people, organisations and cases, plainly marked as such."""

from portal.demo.sign_in import is_open_to, people, person_by_email

__all__ = ["is_open_to", "people", "person_by_email"]
