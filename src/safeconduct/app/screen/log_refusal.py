"""What the log refuses, in three languages; what it says itself is the English."""

from safeconduct.base.text import Text

LOG = (
    Text(
        en="A '{0}' stands in {1}, where it is looked for.",
        ru="«{0}» пишут в часть {1}: там это ищут.",
        fr="Un « {0} » va dans {1} : c'est là qu'on le cherche.",
    ),
    Text(
        en="A body is not as its kind asks ({0}).",
        ru="Содержание записи не такое, какого требует её вид ({0}).",
        fr="Le contenu n'est pas celui que demande son genre ({0}).",
    ),
    Text(
        en="An entry has no '{0}'.",
        ru="В записи нет поля «{0}».",
        fr="L'entrée n'a pas de « {0} ».",
    ),
    Text(
        en="A coordinator names the group's relay first: then give its address.",
        ru="Сначала сервер группы называет координатор: потом укажите его адрес.",
        fr="La coordination nomme d'abord le relais du groupe : donnez son adresse.",
    ),
    Text(
        en="A file is not split off: attach it to the other case.",
        ru="Файл не отделяется: приложите его к другому делу.",
        fr="Un fichier ne se détache pas : joignez-le à l'autre dossier.",
    ),
    Text(
        en="A file of 1 byte to {0} MiB is kept; this one has {1} bytes.",
        ru="Хранятся файлы от 1 байта до {0} МиБ; в этом байтов: {1}.",
        fr="On garde un fichier de 1 octet à {0} Mio ; celui-ci en a {1} octets.",
    ),
    Text(
        en="A member with the role '{0}' may not do this.",
        ru="Участнику с ролью «{0:word}» этого нельзя.",
        fr="Un membre du rôle « {0:word} » n'en a pas le droit.",
    ),
    Text(
        en="A member with the role '{0}' may not do this: {1}.",
        ru="Участнику с ролью «{0:word}» этого нельзя: {1:word}.",
        fr="Un membre du rôle « {0:word} » n'en a pas le droit : {1:word}.",
    ),
    Text(
        en="A removal has one of these reasons: {0}.",
        ru="Причина удаления — одна из этих: {0}.",
        fr="Un retrait a l'une de ces raisons : {0}.",
    ),
    Text(
        en="A sheet is not as it must be.",
        ru="Лист ключей не такой, каким должен быть.",
        fr="Une feuille de clés n'est pas comme il faut.",
    ),
    Text(
        en="An entry is of no form that can be read ({0}).",
        ru="Запись такого вида прочитать нельзя ({0}).",
        fr="Une entrée n'a pas de forme lisible ({0}).",
    ),
    Text(
        en="An entry of another case, or of a closer compartment, is not cited.",
        ru="На запись другого дела или более закрытой части не ссылаются.",
        fr="On ne cite pas une entrée d'un autre dossier ou d'une partie plus fermée.",
    ),
    Text(
        en="An entry that is cited is not here.",
        ru="Записи, на которую дана ссылка, здесь нет.",
        fr="Une entrée citée n'est pas ici.",
    ),
    Text(
        en="An entry that is to be split off is not in the case.",
        ru="Записи, которую нужно отделить, в деле нет.",
        fr="Une entrée à détacher n'est pas dans le dossier.",
    ),
    Text(
        en="Counsel's part of a case is opened to counsel only.",
        ru="Часть адвоката открывают только адвокату.",
        fr="La partie de l'avocat ne s'ouvre qu'à un avocat.",
    ),
    Text(
        en="Nobody in the group is counsel; there is nobody to pass this to.",
        ru="В группе нет адвоката: передать это некому.",
        fr="Personne dans le groupe n'est avocat ; il n'y a à qui le transmettre.",
    ),
    Text(
        en="Nothing{0} in that folder was sealed for these shares.",
        ru="В этой папке ничего{0:word} не запечатано для этих долей.",
        fr="Rien{0:word} dans ce répertoire n'est scellé pour ces parts.",
    ),
    Text(
        en="More than one group begins there, and anybody may have made the others.",
        ru="Там начинается не одна группа, и прочие мог сделать кто угодно.",
        fr="Plus d'un groupe commence là, et n'importe qui a pu faire les autres.",
    ),
    Text(
        en="Give the ten words of yours with --words: those that were noted when it "
        "was founded or joined.",
        ru="Укажите десять слов вашей через --words: те, что записали, когда её "
        "основали или в неё вступили.",
        fr="Donnez les dix mots du vôtre avec --words : ceux notés quand il fut fondé "
        "ou rejoint.",
    ),
    Text(
        en="{0} ('{1}', {2} acts)",
        ru="{0} («{1}», действий: {2})",
        fr="{0} (« {1} », {2} actes)",
    ),
    Text(
        en="Restored from a backup: sync first, for what was erased since.",
        ru="Восстановлено из резервной копии: сначала обмен — он скажет, что потом "
        "стёрли.",
        fr="Restauré d'une sauvegarde : échangez d'abord, pour savoir ce qui fut "
        "effacé depuis.",
    ),
    Text(
        en="Somebody in the group has this name already.",
        ru="Так в группе уже кого-то зовут.",
        fr="Quelqu'un du groupe porte déjà ce nom.",
    ),
    Text(
        en="Somebody left and the keys have not turned yet: sync, or wait.",
        ru="Кого-то удалили, а ключи ещё не сменились: проведите обмен или подождите.",
        fr="Quelqu'un est parti et les clés n'ont pas encore changé : échangez, ou "
        "attendez.",
    ),
    Text(
        en="Sync with the old group first, for what was erased since.",
        ru="Сначала обмен с прежней группой: он скажет, что потом стёрли.",
        fr="Échangez d'abord avec l'ancien groupe, pour savoir ce qui fut effacé "
        "depuis.",
    ),
    Text(
        en="By the clock of this machine the backup was made in days to come. Set the "
        "clock; if it is right, the other was wrong: take another backup.",
        ru="По часам этой машины копия сделана в будущем. Поставьте часы; если они "
        "идут верно, неверны были другие: возьмите другую копию.",
        fr="D'après l'horloge de cette machine, la sauvegarde date de jours à venir. "
        "Réglez l'horloge ; si elle est juste, l'autre ne l'était pas : prenez une "
        "autre sauvegarde.",
    ),
    Text(
        en="The backup could be restored until {0}. It may hold cases that were "
        "erased since: delete it, and take a newer one.",
        ru="Копию можно было восстановить до {0}. В ней могут быть дела, которые "
        "потом стёрли: удалите её и возьмите более новую.",
        fr="La sauvegarde pouvait être restaurée jusqu'au {0}. Elle peut contenir des "
        "dossiers effacés depuis : supprimez-la et prenez-en une plus récente.",
    ),
    Text(
        en="The backup has a newer form.",
        ru="Резервная копия сделана более новой программой.",
        fr="La sauvegarde a une forme plus récente.",
    ),
    Text(
        en="The backup is not as it must be.",
        ru="Резервная копия не такая, какой должна быть.",
        fr="La sauvegarde n'est pas comme il faut.",
    ),
    Text(
        en="The device is not approved yet, or is removed.",
        ru="Устройство ещё не одобрено или уже удалено.",
        fr="L'appareil n'est pas encore approuvé, ou il est retiré.",
    ),
    Text(
        en="The end of the store is not what this device wrote last.",
        ru="Конец хранилища не тот, что это устройство записало последним.",
        fr="La fin du coffre n'est pas ce que cet appareil a écrit en dernier.",
    ),
    Text(
        en="The group has no recovery key.",
        ru="У группы нет ключа восстановления.",
        fr="Le groupe n'a pas de clé de secours.",
    ),
    Text(
        en="The invitation brings a key of a circle that is not known here.",
        ru="В приглашении ключ части, которой здесь не знают.",
        fr="L'invitation apporte une clé d'une partie inconnue ici.",
    ),
    Text(
        en="The invitation names its mailboxes in a form that is not known here.",
        ru="Приглашение называет ящики в виде, которого здесь не знают.",
        fr="L'invitation nomme ses boîtes sous une forme inconnue ici.",
    ),
    Text(
        en="The member's device was taken out once: a new one can be granted it.",
        ru="Устройство участника уже удаляли; открыть это можно новому устройству.",
        fr="L'appareil du membre fut retiré une fois : on peut l'ouvrir à un nouveau.",
    ),
    Text(
        en="The new group needs a recovery key of its own.",
        ru="Новой группе нужен свой ключ восстановления.",
        fr="Le nouveau groupe a besoin d'une clé de secours à lui.",
    ),
    Text(
        en="The store was not made by this device.",
        ru="Это хранилище сделано не этим устройством.",
        fr="Ce coffre n'a pas été fait par cet appareil.",
    ),
    Text(
        en="The vault is open in {0}. Close it there first.",
        ru="Хранилище открыто: {0:word}. Сначала закройте его там.",
        fr="Le coffre est ouvert : {0:word}. Fermez-le là d'abord.",
    ),
    Text(
        en="The {0} of a '{1}' has {2} letters at most.",
        ru="В поле {0} вида «{1}» не больше {2} знаков.",
        fr="Le champ {0} d'un « {1} » a au plus {2} lettres.",
    ),
    Text(
        en="There is a file of that name. Give the backup a name of its own.",
        ru="Файл с таким именем уже есть. Дайте копии другое имя.",
        fr="Un fichier porte déjà ce nom. Donnez un autre nom à la sauvegarde.",
    ),
    Text(
        en="There is a vault in this folder already.",
        ru="В этой папке уже есть хранилище.",
        fr="Il y a déjà un coffre ici.",
    ),
    Text(
        en="There is no role '{0}'; roles are {1}.",
        ru="Роли «{0}» нет; есть роли: {1}.",
        fr="Il n'y a pas de rôle « {0} » ; les rôles sont {1}.",
    ),
    Text(
        en="There is no such case here.",
        ru="Такого дела здесь нет.",
        fr="Ce dossier n'est pas ici.",
    ),
    Text(
        en="There is no such entry that could be passed on.",
        ru="Такой записи, которую можно передать, нет.",
        fr="Il n'y a pas d'entrée pareille à transmettre.",
    ),
    Text(
        en="There is no such member.",
        ru="Такого участника нет.",
        fr="Il n'y a pas de tel membre.",
    ),
    Text(
        en="This device does not hold the newest key of that compartment.",
        ru="На этом устройстве нет новейшего ключа этой части.",
        fr="Cet appareil n'a pas la clé la plus récente de cette partie.",
    ),
    Text(
        en="This device holds no key of that compartment to seal its mailbox with.",
        ru="На этом устройстве нет ключа этой части, чтобы запечатать её ящик.",
        fr="Cet appareil n'a pas de clé de cette partie pour sceller sa boîte.",
    ),
    Text(
        en="This device holds no key of that part of the case.",
        ru="На этом устройстве нет ключа этой части дела.",
        fr="Cet appareil n'a pas de clé de cette partie du dossier.",
    ),
    Text(
        en="This device holds no key to write there.",
        ru="На этом устройстве нет ключа, чтобы писать туда.",
        fr="Cet appareil n'a pas de clé pour écrire là.",
    ),
    Text(
        en="This device is not in the group: not yet approved, or removed.",
        ru="Это устройство не в группе: ещё не одобрено или удалено.",
        fr="Cet appareil n'est pas du groupe : pas encore approuvé, ou retiré.",
    ),
    Text(
        en="This does not count: it needs another person, or nothing is there.",
        ru="Это не действует: нужен другой человек, или действовать не с чем.",
        fr="Cela ne compte pas : il y faut une autre personne, ou il n'y a rien là.",
    ),
    Text(
        en="{0} is open in another process. Close it there first.",
        ru="{0} открыт в другом процессе. Сначала закройте его там.",
        fr="{0} est ouvert dans un autre processus. Fermez-le là d'abord.",
    ),
    Text(
        en="{0} was written by a newer Safe Conduct. Install that one.",
        ru="{0} записан более новой версией Safe Conduct. Установите её.",
        fr="{0} fut écrit par un Safe Conduct plus récent. Installez celui-là.",
    ),
    Text(
        en="{0}: the disk is full; nothing was changed. Make room and try again.",
        ru="{0}: диск полон; ничего не изменено. Освободите место и повторите.",
        fr="{0} : le disque est plein ; rien n'est changé. Faites de la place et "
        "réessayez.",
    ),
    Text(
        en="{0}: the disk refuses; nothing was changed. Look whether it is mounted "
        "read-only, belongs to somebody else or is failing.",
        ru="{0}: диск отказывает; ничего не изменено. Проверьте, не открыт ли он "
        "только для чтения, не чужой ли он и исправен ли.",
        fr="{0} : le disque refuse ; rien n'est changé. Voyez s'il est en lecture "
        "seule, à quelqu'un d'autre ou en panne.",
    ),
    Text(
        en="{0}: {1} Leave the folder as it is and restore the newest backup into "
        "another one.",
        ru="{0}: {1:word} Оставьте папку как есть и восстановите новейшую копию в "
        "другую.",
        fr="{0} : {1:word} Laissez le répertoire tel quel et restaurez la dernière "
        "sauvegarde dans un autre.",
    ),
    Text(
        en="a file in it is not what it is named.",
        ru="файл в ней не тот, каким назван.",
        fr="un fichier n'y est pas ce que dit son nom.",
    ),
    Text(
        en="the database is damaged.",
        ru="база данных повреждена.",
        fr="la base est endommagée.",
    ),
    Text(
        en="the database is gone, its journal is there.",
        ru="базы данных нет, а её журнал есть.",
        fr="la base a disparu, son journal est là.",
    ),
    Text(
        en="this was emptied, or is no file of Safe Conduct.",
        ru="это опустошено или не файл Safe Conduct.",
        fr="cela fut vidé, ou n'est pas un fichier de Safe Conduct.",
    ),
    Text(
        en="what was written cannot be read back; the disk is failing.",
        ru="записанное не читается; диск выходит из строя.",
        fr="ce qui fut écrit ne se relit pas ; le disque tombe en panne.",
    ),
    Text(
        en="what was written is not what was meant.",
        ru="записано не то, что нужно.",
        fr="ce qui fut écrit n'est pas ce qu'on voulait.",
    ),
    Text(
        en="A bundle holds at most {0} bytes.",
        ru="В пакете не больше {0} байтов.",
        fr="Un paquet tient au plus {0} octets.",
    ),
    Text(
        en="Write several.",
        ru="Запишите несколько.",
        fr="Écrivez-en plusieurs.",
    ),
    Text(
        en="This is no bundle of ours.",
        ru="Это не наш пакет.",
        fr="Ce n'est pas un de nos paquets.",
    ),
    Text(
        en="The bundle is damaged: nothing is taken from it.",
        ru="Пакет повреждён: из него ничего не взято.",
        fr="Le paquet est endommagé : rien n'en est pris.",
    ),
    Text(
        en="Have it written again, on another stick.",
        ru="Пусть его запишут снова, на другой носитель.",
        fr="Faites-le récrire, sur une autre clé USB.",
    ),
)
