from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.second_step import ResetNotPossible, reset_second_step


class Command(BaseCommand):
    help = "Take away the second step of somebody who has lost it with all recovery codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="of the person")
        parser.add_argument("--by", required=True, help="e-mail of the administrator who decides")
        parser.add_argument("--reason", required=True, help="recorded, and told to the person")

    def handle(self, *args: Any, **options: Any) -> None:
        person, admin = self._find(options["email"]), self._find(options["by"])
        try:
            reset_second_step(person.pk, by=admin, reason=options["reason"], at=timezone.now())
        except PermissionDenied as error:
            raise CommandError(f"{admin.email} is no administrator, or the person.") from error
        except ResetNotPossible as error:
            raise CommandError("There is no second step, or no reason was given.") from error
        self.stdout.write(f"{person.email} signs in with the password and sets up a new one.")

    def _find(self, email: str) -> User:
        try:
            return User.objects.get(email__iexact=email.strip())
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody has the address {email}.") from error
