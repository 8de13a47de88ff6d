"""What is said of what waits for a second person, in three languages."""

from safeconduct.base.text import Text

ANOTHER_DEVICE = Text(
    en="Waits for a second person: {0}  another device of {1}  [{2}]",
    ru="Ждёт второго человека: {0}  ещё одно устройство: {1}  [{2}]",
    fr="Attend une deuxième personne : {0}  un autre appareil de {1}  [{2}]",
)
ANOTHER_ROLE = Text(
    en="Waits for a second person: {0}  {1} is to be {2}  [{3}]",
    ru="Ждёт второго человека: {0}  {1} — станет: {2}  [{3}]",
    fr="Attend une deuxième personne : {0}  {1} deviendrait {2}  [{3}]",
)
NEW_RECOVERY = Text(
    en="Waits for a second person: {0}  a new recovery key; {1} of {2} shares together "
    "open every case",
    ru="Ждёт второго человека: {0}  новый ключ восстановления; {1} из {2} долей вместе "
    "открывают все дела",
    fr="Attend une deuxième personne : {0}  une nouvelle clé de secours ; {1} parts "
    "sur {2} ensemble ouvrent tous les dossiers",
)
PROPOSED_BY = Text(
    en="  proposed by {0}", ru="  предлагает: {0}", fr="  proposé par {0}"
)
WITH_HISTORY = Text(
    en="  would read what was written before too",
    ru="  сможет читать и написанное раньше",
    fr="  lirait aussi ce qui fut écrit avant",
)
WITHOUT_HISTORY = Text(
    en="  would not read what was written before",
    ru="  не сможет читать написанное раньше",
    fr="  ne lirait pas ce qui fut écrit avant",
)
WHO_AGREES = Text(
    en="  counsel must agree, if there is any; ask who holds the shares",
    ru="  согласие даёт юрист, если он есть; спросите, у кого доли",
    fr="  le conseil doit l'approuver, s'il y en a un ; demandez qui tient les parts",
)
RECOVERY_WAITS = Text(
    en="The key waits as {0} for a second person (person approve): counsel, if there "
    "is any. Until then the one before stays, if there was one, and nothing is under "
    "the new one.",
    ru="Ключ ждёт второго человека как {0} (person approve): юриста, если он есть. До "
    "тех пор остаётся прежний, если он был, а под новым нет ничего.",
    fr="La clé attend comme {0} une deuxième personne (person approve) : le conseil, "
    "s'il y en a un. D'ici là, l'ancienne reste, s'il y en avait une, et rien n'est "
    "sous la nouvelle.",
)
