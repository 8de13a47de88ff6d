"""What the commands about law packs say, in three languages."""

from safeconduct.base.text import Text

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
