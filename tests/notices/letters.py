"""A letter's content for tests."""

from datetime import date
from typing import Any

from notices.issue import issue
from notices.models import Notice, NoticeKind
from tests.people import make_organisation

KK = {
    "issuer": "«Даму» қоры",
    "title": "Өтінімді қабылдау туралы хабарлама",
    "addressee": ["«Керуен Машина» ЖШС", "Алматы қаласы"],
    "opening": "Сіздің өтініміңіз KR-2026-000001 нөмірімен тіркелді.",
    "facts": [["Сома", "1 234 567,50 ₸"], ["Мөлшерлеме", "12,6%"]],
    "sections": [{"heading": "Негіздер", "paragraphs": ["Бірінші."], "items": ["бір", "екі"]}],
    "next_step": "Қаржы агенті 5 жұмыс күні ішінде қарайды.",
    "signature": ["Қаржы агенті"],
}
RU = {
    **KK,
    "title": "Уведомление о приёме заявки",
    "opening": "Ваша заявка зарегистрирована под номером KR-2026-000001.",
}


def issue_letter(**fields: Any) -> Notice:
    return issue(
        NoticeKind.RECEIPT,
        **{
            "content": {"languages": ["kk", "ru"], "kk": KK, "ru": RU},
            "addressee": fields.pop("addressee", None) or make_organisation(),
            "subject": "KR-2026-000001",
            "on": date(2026, 3, 5),
            **fields,
        },
    )
