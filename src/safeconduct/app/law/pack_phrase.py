"""What the commands about law packs say, in three languages."""

from collections.abc import Mapping

from safeconduct.base.text import Text
from safeconduct.sealing.errors import Refusal

KEY = Text(
    en="The key is in {0}: keep it to yourself. Hand {1} to the others.",
    ru="Ключ в файле {0}: никому его не давайте. Остальным передайте {1}.",
    fr="La clé est dans {0} : gardez-la pour vous. Remettez {1} aux autres.",
)
ROOT = Text(
    en="Root {0}, good until {1}.",
    ru="Корень {0}, действует до {1}.",
    fr="Racine {0}, valable jusqu'au {1}.",
)
FINGERPRINT = Text(en="Fingerprint: {0}", ru="Отпечаток: {0}", fr="Empreinte : {0}")
PACK = Text(
    en="Law pack {0}, good until {1}, {2} files.",
    ru="Пакет права {0}, действует до {1}, файлов: {2}.",
    fr="Paquet de droit {0}, valable jusqu'au {1}, {2} fichiers.",
)
SIGNED = Text(en="Signed by: {0}", ru="Подписали: {0}", fr="Signé par : {0}")
MISSING = Text(
    en="Signatures still needed: at least {0}, of: {1}",
    ru="Не хватает подписей: не менее {0}, из: {1}",
    fr="Signatures encore requises : au moins {0}, parmi : {1}",
)
INSTALLED = Text(
    en="Law pack {0} is installed: good until {1}, {2} pages.",
    ru="Пакет права {0} установлен: действует до {1}, страниц: {2}.",
    fr="Le paquet de droit {0} est installé : valable jusqu'au {1}, {2} pages.",
)
MENDED = Text(
    en="Law pack {0} is whole on this disk. Law pack {1} stays in use.",
    ru="Пакет права {0} на этом диске цел. Используется по-прежнему пакет права {1}.",
    fr="Le paquet de droit {0} est entier sur ce disque. Le paquet {1} reste utilisé.",
)
RULEBOOK = Text(en="Rulebook {0}", ru="Свод правил {0}", fr="Recueil {0}")
KEPT = Text(
    en="{0}  good until {1}  {2}",
    ru="{0}  действует до {1}  {2}",
    fr="{0}  valable jusqu'au {1}  {2}",
)
NONE = Text(
    en="No law pack is installed here: the rulebook that ships is used.",
    ru="Пакеты права не установлены: используется свод, поставляемый с программой.",
    fr="Aucun paquet de droit n'est installé : le recueil livré est utilisé.",
)

