"""What is said about a case beside its acts, and who opened it: none of it moves the case."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from applications.models.cases import Case
from applications.models.history import CaseEvent
from norms.append_only import AppendOnly

LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]


class WrittenText(AppendOnly):
    """A person's words; ``key`` is the form's, so that a second click writes nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="%(class)ss")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    text = models.TextField()
    key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        abstract = True
        ordering: ClassVar = ["case", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "membership", "key"], name="%(class)s_written_once"
            ),
            models.CheckConstraint(name="%(class)s_says_something", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.membership_id}, {self.at}"


class CaseMessage(WrittenText):
    """Between the applicant's organisation and whoever handles the case. No statutory act."""

    from_applicant = models.BooleanField()

    class Meta(WrittenText.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")


class CaseNote(WrittenText):
    """Of officers to officers: the applicant reads none, on no page and in no file."""

    class Meta(WrittenText.Meta):
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")


class MessageMark(models.Model):
    """How far a membership has read a case's messages, and of which it was told by e-mail.

    Both are numbers of messages; 0 is none.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="message_marks")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    read_up_to = models.BigIntegerField(default=0)
    told_up_to = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "case"], name="message_mark_once"),
            models.CheckConstraint(
                name="message_mark_told_when",
                condition=models.Q(told_at=None, told_up_to=0)
                | models.Q(told_at__isnull=False, told_up_to__gt=0),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["told_at"], name="message_mark_told_at")]

    def __str__(self) -> str:
        return f"{self.case}: {self.membership_id} {self.read_up_to}"


class OpenedThing(models.TextChoices):
    CASE = "case", _("The case")
    DOCUMENT = "document", _("Document")
    LETTER = "letter", _("Letter")
    ARCHIVE = "archive", _("The whole case as a ZIP")
    HISTORY = "history", _("The history to print")
    MESSAGES = "messages", _("Messages")


class CaseOpening(AppendOnly):
    """Somebody opened a thing of a case: kept once by membership, thing and hour.

    Not in the hash chain: an opening changes nothing in the case, every look would lengthen
    the proof of what was done, and two people reading at once would wait for one lock.
    ``thing_pk`` is the document's or the letter's number, 0 for the case as a whole.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="openings")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    thing = models.CharField(max_length=10, choices=OpenedThing.choices)
    thing_pk = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
    hour = models.DateTimeField(help_text=_("the moment, cut to its hour"))
    by_applicant = models.BooleanField()

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "membership", "thing", "thing_pk", "hour"],
                name="opening_once_an_hour",
            ),
            models.CheckConstraint(
                name="opening_thing_known", condition=models.Q(thing__in=OpenedThing.values)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "by_applicant", "-at"], name="opening_newest_first")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.thing} {self.thing_pk}, {self.at}"


class RemarkAnswer(models.Model):
    """What the applicant answers to a remark of a return, until the next submission.

    The submission's event takes it over; then the row is gone.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="remark_answers")
    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    updated_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["case", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "code"], name="one_answer_a_remark")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.code}"
