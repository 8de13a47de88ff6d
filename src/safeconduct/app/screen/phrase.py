"""The words of the command line in three languages."""

from safeconduct.base.text import Text
from safeconduct.base.truth import Verdict

ASSESSED = Text(en="as of", ru="на", fr="au")
WARNINGS = Text(en="First of all", ru="Прежде всего", fr="Avant tout")
DANGERS = Text(en="What endangers", ru="Что угрожает", fr="Ce qui met en danger")
CHARGES = Text(
    en="What he may be charged with",
    ru="Что могут вменить",
    fr="Ce qui peut lui être reproché",
)
PROTECTIONS = Text(
    en="What is arguable, and where",
    ru="На что можно ссылаться и где",
    fr="Ce qui est défendable, et où",
)
PRACTICE = Text(
    en="What authorities do (practice)",
    ru="Как поступают власти (практика)",
    fr="Ce que font les autorités (pratique)",
)
STEPS = Text(en="Steps and duties", ru="Шаги и обязанности", fr="Démarches et devoirs")
EXCLUSION = Text(en="Exclusion", ru="Исключение из защиты", fr="Exclusion")
OPEN = Text(en="Not known yet", ru="Пока неизвестно", fr="Pas encore connu")
DEADLINES = Text(en="Deadlines and clocks", ru="Сроки", fr="Délais et durées")
NO_DEADLINE = Text(
    en="No deadline can be worked out. Missing: ",
    ru="Ни один срок не вычислить. Не хватает: ",
    fr="Aucun délai ne peut être calculé. Il manque : ",
)
MISSING = Text(en="missing", ru="не хватает", fr="manque")
LATEST = Text(
    en="last arguable day",
    ru="последний день, который ещё можно отстаивать",
    fr="dernier jour défendable",
)
QUESTION = Text(
    en="The one question that settles most",
    ru="Вопрос, который решает больше всего",
    fr="La question qui tranche le plus",
)
NEXT = Text(en="then", ru="затем", fr="puis")
SMALLEST = Text(
    en="Smallest reason", ru="Наименьшее основание", fr="Plus petite raison"
)
MINIMAL = Text(en="Minimal reason", ru="Минимальное основание", fr="Raison minimale")
CHANGES = Text(
    en="What would change it", ru="Что это изменит", fr="Ce qui le changerait"
)
NO_CHANGE = Text(
    en="No single answer would change it.",
    ru="Ни один ответ сам по себе этого не изменит.",
    fr="Aucune réponse seule ne le changerait.",
)
PRIMA_FACIE = Text(
    en="unless the contrary is shown",
    ru="если не доказано обратное",
    fr="sauf preuve contraire",
)
AS_DECIDED = Text(en="in practice", ru="на практике", fr="en pratique")
RECEIPT = Text(en="Receipt", ru="Квитанция", fr="Reçu")
KEPT = Text(en="Receipt kept:", ru="Квитанция сохранена:", fr="Reçu conservé :")
WROTE = Text(en="Written to", ru="Записано в", fr="Écrit dans")
BETWEEN = Text(en="of", ru="из", fr="sur")
USED = Text(en="days used at most", ru="дней использовано самое большее",
            fr="jours utilisés au plus")  # fmt: skip
ENDS = Text(
    en="ends at the earliest on", ru="кончается не раньше", fr="finit au plus tôt le"
)

LEGEND = Text(
    en="[+] holds   [~] holds unless the contrary is shown   [≠] reports disagree   "
    "[?] not known yet",
    ru="[+] есть   [~] есть, если не доказано обратное   [≠] сведения расходятся   "
    "[?] пока неизвестно",
    fr="[+] oui   [~] oui, sauf preuve contraire   [≠] les récits divergent   "
    "[?] pas encore connu",
)
CARE = Text(en="Take care", ru="Будьте осторожны", fr="Attention")
NOT_OPEN = Text(
    en="Not open on the facts known now (this is no refusal)",
    ru="По известным сейчас фактам не открыто (это не отказ)",
    fr="Pas ouvert d'après les faits connus (ce n'est pas un refus)",
)
LESSER = Text(
    en="lesser points (in --json)",
    ru="менее важное (в --json)",
    fr="points moindres (dans --json)",
)
OTHER_STATES = Text(
    en="Points of other states, open or closed (in --json)",
    ru="Пункты других государств, открытые или закрытые (в --json)",
    fr="Points d'autres États, ouverts ou non (dans --json)",
)
READY = Text(
    en="Texts ready to hand over (in --json)",
    ru="Готовые тексты для передачи (в --json)",
    fr="Textes prêts à remettre (dans --json)",
)
COUNSEL_ASKS = Text(
    en="For counsel only, after the warning",
    ru="Только для адвоката, после предупреждения",
    fr="Pour l'avocat seul, après l'avertissement",
)
TOPICS: dict[str, Text] = {
    "arrest": Text(en="arrest", ru="задержание", fr="arrestation"),
    "relatives": Text(en="family", ru="семья", fr="famille"),
    "crisis": Text(en="crisis", ru="кризис", fr="crise"),
    "documents": Text(en="papers", ru="документы", fr="papiers"),
    "stay": Text(en="stay", ru="пребывание", fr="séjour"),
    "safety": Text(en="safety", ru="безопасность", fr="sécurité"),
    "remedy": Text(en="remedies", ru="обжалование", fr="recours"),
}
AUDIENCES: dict[str, Text] = {
    "all": Text(en="", ru="", fr=""),
    "caseworker": Text(en="", ru="", fr=""),
    "person": Text(en="to the person: ", ru="человеку: ", fr="à la personne : "),
    "relative": Text(en="to the family: ", ru="семье: ", fr="à la famille : "),
    "counsel": Text(en="to counsel: ", ru="адвокату: ", fr="à l'avocat : "),
}

TRUTHS: dict[Verdict, Text] = {
    Verdict.TRUE: Text(en="yes", ru="да", fr="oui"),
    Verdict.FALSE: Text(en="no", ru="нет", fr="non"),
    Verdict.UNKNOWN: Text(en="not known", ru="неизвестно", fr="inconnu"),
    Verdict.DISPUTED: Text(en="disputed", ru="спорно", fr="contesté"),
}
SIGNS: dict[Verdict, str] = {
    Verdict.TRUE: "[+]",
    Verdict.FALSE: "[-]",
    Verdict.UNKNOWN: "[?]",
    Verdict.DISPUTED: "[≠]",
}
PRESUMED = "[~]"