# What is refused.
NO_HOME = Text(
    en="There is no installation: SAFECONDUCT_HOME names no folder.",
    ru="Установки нет: SAFECONDUCT_HOME не называет папки.",
    fr="Il n'y a pas d'installation : SAFECONDUCT_HOME ne nomme aucun dossier.",
)
THERE = Text(
    en="This file is there already and is not written over: name a new one.",
    ru="Такой файл уже есть, поверх него ничего не пишется: назовите новый.",
    fr="Ce fichier existe déjà et n'est pas écrasé : nommez-en un nouveau.",
)
KEY_THERE = Text(
    en="This file is there already: a key is never written over.",
    ru="Такой файл уже есть: ключ никогда не пишут поверх другого файла.",
    fr="Ce fichier existe déjà : une clé n'est jamais écrite par-dessus.",
)
NO_FOLDER = Text(
    en="There is no such folder.", ru="Такой папки нет.", fr="Ce dossier n'existe pas."
)
LINK = Text(
    en="A link belongs in no pack.",
    ru="Ссылке в пакете не место.",
    fr="Un lien n'a pas sa place dans un paquet.",
)
COMPARE = Text(
    en="Compare the fingerprint by voice with those who hold the keys.",
    ru="Сверьте отпечаток голосом с теми, у кого ключи.",
    fr="Comparez l'empreinte de vive voix avec ceux qui tiennent les clés.",
)
COMPARED = Text(
    en="Then give it with --fingerprint.",
    ru="Затем передайте его через --fingerprint.",
    fr="Puis donnez-la avec --fingerprint.",
)
DIFFERS = Text(
    en="The fingerprint given is not that of this root: nothing is trusted.",
    ru="Указанный отпечаток — не этого корня: доверие не установлено.",
    fr="L'empreinte donnée n'est pas celle de cette racine : rien n'est accepté.",
)
ASK_AGAIN = Text(
    en="Ask those who hold the keys, by another way than the one the file came.",
    ru="Спросите тех, у кого ключи, другим путём, не тем, каким пришёл файл.",
    fr="Demandez à ceux qui tiennent les clés, autrement que par où il est venu.",
)
REFUSED: Mapping[Refusal, Text] = {
    Refusal.TOO_LARGE: Text(
        en="Refused: too large.",
        ru="Отказано: слишком большой.",
        fr="Refusé : trop grand.",
    ),
    Refusal.NOT_A_PACK: Text(
        en="Refused: no law pack.",
        ru="Отказано: это не пакет права.",
        fr="Refusé : ce n'est pas un paquet de droit.",
    ),
    Refusal.BAD_NAME: Text(
        en="Refused: a name that belongs in no pack.",
        ru="Отказано: в пакете недопустимое имя файла.",
        fr="Refusé : un nom qui n'a pas sa place dans un paquet.",
    ),
    Refusal.DOUBLED: Text(
        en="Refused: one name twice.",
        ru="Отказано: одно имя дважды.",
        fr="Refusé : un nom deux fois.",
    ),
    Refusal.NOT_PLAIN: Text(
        en="Refused: not in the one form of packs.",
        ru="Отказано: форма пакета не та.",
        fr="Refusé : pas dans la seule forme des paquets.",
    ),
    Refusal.BAD_METADATA: Text(
        en="Refused: its metadata are at fault.",
        ru="Отказано: метаданные неверны.",
        fr="Refusé : ses métadonnées sont fautives.",
    ),
    Refusal.MIXED: Text(
        en="Refused: parts of different packs.",
        ru="Отказано: смешаны части разных пакетов.",
        fr="Refusé : des parties de paquets différents.",
    ),
    Refusal.NO_TRUST: Text(
        en="Refused: no root is trusted here yet.",
        ru="Отказано: здесь ещё не доверено ни одному корню (law trust).",
        fr="Refusé : aucune racine n'est encore acceptée ici (law trust).",
    ),
    Refusal.BROKEN_CHAIN: Text(
        en="Refused: the roots do not follow each other, properly signed.",
        ru="Отказано: корни не следуют друг за другом с нужными подписями.",
        fr="Refusé : les racines ne se suivent pas, dûment signées.",
    ),
    Refusal.UNSIGNED: Text(
        en="Refused: not signed by enough of the keys that count.",
        ru="Отказано: не хватает подписей действующими ключами.",
        fr="Refusé : pas signé par assez de clés qui comptent.",
    ),
    Refusal.OLDER: Text(
        en="Refused: not newer than what was seen here.",
        ru="Отказано: не новее того, что здесь уже было.",
        fr="Refusé : pas plus récent que ce qui a été vu ici.",
    ),
    Refusal.EXPIRED: Text(
        en="Refused: its last day has passed.",
        ru="Отказано: срок действия истёк.",
        fr="Refusé : son dernier jour est passé.",
    ),
    Refusal.ALTERED: Text(
        en="Refused: not what was signed.",
        ru="Отказано: это не то, что было подписано.",
        fr="Refusé : ce n'est pas ce qui a été signé.",
    ),
    Refusal.LAW: Text(
        en="Refused: the law in it is at fault; nothing is installed.",
        ru="Отказано: в самом праве ошибки; ничего не установлено.",
        fr="Refusé : le droit qu'il contient est fautif ; rien n'est installé.",
    ),
}
