"""What staff set for cases by date: editions of the order, goods lists, budgets."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from norms.dated_rows import DatedRow, one_row_a_day


class OrderEdition(DatedRow):
    """The order's wording from a day on; a case keeps the edition of its first submission."""

    # Never null: an edition is followed by another one, the order has no end here.
    value_fields = ("code",)

    code = models.CharField(max_length=40, unique=True)
    act = models.CharField(max_length=200)
    title_kk = models.TextField(help_text=_("official title, Kazakh"))
    title_ru = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    form_heading_kk = models.TextField(help_text=_("corner text of the form, Kazakh"))
    form_opening_kk = models.TextField(help_text=_("first paragraph of the form, Kazakh"))
    form_opening_ru = models.TextField(blank=True)
    form_opening_en = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("edition of the order")
        verbose_name_plural = _("editions of the order")
        constraints = [
            models.UniqueConstraint(fields=["effective_from"], name="one_edition_begins_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.act} ({self.effective_from})"


class GoodsListEdition(DatedRow):
    """An edition of the order's annex 2, imported; a sample says that it is one."""

    value_fields = ("title",)

    title = models.CharField(max_length=300)
    is_sample = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("edition of the goods list")
        verbose_name_plural = _("editions of the goods list")
        constraints = [
            models.UniqueConstraint(fields=["effective_from"], name="one_goods_list_begins_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.effective_from})"


class GoodsListEntry(models.Model):
    """An HS (ТН ВЭД) prefix of 2 to 10 digits with its names."""

    edition = models.ForeignKey(GoodsListEdition, models.CASCADE, related_name="entries")
    hs_prefix = models.CharField(max_length=10)
    name_kk = models.TextField(blank=True)
    name_ru = models.TextField(blank=True)
    name_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "hs_prefix"], name="hs_prefix_once"),
            models.CheckConstraint(
                name="hs_prefix_digits", condition=models.Q(hs_prefix__regex=r"^[0-9]{2,10}$")
            ),
        ]

    def __str__(self) -> str:
        return self.hs_prefix


class RefusalGround(DatedRow):
    """A ground on which the subsidy may be refused, in the words of a day; no words: an end.

    ``suggested_by`` names the checks that suggest it where they are not met;
    ``conclusion`` stands for the agent's conclusion against.
    """

    series_fields = ("code",)
    value_fields = ("text_kk",)

    code = models.SlugField(_("code"), max_length=40)
    text_kk = models.CharField(_("text in Kazakh"), max_length=300, blank=True)
    text_ru = models.CharField(_("text in Russian"), max_length=300, blank=True)
    text_en = models.CharField(_("text in English"), max_length=300, blank=True)
    suggested_by: Any = models.JSONField(default=list, blank=True)
    source = models.CharField(_("source"), max_length=300)
    verified = models.BooleanField(_("verified against the act"), default=False)
    author = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta(DatedRow.Meta):
        verbose_name = _("ground of refusal")
        verbose_name_plural = _("grounds of refusal")
        constraints = [*one_row_a_day("code", name="refusal_ground_one_row_a_day")]

    @classmethod
    def is_an_end(cls) -> models.Q:
        return models.Q(text_kk="")

    @property
    def ends_series(self) -> bool:
        return not self.text_kk

    def __str__(self) -> str:
        return f"{self.code} ({self.effective_from})"


class HearingSetting(DatedRow):
    """How many working days an applicant has to answer an announced refusal; none: no hearing."""

    value_fields = ("working_days",)

    working_days = models.PositiveSmallIntegerField(
        _("working days to answer"), null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=300)
    verified = models.BooleanField(_("verified against the act"), default=False)
    author = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta(DatedRow.Meta):
        verbose_name = _("hearing before a refusal")
        verbose_name_plural = _("hearing before a refusal")
        constraints = [
            *one_row_a_day(name="hearing_one_row_a_day"),
            models.CheckConstraint(
                name="hearing_lasts_a_day_or_more",
                condition=models.Q(working_days=None) | models.Q(working_days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.working_days} ({self.effective_from})"


class SubsidyBudget(models.Model):
    """Money for the subsidy in a year; staff enter it with its source."""

    year = models.PositiveSmallIntegerField(unique=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3, default="KZT")
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("budget of a year")
        verbose_name_plural = _("budgets by year")

    def __str__(self) -> str:
        return str(self.year)


class CaseStage(models.TextChoices):
    """The stages of ``applications.deadlines.clocks``, named."""

    REVIEW = "review", _("Review by the financial agent")
    CORRECTION = "correction", _("Correction by the applicant")
    DECISION = "decision", _("Decision of the ministry")
    TELLING = "telling", _("Telling the parties")


class StageLimit(DatedRow):
    """How many working days a stage may take, for cases first submitted from a day on."""

    series_fields = ("stage",)
    value_fields = ("working_days",)

    stage = models.CharField(_("stage"), max_length=20, choices=CaseStage.choices)
    working_days = models.PositiveSmallIntegerField(
        _("working days"), null=True, blank=True, help_text=_("empty: no time limit known")
    )
    remind_before = models.PositiveSmallIntegerField(_("reminder, working days before"), default=1)
    source = models.CharField(_("source"), max_length=300)
    verified = models.BooleanField(_("compared with the act's text"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    author = models.ForeignKey(
        "accounts.Membership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("time limit of a stage")
        verbose_name_plural = _("time limits of stages")
        constraints = [
            *one_row_a_day("stage", name="stage_limit_one_row_a_day"),
            models.CheckConstraint(
                name="stage_limit_stage_known", condition=models.Q(stage__in=CaseStage.values)
            ),
            models.CheckConstraint(
                name="stage_limit_at_least_one_day",
                condition=models.Q(working_days=None) | models.Q(working_days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} ({self.effective_from})"
