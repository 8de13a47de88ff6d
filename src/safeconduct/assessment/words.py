"""What the engine itself says, in three languages; all else is on law pages."""

from safeconduct.base.text import Text

WHERE_NOW = Text(
    en="Where he is now, or whether anyone holds him, is not known. Ask this first.",
    ru="Неизвестно, где он сейчас и не задержан ли он. Спросите об этом прежде всего.",
    fr="On ne sait pas où il est, ni s'il est retenu. Posez d'abord cette question.",
)
EXCLUSION = Text(
    en="Exclusion is not examined: do not tell the person that status is arguable.",
    ru="Основания исключения не рассмотрены: не говорите человеку, что на статус можно "
    "рассчитывать.",
    fr="L'exclusion n'est pas examinée : ne dites pas à la personne que le statut est "
    "défendable.",
)
CONTRADICTION = Text(
    en="These facts cannot all be true, and nothing is concluded from them: ",
    ru="Эти сведения не могут быть верны все сразу, из них ничего не выводится: ",
    fr="Ces faits ne peuvent être vrais ensemble ; rien n'en est conclu : ",
)
CONFLICT = Text(
    en="Two rules lead to opposite results here; nothing is decided.",
    ru="Две нормы ведут к противоположным выводам; ничего не решено.",
    fr="Deux règles mènent ici à des résultats opposés ; rien n'est décidé.",
)
STALE_STANDS = Text(
    en="Reported, not confirmed since ",
    ru="По сообщениям; не подтверждалось с ",
    fr="Rapporté, sans confirmation depuis le ",
)
EXPIRED = Text(
    en="The signed law pack was good until ",
    ru="Подписанный пакет права действовал до ",
    fr="Le paquet de droit signé valait jusqu'au ",
)
EXPIRED_EFFECT = Text(
    en=": every protection and permission counts as unknown; dangers and duties stand. "
    "Install a newer pack.",
    ru=": вся защита и все разрешения считаются неизвестными; опасности и обязанности "
    "остаются. Установите более новый пакет.",
    fr=" : toute protection et toute permission sont tenues pour inconnues ; dangers "
    "et devoirs demeurent. Installez un paquet plus récent.",
)
REVIEW = Text(
    en="The source must be read again (due since ",
    ru="Источник нужно перечитать (срок прошёл ",
    fr="La source doit être relue (échéance passée le ",
)
REVIEW_JUDGEMENT = Text(
    en="The facts have changed since this was judged; look at it again: ",
    ru="С тех пор как это было решено, сведения изменились; посмотрите ещё раз: ",
    fr="Les faits ont changé depuis cette appréciation ; à revoir : ",
)
MISSING = Text(
    en="Rests on a weak source, so it counts as unknown. To be found: ",
    ru="Опирается на слабый источник, поэтому считается неизвестным. Нужно найти: ",
    fr="Repose sur une source faible : compté comme inconnu. À trouver : ",
)
TOO_MANY = Text(
    en="Too many disputed facts: these are treated as unknown: ",
    ru="Слишком много спорных сведений; эти считаются неизвестными: ",
    fr="Trop de faits contestés ; ceux-ci sont tenus pour inconnus : ",
)
OWN_COUNSEL = Text(
    en="Rests on a judgement by one's own counsel.",
    ru="Опирается на оценку своего же юриста.",
    fr="Repose sur une appréciation de son propre conseil.",
)
DANGER_BESIDE = Text(
    en="Before doing this, speak to counsel. The danger beside it: ",
    ru="Прежде чем это делать, поговорите с юристом. Опасность рядом: ",
    fr="Avant d'agir, parlez à un avocat. Le danger à côté : ",
)
FALSE_PAPER = Text(
    en="A false paper loses the claim. Only what the person already holds counts.",
    ru="Поддельный документ губит дело. Важно только то, что у человека уже есть.",
    fr="Un faux document perd la demande. Seul compte ce que la personne détient déjà.",
)
COUNSEL_WARNING = Text(
    en="For counsel only. What follows may incriminate the person. Warn before asking: "
    "he need not answer, and what he says may be used.",
    ru="Только для юриста. Дальнейшее может быть использовано против человека. "
    "Предупредите до вопроса: отвечать не обязательно, сказанное может быть "
    "использовано.",
    fr="Réservé à l'avocat. La suite peut incriminer la personne. Avertissez avant de "
    "demander : elle n'est pas tenue de répondre, ses paroles peuvent servir.",
)
NOTHING_MORE = Text(
    en="Nothing that is still unknown would change a finding.",
    ru="Ничто из ещё неизвестного не изменит выводов.",
    fr="Rien de ce qui reste inconnu ne changerait une conclusion.",
)
