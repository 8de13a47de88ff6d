"""What the commands of a vault refuse, in three languages."""

from safeconduct.base.text import Text

DESK = (
    Text(
        en="'{0}' must be a list of entries by their first digits.",
        ru="«{0}» — это список записей по их первым знакам.",
        fr="« {0} » est une liste d'entrées par leurs premiers chiffres.",
    ),
    Text(
        en="'{0}' names {1}: {2}.",
        ru="«{0}» подходит к нескольким ({1}): {2}.",
        fr="« {0} » en désigne {1} : {2}.",
    ),
    Text(
        en="Give the first digits of the one that is meant.",
        ru="Наберите первые знаки нужного.",
        fr="Donnez les premiers chiffres de celui qui est voulu.",
    ),
    Text(
        en="A '{0}' has no field '{1}'.",
        ru="У вида «{0}» нет поля «{1}».",
        fr="Un « {0} » n'a pas de champ « {1} ».",
    ),
    Text(
        en="A file of '{0}' has not wholly come to this desk.",
        ru="Файл дела «{0}» пришёл сюда не целиком.",
        fr="Un fichier de « {0} » n'est pas arrivé entier ici.",
    ),
    Text(
        en="Exchange first: safeconduct sync, or the bundles of who has it.",
        ru="Сначала обмен: safeconduct sync или пакеты того, у кого он есть.",
        fr="Échangez d'abord : safeconduct sync, ou les paquets de qui l'a.",
    ),
    Text(
        en="A title is one line of at most {0} characters.",
        ru="Заголовок — одна строка, не больше {0} знаков.",
        fr="Un titre est une ligne d'au plus {0} caractères.",
    ),
    Text(
        en="Ask the person. Then: safeconduct say '{0}' --kind consent, with scope = "
        '"{1}" and purpose = "{2}" on standard input.',
        ru="Спросите человека. Затем: safeconduct say '{0}' --kind consent, со "
        'строками scope = "{1}" и purpose = "{2}" на стандартном вводе.',
        fr="Demandez à la personne. Puis : safeconduct say '{0}' --kind consent, avec "
        'scope = "{1}" et purpose = "{2}" sur l\'entrée standard.',
    ),
    Text(
        en="No consent of the person covers this: {0}, for '{1}'.",
        ru="На это нет согласия человека: {0}, цель «{1}».",
        fr="Aucun consentement de la personne ne couvre cela : {0}, pour « {1} ».",
    ),
    Text(
        en="Ask: safeconduct export --ask {0} --for '{1}'",
        ru="Попросите: safeconduct export --ask {0} --for '{1}'",
        fr="Demandez : safeconduct export --ask {0} --for '{1}'",
    ),
    Text(
        en="More than {0} cases in 24 hours leave only if a second person allows it, "
        "each time; yours in these hours: {1}.",
        ru="Больше {0} дел за 24 часа выходят, только если каждый раз разрешит второй "
        "человек; ваших за эти часы: {1}.",
        fr="Plus de {0} dossiers en 24 heures ne sortent que si une deuxième personne "
        "l'autorise, chaque fois ; les vôtres dans ces heures : {1}.",
    ),
    Text(
        en="Did you mean '{0}'?",
        ru="Может быть, «{0}»?",
        fr="Vouliez-vous dire « {0} » ?",
    ),
    Text(
        en="Import a bundle once from somebody who does (safeconduct export --bundle "
        "FILE --whole); or open them: safeconduct mailboxes URL.",
        ru="Примите один раз пакет от того, кто знает (safeconduct export --bundle "
        "FILE --whole), или откройте их: safeconduct mailboxes URL.",
        fr="Importez une fois le paquet de qui les connaît (safeconduct export "
        "--bundle FILE --whole) ; ou ouvrez-les : safeconduct mailboxes URL.",
    ),
    Text(
        en="This desk knows of no mailboxes at a relay.",
        ru="Здесь не знают ящиков на ретрансляторе.",
        fr="Ce poste ne connaît pas de boîtes à un relais.",
    ),
    Text(
        en="It cannot be deleted ({0}).",
        ru="Удалить не удаётся ({0}).",
        fr="On ne peut le supprimer ({0}).",
    ),
    Text(
        en="Take the machine apart from its disk.",
        ru="Отделите диск от машины.",
        fr="Séparez la machine de son disque.",
    ),
    Text(
        en="That is not the word; nothing was done.",
        ru="Это не то слово; ничего не сделано.",
        fr="Ce n'est pas le mot ; rien n'est fait.",
    ),
    Text(
        en="Its fields: {0}.",
        ru="Его поля: {0}.",
        fr="Ses champs : {0}.",
    ),
    Text(
        en="This is not what a '{0}' says.",
        ru="Вид «{0}» говорит не это.",
        fr="Ce n'est pas ce que dit un « {0} ».",
    ),
    Text(
        en="There is nothing to write.",
        ru="Писать нечего.",
        fr="Il n'y a rien à écrire.",
    ),
    Text(
        en="Name another folder in SAFECONDUCT_HOME.",
        ru="Назовите в SAFECONDUCT_HOME другую папку.",
        fr="Nommez un autre répertoire dans SAFECONDUCT_HOME.",
    ),
    Text(
        en="Name its folder in SAFECONDUCT_HOME, or begin: safeconduct init --group "
        "NAME --name MEMBER, or safeconduct init --card FILE to join a group.",
        ru="Назовите его папку в SAFECONDUCT_HOME или начните: safeconduct init "
        "--group NAME --name MEMBER; чтобы вступить в группу: safeconduct init --card "
        "FILE.",
        fr="Nommez son répertoire dans SAFECONDUCT_HOME, ou commencez : safeconduct "
        "init --group NAME --name MEMBER, ou safeconduct init --card FILE pour "
        "rejoindre un groupe.",
    ),
    Text(
        en="There is no vault on this machine.",
        ru="На этой машине нет хранилища.",
        fr="Il n'y a pas de coffre sur cette machine.",
    ),
    Text(
        en="No file can be written here.",
        ru="Сюда файл не записать.",
        fr="On ne peut écrire de fichier ici.",
    ),
    Text(
        en="No file or folder can be here ({0}).",
        ru="Файла или папки здесь быть не может ({0}).",
        fr="Il ne peut y avoir ici ni fichier ni répertoire ({0}).",
    ),
    Text(
        en="The file cannot be read ({0}).",
        ru="Файл не читается ({0}).",
        fr="Le fichier ne se lit pas ({0}).",
    ),
    Text(
        en="The file cannot be written ({0}).",
        ru="Файл не записывается ({0}).",
        fr="Le fichier ne s'écrit pas ({0}).",
    ),
    Text(
        en="The files cannot be written ({0}).",
        ru="Файлы не записываются ({0}).",
        fr="Les fichiers ne s'écrivent pas ({0}).",
    ),
    Text(
        en="The file has {0}; at most {1} bytes are read.",
        ru="В файле {0:word}; читается не больше {1} байтов.",
        fr="Le fichier a {0:word} ; on lit au plus {1} octets.",
    ),
    Text(
        en="The folder cannot be made ({0}).",
        ru="Папку не создать ({0}).",
        fr="Le répertoire ne peut être créé ({0}).",
    ),
    Text(
        en="This is no file.",
        ru="Это не файл.",
        fr="Ce n'est pas un fichier.",
    ),
    Text(
        en="This is there already; files are written into a folder of their own.",
        ru="Это уже есть; файлы записываются в свою, новую папку.",
        fr="Cela existe déjà ; les fichiers vont dans un répertoire à eux.",
    ),
    Text(
        en="This file is there already: a share is never written over.",
        ru="Этот файл уже есть: поверх доли никогда не пишут.",
        fr="Ce fichier existe déjà : on n'écrase jamais une part.",
    ),
    Text(
        en="This machine has a device already: it is never written over.",
        ru="На этой машине уже есть устройство: поверх него никогда не пишут.",
        fr="Cette machine a déjà un appareil : on ne l'écrase jamais.",
    ),
    Text(
        en="Restored from a backup: what was erased since lies in it still.",
        ru="Восстановлено из резервной копии: в ней ещё лежит то, что потом стёрли.",
        fr="Restauré d'une sauvegarde : ce qui fut effacé depuis y est encore.",
    ),
    Text(
        en="Sync first, once the others have approved this device, or import a bundle "
        "of somebody who is in the group.",
        ru="Сначала обмен, когда остальные одобрят это устройство, или примите пакет "
        "того, кто в группе.",
        fr="Échangez d'abord, quand les autres auront approuvé cet appareil, ou "
        "importez un paquet de quelqu'un du groupe.",
    ),
    Text(
        en="The capability cannot be written to this descriptor.",
        ru="Ключ администратора не записать в этот дескриптор.",
        fr="La clé ne peut être écrite sur ce descripteur.",
    ),
    Text(
        en="This is no capability of a relay: 64 hexadecimal digits are.",
        ru="Это не ключ ретранслятора: в нём 64 шестнадцатеричных знака.",
        fr="Ce n'est pas une clé de relais : elle a 64 chiffres hexadécimaux.",
    ),
    Text(
        en="The passphrase has fewer than {0} characters.",
        ru="В пароле меньше {0} знаков.",
        fr="La phrase secrète a moins de {0} caractères.",
    ),
    Text(
        en="The {0} cannot be read from this descriptor.",
        ru="Из этого дескриптора не читается: {0:word}.",
        fr="Illisible sur ce descripteur : {0:word}.",
    ),
    Text(
        en="The {0} has more than {1} bytes.",
        ru="Больше {1} байтов: {0:word}.",
        fr="Plus de {1} octets : {0:word}.",
    ),
    Text(
        en="There is no {0} '{1}' here.",
        ru="Здесь нет: {0:word} «{1}».",
        fr="Il n'y a pas ici : {0:word} « {1} ».",
    ),
    Text(
        en="There is nothing in '{0}' of the case that opens here.",
        ru="В части «{0}» этого дела нет ничего, что здесь открывается.",
        fr="Il n'y a rien dans « {0} » du dossier qui s'ouvre ici.",
    ),
)
