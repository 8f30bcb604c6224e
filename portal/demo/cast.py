"""Who plays in the demonstration: invented people and organisations, marked in their names."""

from dataclasses import dataclass

from accounts.business_number import make_business_number
from accounts.models import OrganisationKind, Role

PASSWORD = "keruen-demo"  # noqa: S105  printed for everybody to use
DOMAIN = "demo.keruen.invalid"
# Registered in January 1999 with a serial beyond those given out then.
NUMBER_PREFIX = "990140900"


@dataclass(frozen=True)
class DemoOrganisation:
    """``serial`` makes its BIN, by which a later loading finds it again."""

    kind: OrganisationKind
    serial: str
    name_kk: str
    name_ru: str
    address: str

    @property
    def business_number(self) -> str:
        number = make_business_number(NUMBER_PREFIX + self.serial)
        if number is None:
            raise ValueError(f"no check digit exists for serial {self.serial}")
        return number


@dataclass(frozen=True)
class DemoPerson:
    """``place`` is the organisation's code; ``sign_in`` is the part of the e-mail before @."""

    sign_in: str
    full_name: str
    language: str
    place: str
    role: Role
    may_invite: bool = False
    may_assign: bool = False

    @property
    def email(self) -> str:
        return f"{self.sign_in}@{DOMAIN}"


Kind = OrganisationKind

ORGANISATIONS: dict[str, DemoOrganisation] = {
    "agent": DemoOrganisation(
        Kind.FINANCIAL_AGENT,
        "01",
        "«Мысал қаржы агенті» АҚ (демо)",
        "АО «Мысал қаржы агенті» (демо)",
        "Астана, Мысал көшесі, 1",
    ),
    "ministry": DemoOrganisation(
        Kind.MINISTRY,
        "02",
        "Мысал министрлігі (демо)",
        "Министерство примеров (демо)",
        "Астана, Мысал көшесі, 2",
    ),
    "operator": DemoOrganisation(
        Kind.PROGRAMME_OPERATOR,
        "03",
        "«Мысал аграрлық корпорация» АҚ (демо)",
        "АО «Мысал аграрлық корпорация» (демо)",
        "Астана, Мысал көшесі, 3",
    ),
    "machines": DemoOrganisation(
        Kind.EXPORTER,
        "04",
        "«Дала Техника Үлгі» ЖШС (демо)",
        "ТОО «Дала Техника Үлгі» (демо)",
        "Қостанай, Өндіріс көшесі, 14",
    ),
    "energy": DemoOrganisation(
        Kind.EXPORTER,
        "05",
        "«Көктем Энергия Үлгі» ЖШС (демо)",
        "ТОО «Көктем Энергия Үлгі» (демо)",
        "Талдықорған, Аккумулятор көшесі, 7",
    ),
    "wagons": DemoOrganisation(
        Kind.EXPORTER,
        "06",
        "«Болат Вагон Үлгі» АҚ (демо)",
        "АО «Болат Вагон Үлгі» (демо)",
        "Екібастұз, Вагон көшесі, 3",
    ),
    "mfo": DemoOrganisation(
        Kind.MFO,
        "07",
        "«Мысал Несие МҚҰ» ЖШС (демо)",
        "ТОО «МФО Мысал Несие» (демо)",
        "Алматы, Мысал көшесі, 4",
    ),
    "mfo_over_limit": DemoOrganisation(
        Kind.MFO,
        "08",
        "«Үлгі Қарыз МҚҰ» ЖШС (демо)",
        "ТОО «МФО Үлгі Қарыз» (демо)",
        "Шымкент, Үлгі көшесі, 5",
    ),
    "bank": DemoOrganisation(
        Kind.BANK,
        "09",
        "«Мысал Банк» АҚ (демо)",
        "АО «Мысал Банк» (демо)",
        "Алматы, Мысал көшесі, 6",
    ),
    "supervisor": DemoOrganisation(
        Kind.SUPERVISOR,
        "10",
        "Мысал қадағалау органы (демо)",
        "Надзорный орган примеров (демо)",
        "Алматы, Мысал көшесі, 7",
    ),
    "lender": DemoOrganisation(
        Kind.LENDER,
        "11",
        "«Үлгі Банк» АҚ (демо)",
        "АО «Үлгі Банк» (демо)",
        "Астана, Үлгі көшесі, 8",
    ),
}

# In the order of the demonstration's page. Of an exporter's people the first registers it.
PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("exporter", "Әлия Сәрсенова", "kk", "machines", Role.APPLICANT, may_invite=True),
    DemoPerson("exporter2", "Тимур Ахметов", "ru", "machines", Role.APPLICANT),
    DemoPerson("unconfirmed", "Гүлнар Жақсыбекова", "kk", "energy", Role.APPLICANT, True),
    DemoPerson("two-exporters", "Ерлан Қасымов", "kk", "wagons", Role.APPLICANT, True),
    DemoPerson("two-exporters", "Ерлан Қасымов", "kk", "machines", Role.APPLICANT),
    DemoPerson("agent", "Айгүл Нұрланова", "kk", "agent", Role.AGENT_OFFICER, True, True),
    DemoPerson("agent2", "Марат Ибраев", "ru", "agent", Role.AGENT_OFFICER),
    DemoPerson("agent3", "Ботагөз Сейдахметова", "kk", "agent", Role.AGENT_OFFICER),
    DemoPerson("ministry", "Дәурен Өмірбеков", "kk", "ministry", Role.MINISTRY_OFFICER, True),
    DemoPerson("ministry2", "Ирина Ли", "ru", "ministry", Role.MINISTRY_OFFICER),
    DemoPerson("programmes", "Сәуле Төлегенова", "kk", "operator", Role.PROGRAMME_ADMIN, True),
    DemoPerson("programmes2", "Виктор Ким", "ru", "operator", Role.PROGRAMME_ADMIN),
    DemoPerson("mfo", "Жанар Бектұрова", "kk", "mfo", Role.REPORTER, True),
    DemoPerson("mfo-breach", "Руслан Сейітов", "ru", "mfo_over_limit", Role.REPORTER, True),
    DemoPerson("bank", "Наталья Пак", "ru", "bank", Role.REPORTER, True),
    DemoPerson("supervisor", "Бақыт Ержанов", "kk", "supervisor", Role.SUPERVISOR, True),
    DemoPerson("lender", "Мәдина Оразбаева", "kk", "lender", Role.LENDER_OFFICER, True),
)

CONFIRMED_EXPORTERS = ("machines", "wagons")
