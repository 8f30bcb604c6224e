"""The columns of the goods table, and how spreadsheets head them in three languages."""

import re
from dataclasses import dataclass

from applications.folding import folded, squeezed
from applications.pasted_rows.damage import Kind


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind
    headings: tuple[str, ...]


COLUMNS = (
    Column(
        "hs_code",
        Kind.HS_CODE,
        (
            "HS code", "HS", "Code", "Commodity code",
            "Код ТН ВЭД", "ТН ВЭД", "Код ТНВЭД ЕАЭС", "Код ТН ВЭД ЕАЭС", "Код",
            "СЭҚ ТН коды", "ЕАЭО СЭҚ ТН коды", "СЭҚ ТН",
        ),
    ),
    Column(
        "description",
        Kind.TEXT,
        (
            "Goods or service", "Goods", "Description", "Name", "Item", "Goods and services",
            "Наименование", "Наименование товара", "Товар", "Товар или услуга", "Описание",
            "Тауар немесе қызмет", "Тауар", "Тауардың атауы", "Атауы", "Сипаттамасы",
        ),
    ),
    Column(
        "quantity",
        Kind.NUMBER,
        ("Quantity", "Qty", "Количество", "Кол-во", "Саны", "Мөлшері"),
    ),
    Column(
        "unit",
        Kind.TEXT,
        (
            "Unit", "Unit of measure", "Единица", "Единица измерения", "Ед. изм.", "Ед.",
            "Өлшем бірлігі", "Өлшем бірл.", "Бірлігі", "Бірлік",
        ),
    ),
    Column(
        "price",
        Kind.NUMBER,
        (
            "Price of one unit", "Price", "Unit price", "Цена", "Цена за единицу",
            "Бағасы", "Баға", "Бірлік бағасы", "Бір бірліктің бағасы",
        ),
    ),
    Column(
        "amount",
        Kind.NUMBER,
        ("Amount", "Total amount", "Sum", "Value", "Сумма", "Стоимость", "Сомасы", "Сома", "Құны"),
    ),
    Column(
        "origin_proof_kind",
        Kind.CHOICE,
        (
            "Proof that it is produced in Kazakhstan", "Proof of origin", "Kind of proof",
            "Подтверждение происхождения", "Вид подтверждения", "Документ о происхождении",
            "Шығу тегін растау", "Растау түрі", "Шығарылуын растау",
        ),
    ),
    Column(
        "origin_proof_number",
        Kind.TEXT,
        (
            "Number of the proof", "Proof number", "Certificate number", "Certificate",
            "Номер сертификата", "№ сертификата", "Номер подтверждения", "Сертификат",
            "Сертификат нөмірі", "Растау нөмірі", "Сертификат №",
        ),
    ),
    Column(
        "origin_proof_date",
        Kind.DAY,
        (
            "Issued on", "Date of issue", "Date",
            "Дата выдачи", "Дата сертификата", "Выдан", "Дата",
            "Берілген күні", "Сертификат күні", "Күні",
        ),
    ),
    Column(
        "origin_valid_until",
        Kind.DAY,
        (
            "Valid until", "Expires on", "Действителен до", "Действует до", "Срок действия",
            "Жарамдылық мерзімі", "Дейін жарамды", "Қолданылу мерзімі",
        ),
    ),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
COLUMN_OF_NAME = {column.name: column for column in COLUMNS}
ORIGIN_PROOF_WORDS = {
    "st_kz": (
        "ST-KZ", "СТ-KZ", "СТ-КЗ", "ST-KZ certificate", "Сертификат СТ-KZ", "СТ-KZ сертификаты",
        "st_kz",
    ),
    "industrial_certificate": (
        "Industrial certificate", "Индустриальный сертификат", "Индустриялық сертификат",
        "industrial_certificate",
    ),
}  # fmt: skip
TOTAL_WORDS = ("Total", "Grand total", "Итого", "Всего", "Барлығы", "Жиыны", "Жалпы")


def key_of(words: str) -> str:
    """Letters and figures alone, whatever the case, the spaces or the keyboard."""
    return squeezed(folded(re.sub(r"\(.*?\)|,.*", "", words))) or squeezed(folded(words))


_HEADINGS = {key_of(heading): column.name for column in COLUMNS for heading in column.headings}
_PROOFS = {key_of(word): code for code, words in ORIGIN_PROOF_WORDS.items() for word in words}
_TOTALS = frozenset(key_of(word) for word in TOTAL_WORDS)


def column_headed(heading: str) -> str | None:
    """The column that a heading names; what stands in brackets or after a comma is a unit."""
    return _HEADINGS.get(key_of(heading)) if heading else None


def origin_proof_named(words: str) -> str | None:
    return _PROOFS.get(key_of(words))


def names_a_total(cell: str) -> bool:
    return key_of(cell.rstrip(":")) in _TOTALS
