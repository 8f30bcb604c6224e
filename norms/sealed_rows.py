"""Rows whose personal values can be erased while the digest over them still verifies."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from norms.commitments import (
    Path,
    blanked,
    commitments_of,
    is_blank,
    new_secret,
    sealed,
)
from norms.hash_chain import sha256_of


class ErasedAlready(ValueError):
    """A row is erased once."""


class SealedRow(models.Model):
    """A row with personal values and the secret of their commitments, or with neither.

    A subclass names its content by ``sealed_fields``, what is personal in it by
    ``is_personal``, and what else its digest covers by ``plain_content``.
    """

    sealed_fields: ClassVar[tuple[str, ...]] = ()

    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    commitments: Any = models.JSONField(default=dict, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @staticmethod
    def is_personal(path: Path, value: Any) -> bool:
        """Whether the value at this place is personal as a whole."""
        raise NotImplementedError

    def plain_content(self) -> dict[str, Any]:
        """The rest of what the digest covers, ready for JSON and without personal values."""
        return {}

    def sealed_content(self) -> dict[str, Any]:
        """All that a digest covers. A value put where one was erased is covered as it stands."""
        content = self._content()
        ask = type(self).is_personal
        if self.erased_at is None:
            kept = commitments_of(content, ask, secret=self.secret)
        elif is_blank(content, ask):
            kept = self.commitments
        else:
            return {**self.plain_content(), **content}
        return {**self.plain_content(), **sealed(content, ask, kept)}

    def digest(self) -> str:
        return sha256_of(self.sealed_content())

    def _content(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.sealed_fields}

    def erased_values(self, *, at: datetime) -> dict[str, Any]:
        """The columns of this row once its personal values are gone. Raises ErasedAlready."""
        if self.erased_at is not None:
            raise ErasedAlready(str(self.pk))
        content, ask = self._content(), type(self).is_personal
        return {
            **blanked(content, ask),
            "commitments": commitments_of(content, ask, secret=self.secret),
            "secret": "",
            "erased_at": at,
        }


def secret_until_erased(name: str) -> models.CheckConstraint:
    """The constraint every sealed table carries: secret or erased, never both or neither."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(erased_at=None) & ~models.Q(secret="")
        | models.Q(erased_at__isnull=False, secret=""),
    )
