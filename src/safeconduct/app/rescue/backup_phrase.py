"""What the commands against loss say, in three languages."""

from collections.abc import Mapping

from safeconduct.base.text import Text

BACKED_UP = Text(
    en="Backup {0} is in {1} and was read back; it opens with this vault's passphrase "
    "or the recovery key, for {2} days.",
    ru="Резервная копия {0} в файле {1}, она прочитана и сверена; её откроют пароль "
    "этого хранилища или ключ восстановления, срок — {2} дней.",
    fr="La sauvegarde {0} est dans {1}, relue et comparée ; la phrase secrète de ce "
    "coffre ou la clé de secours l'ouvrent, pendant {2} jours.",
)
RESTORED = Text(
    en="Restored, as a new device: somebody in the group must propose and approve it "
    "(person add CARD --device-of NAME), and remove the one that is lost.",
    ru="Восстановлено как новое устройство: в группе его должны предложить и одобрить "
    "(person add CARD --device-of NAME), а потерянное удалить.",
    fr="Restauré, comme nouvel appareil : le groupe doit le proposer et l'approuver "
    "(person add CARD --device-of NAME), et retirer celui qui est perdu.",
)
CLOSED = Text(
    en="No case is shown yet: what was erased since lies in what was opened still. "
    "Sync once the others have approved this device, or take a bundle of theirs.",
    ru="Дела пока не показываются: в открытом ещё лежит то, что потом стёрли. "
    "Проведите обмен, когда остальные одобрят это устройство, или примите их пакет.",
    fr="Aucun dossier n'est montré encore : ce qui fut effacé depuis est encore dans "
    "ce qui fut ouvert. Échangez quand les autres auront approuvé cet appareil, ou "
    "prenez un de leurs paquets.",
)
OPENED_OF = Text(
    en="What opened is of the group with these words; compare them with those noted "
    "when it was founded: {0}",
    ru="Открыта группа с такими словами; сверьте их с записанными при основании: {0}",
    fr="Ce qui s'est ouvert est du groupe de ces mots ; comparez-les à ceux notés à sa "
    "fondation : {0}",
)
THEN_GO_ON = Text(
    en="After that: safeconduct recover again, without SOURCE and its shares. If "
    "nobody is left to approve or to give a bundle: sync, then add --offline.",
    ru="После этого: снова safeconduct recover, без SOURCE и долей. Если одобрить "
    "или дать пакет больше некому: проведите обмен, затем добавьте --offline.",
    fr="Ensuite : safeconduct recover encore, sans SOURCE ni parts. S'il ne "
    "reste personne pour approuver ou donner un paquet : échangez, puis ajoutez "
    "--offline.",
)
NOT_GRANTED = Text(
    en="The key of '{0}' is not under the recovery key yet: somebody who holds it must "
    "exchange.",
    ru="Ключ части «{0}» ещё не под ключом восстановления: обмен должен провести тот, "
    "у кого он есть.",
    fr="La clé de « {0} » n'est pas encore sous la clé de secours : qui la tient doit "
    "faire un échange.",
)
WOULD_OPEN = Text(
    en="Yes: these shares open the recovery key.",
    ru="Да: эти доли открывают ключ восстановления.",
    fr="Oui : ces parts ouvrent la clé de secours.",
)
WOULD_NOT_OPEN = Text(
    en="No: these shares do not open the recovery key. They are too few, of an older "
    "key, or not typed as they were given.",
    ru="Нет: эти доли не открывают ключ восстановления. Их мало, они от прежнего ключа "
    "или набраны не так, как были выданы.",
    fr="Non : ces parts n'ouvrent pas la clé de secours. Elles sont trop peu, d'une "
    "clé ancienne, ou mal recopiées.",
)
SOUND = Text(
    en="Everything was looked at; nothing is wrong.",
    ru="Просмотрено всё; ошибок нет.",
    fr="Tout a été regardé ; rien n'est faux.",
)
NOT_SOUND = Text(
    en="Faults: {0}; not looked at: {1}.",
    ru="Ошибок: {0}; не просмотрено: {1}.",
    fr="Fautes : {0} ; non regardé : {1}.",
)
WEIGHTS: Mapping[str, Text] = {
    "fault": Text(en="fault", ru="ошибка", fr="faute"),
    "notice": Text(en="notice", ru="заметка", fr="note"),
    "unseen": Text(en="not looked at", ru="не просмотрено", fr="non regardé"),
}
RETENTION = Text(
    en="A case is due {0} months after its newest entry; nothing is erased by itself.",
    ru="Срок дела — {0} мес. после последней записи; само ничего не стирается.",
    fr="Un dossier est dû {0} mois après sa dernière entrée ; rien n'est effacé seul.",
)
