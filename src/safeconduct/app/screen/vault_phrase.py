"""What the commands of the vault say, in three languages."""

from collections.abc import Mapping

from safeconduct.base.text import Text
from safeconduct.log.name import Compartment

# Typed to confirm, in every language.
PANIC_WORD = "panic"
FOUNDED = Text(
    en="The group '{0}' is founded; you are in it as {1}, a coordinator.",
    ru="Группа «{0}» создана; вы в ней {1}, координатор.",
    fr="Le groupe « {0} » est fondé ; vous y êtes {1}, coordination.",
)
GROUP_WORDS = Text(
    en="The group's words: {0}", ru="Слова группы: {0}", fr="Mots du groupe : {0}"
)
DEVICE_WORDS = Text(
    en="This device's words: {0}",
    ru="Слова этого устройства: {0}",
    fr="Mots de cet appareil : {0}",
)
NO_RECOVERY = Text(
    en="There is no recovery key: who forgets his passphrase alone has lost the cases. "
    "Make one before you enter any.",
    ru="Ключа восстановления нет: кто один и забыл пароль, потерял дела. "
    "Сделайте его, прежде чем вносить дела.",
    fr="Il n'y a pas de clé de secours : oublier sa phrase secrète, c'est perdre les "
    "dossiers. Faites-en une avant d'en saisir.",
)
SHARED = Text(
    en="{0} shares of the recovery key are written; {1} of them together open every "
    "case. Give each to another person, and delete the files.",
    ru="Записано долей ключа восстановления: {0}; любые {1} вместе открывают все дела. "
    "Отдайте каждую другому человеку и удалите файлы.",
    fr="{0} parts de la clé de secours sont écrites ; {1} ensemble ouvrent tous les "
    "dossiers. Remettez chacune à une autre personne et supprimez les fichiers.",
)
CARD = Text(
    en="The card is in {0}: give it to somebody who is in the group.",
    ru="Карточка в файле {0}: передайте её тому, кто уже в группе.",
    fr="La carte est dans {0} : remettez-la à quelqu'un du groupe.",
)
JOINED = Text(
    en="The invitation is taken. What the others wrote comes with the next exchange.",
    ru="Приглашение принято. Записи остальных придут при следующем обмене.",
    fr="L'invitation est prise. Les écrits des autres viennent au prochain échange.",
)
COMPARE_GROUP = Text(
    en="Compare these words by voice with somebody who is in, before you write.",
    ru="Сверьте эти слова голосом с кем-то из группы, прежде чем писать.",
    fr="Comparez ces mots de vive voix avec un membre avant d'écrire.",
)
COMPARE_DEVICE = Text(
    en="Compare the words by voice with the person: the card may be somebody else's.",
    ru="Сверьте слова голосом с этим человеком: карточка может быть чужой.",
    fr="Comparez les mots de vive voix : la carte peut être à quelqu'un d'autre.",
)
PROPOSED = Text(
    en="Proposed as {0}; it counts when a second person approves.",
    ru="Предложение {0}; оно действует, когда его одобрит второй человек.",
    fr="Proposition {0} ; elle compte quand une deuxième personne approuve.",
)
IN_AT_ONCE = Text(
    en="{0} is in: while you are alone in the group, you decide alone.",
    ru="{0} в группе: пока вы в ней одни, вы решаете одни.",
    fr="{0} est membre : tant que vous êtes seul dans le groupe, vous décidez seul.",
)
APPROVED = Text(
    en="Proposal {0} is approved.",
    ru="Предложение {0} одобрено.",
    fr="La proposition {0} est approuvée.",
)
INVITED = Text(
    en="The invitation is in {0}; only the device with these words opens it: {1}",
    ru="Приглашение в файле {0}; его откроет только устройство с этими словами: {1}",
    fr="L'invitation est dans {0} ; seul l'appareil avec ces mots l'ouvre : {1}",
)
REMOVED = Text(
    en="{0} is out; the keys that this desk holds have turned.",
    ru="{0} больше не в группе; ключи, которые есть здесь, сменились.",
    fr="{0} n'en est plus ; les clés tenues ici ont changé.",
)
TURN_WAITS = Text(
    en="The key of '{0}' waits: somebody who holds it must exchange.",
    ru="Ключ части «{0}» ждёт: обмен должен провести тот, у кого он есть.",
    fr="La clé de « {0} » attend : qui la tient doit faire un échange.",
)
AFTER_REMOVAL = Text(
    en="Exchange now, so that the others turn too. What was read is read. Then open "
    "new mailboxes: who left still knows how to reach the old ones.",
    ru="Проведите обмен сейчас, чтобы сменили ключи и другие. Прочитанное прочитано. "
    "Затем откройте новые ящики: ушедший ещё знает, как попасть в старые.",
    fr="Faites un échange maintenant, pour que les autres changent aussi. Ce qui est "
    "lu est lu. Puis ouvrez de nouvelles boîtes : qui est parti connaît les autres.",
)
ALLOWED = Text(
    en="Request {0} is allowed.", ru="Запрос {0} разрешён.",
    fr="La demande {0} est autorisée.",
)  # fmt: skip
GROUP = Text(en="Group '{0}'", ru="Группа «{0}»", fr="Groupe « {0} »")
NOTHING_CAME = Text(
    en="Nothing of the group has come yet: exchange first.",
    ru="От группы ещё ничего не пришло: сначала проведите обмен.",
    fr="Rien du groupe n'est encore arrivé : échangez d'abord.",
)
ROLES: Mapping[str, Text] = {
    "first_line": Text(en="first line", ru="первая линия", fr="première ligne"),
    "counsel": Text(en="counsel", ru="адвокат", fr="avocat"),
    "coordinator": Text(en="coordinator", ru="координатор", fr="coordination"),
}
WAITS = Text(
    en="Waits for a second person: {0}  {1}  [{2}]",
    ru="Ждёт второго человека: {0}  {1}  [{2}]",
    fr="Attend une deuxième personne : {0}  {1}  [{2}]",
)
ASKED = Text(
    en="Asked to export: {0}  {1} cases, for '{2}'",
    ru="Запрошен вывод: {0}  дел: {1}, цель: «{2}»",
    fr="Export demandé : {0}  {1} dossiers, pour « {2} »",
)
OPENED = Text(
    en="The case '{0}' is open: {1}", ru="Дело «{0}» открыто: {1}",
    fr="Le dossier « {0} » est ouvert : {1}",
)  # fmt: skip
NOT_YOURS = Text(
    en="{0} lines are for '{1}', where you may not write: give the file to counsel.",
    ru="Строк для части «{1}», куда вам нельзя писать: {0}; передайте файл адвокату.",
    fr="{0} lignes sont pour « {1} », où vous ne pouvez écrire : remettez le fichier à "
    "l'avocat.",
)
ENTRIES = Text(en="entries: {0}", ru="записей: {0}", fr="entrées : {0}")
NO_ALIAS = Text(
    en="(its name came before you)",
    ru="(имя дано до вас)",
    fr="(nom donné avant vous)",
)
NO_CASES = Text(
    en="There is no case here.", ru="Дел здесь нет.", fr="Aucun dossier ici."
)
DUE = Text(
    en="Due to be erased: {0}, kept until {1}.",
    ru="Пора стереть: {0}, хранится до {1}.",
    fr="À effacer : {0}, conservé jusqu'au {1}.",
)
NO_HITS = Text(
    en="These words stand nowhere that opens here.",
    ru="Этих слов нет нигде, что здесь открывается.",
    fr="Ces mots ne figurent nulle part de ce qui s'ouvre ici.",
)
PARTS: Mapping[Compartment, Text] = {
    Compartment.MAIN: Text(en="main", ru="основное", fr="principal"),
    Compartment.PAPERS: Text(en="papers", ru="бумаги", fr="papiers"),
    Compartment.COUNSEL: Text(en="counsel", ru="адвокат", fr="avocat"),
}
REPLACED = Text(en="  (replaced)", ru="  (заменено)", fr="  (remplacé)")
SIDE_BY_SIDE = Text(
    en="Side by side, nobody has decided: {0}",
    ru="Рядом, никто не решил: {0}",
    fr="Côte à côte, personne n'a tranché : {0}",
)
APART = Text(en="Apart", ru="Отдельно", fr="À part")
WHY_APART: Mapping[str, Text] = {
    "late": Text(
        en="of a removed device, later than anybody vouches for",
        ru="с удалённого устройства, позже того, за что кто-либо ручается",
        fr="d'un appareil retiré, plus tard que ce dont quelqu'un se porte garant",
    ),
    "not allowed": Text(
        en="its author might not",
        ru="автору нельзя",
        fr="son auteur n'en a pas le droit",
    ),
    "unknown kind": Text(
        en="of a newer version",
        ru="из более новой версии",
        fr="d'une version plus récente",
    ),
}
FAULT = Text(
    en="Fault: {0}, at {1}'s entry {2}",
    ru="Ошибка: {0}, запись {2} от {1}",
    fr="Faute : {0}, entrée {2} de {1}",
)
BAD = Text(
    en="Fault: {0} is no entry ({1})",
    ru="Ошибка: {0} не запись ({1})",
    fr="Faute : {0} n'est pas une entrée ({1})",
)
ACCESS = Text(
    en="Who could open this, and when",
    ru="Кто и когда мог это открыть",
    fr="Qui pouvait l'ouvrir, et quand",
)
TODAY = Text(en="today", ru="сегодня", fr="aujourd'hui")
BY_ROLE = Text(en="by role", ru="по роли", fr="par son rôle")
BY_GRANT = Text(en="by a grant", ru="по разрешению", fr="par autorisation")
BY_NO_RIGHT = Text(
    en="by a grant that does not count: whoever gave it might not",
    ru="по разрешению, которое не действует: давший не имел на это права",
    fr="par une autorisation qui ne compte pas : son auteur n'en avait pas le droit",
)
SINCE_ONLY = Text(
    en=", only what came since", ru=", только более позднее", fr=", seulement la suite"
)
GRANTED = Text(
    en="{0} may open '{1}' of this case.",
    ru="{0} может открыть часть «{1}» этого дела.",
    fr="{0} peut ouvrir « {1} » de ce dossier.",
)
REVOKED = Text(
    en="What is written into '{1}' from now on does not open to {0}.",
    ru="Что теперь пишется в часть «{1}», {0} не откроет.",
    fr="Ce qui est écrit désormais dans « {1} » ne s'ouvre pas pour {0}.",
)
MERGED = Text(
    en="'{0}' goes on in '{1}'; both say so.",
    ru="«{0}» продолжается в «{1}»; это сказано в обоих.",
    fr="« {0} » continue dans « {1} » ; les deux le disent.",
)
PASSED = Text(
    en="Passed to counsel: its words are gone here. They leave the other desks once "
    "counsel's desk has said, by an exchange, that they came.",
    ru="Передано адвокату: здесь этих слов уже нет. У остальных они исчезнут, когда "
    "адвокат получит их и его обмен это подтвердит.",
    fr="Transmis à l'avocat : ces mots ne sont plus ici. Ils quittent les autres "
    "postes quand celui de l'avocat a dit, par un échange, les avoir reçus.",
)
WRITTEN = Text(en="Written: {0}", ru="Записано: {0}", fr="Écrit : {0}")
SYNCED = Text(
    en="Entries that came: {0}; items that went: {1}.",
    ru="Пришло записей: {0}; ушло посылок: {1}.",
    fr="Entrées reçues : {0} ; envois partis : {1}.",
)
MAILBOX = Text(
    en="A mailbox is open for '{0}'.",
    ru="Ящик для части «{0}» открыт.",
    fr="Une boîte est ouverte pour « {0} ».",
)
MAILBOX_LEFT = Text(
    en="The mailbox of '{0}' is left as it is: its own people open that, with the same "
    "command.",
    ru="Ящик части «{0}» остался прежним: его открывают её участники той же командой.",
    fr="La boîte de « {0} » reste telle quelle : ses membres l'ouvrent par la même "
    "commande.",
)
NO_ADDRESS = Text(
    en="A mailbox of '{0}' is left out: no desk can use its address. Somebody who may "
    "opens another.",
    ru="Ящик части «{0}» пропущен: его адресом пользоваться нельзя. Кому можно, пусть "
    "откроет другой.",
    fr="Une boîte de « {0} » est laissée de côté : personne ne peut utiliser son "
    "adresse. Qui en a le droit en ouvre une autre.",
)
OLDER_MAILBOX = Text(
    en="An older mailbox:", ru="Старый ящик:", fr="Une boîte ancienne :"
)
ASKED_FOR = Text(
    en="Asked as {0}; it counts when another coordinator allows it.",
    ru="Запрос {0}; он действует, когда его разрешит другой координатор.",
    fr="Demande {0} ; elle compte quand une autre coordination l'autorise.",
)
EXPORTED = Text(
    en="In {1}, in clear: {0} of the group's cases; each says so. Erasing does not "
    "reach that file.",
    ru="В файле {1} открытым текстом дел: {0}; в каждом это сказано. До этого файла "
    "стирание не достаёт.",
    fr="Dans {1}, en clair : {0} des dossiers du groupe ; chacun le dit. L'effacement "
    "n'atteint pas ce fichier.",
)
BUNDLED = Text(
    en="Sealed items in {1}: {0}.",
    ru="Запечатанных посылок в файле {1}: {0}.",
    fr="Envois scellés dans {1} : {0}.",
)
NOTHING_WAITS = Text(
    en="Nothing waits to be sent; --whole writes all that is here.",
    ru="Отправлять нечего; с --whole записывается всё, что здесь есть.",
    fr="Rien n'attend d'être envoyé ; --whole écrit tout ce qui est ici.",
)
TAKEN = Text(
    en="New entries: {0}.", ru="Новых записей: {0}.", fr="Entrées nouvelles : {0}."
)
ERASE_WORD = Text(
    en="Type the alias '{0}' to erase the case",
    ru="Наберите «{0}», чтобы стереть дело",
    fr="Tapez « {0} » pour effacer le dossier",
)
ERASED = Text(
    en="'{0}' ({1}) is erased here; the other desks follow when they exchange.",
    ru="«{0}» ({1}) стёрто здесь; другие сделают это при обмене.",
    fr="« {0} » ({1}) est effacé ici ; les autres postes suivent à l'échange.",
)
ERASED_REMAINS = Text(
    en="What remains: its id and day; what was exported; desks that never exchange "
    "again; backups, for 30 days at most.",
    ru="Остаётся: номер и день; то, что вывели; машины, которые больше не "
    "обмениваются; резервные копии, не дольше 30 дней.",
    fr="Ce qui reste : son numéro et le jour ; ce qui fut exporté ; les postes qui "
    "n'échangent plus ; les sauvegardes, 30 jours au plus.",
)
PANIC_ASK = Text(
    en="Type 'panic' to delete the keys of this machine",
    ru="Наберите «panic», чтобы удалить ключи этой машины",
    fr="Tapez « panic » pour supprimer les clés de cette machine",
)
PANICKED = Text(
    en="The keys of this machine are deleted. What remains opens to nobody here: "
    "sealed entries, their number and sizes. A disk may keep deleted bytes; backups, "
    "exports and other desks remain. Tell the group to remove this device.",
    ru="Ключи этой машины удалены. Остальное здесь никто не откроет: запечатанные "
    "записи, их число и размер. Диск может хранить удалённое; резервные копии, "
    "выведенное и другие машины остаются. Скажите группе удалить это устройство.",
    fr="Les clés de cette machine sont supprimées. Le reste ne s'ouvre plus ici : des "
    "entrées scellées, leur nombre, leurs tailles. Un disque peut garder des octets "
    "supprimés ; sauvegardes, exports et autres postes restent. Dites au groupe de "
    "retirer cet appareil.",
)
