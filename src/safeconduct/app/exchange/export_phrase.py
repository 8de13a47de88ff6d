"""What the commands say by which something leaves the vault, in three languages."""

from safeconduct.base.text import Text

FILES_OUT = Text(
    en="Files in {1}, in clear, as they came: {0}. They may hold the place, the device "
    "and names: look at each before you pass it on.",
    ru="Файлов в папке {1}, открыто, какими пришли: {0}. В них могут быть место, "
    "устройство и имена: посмотрите каждый, прежде чем передать.",
    fr="Fichiers dans {1}, en clair, tels que reçus : {0}. Ils peuvent contenir le "
    "lieu, l'appareil et des noms : regardez chacun avant de le transmettre.",
)
NO_FILES = Text(
    en="There are no files in these parts of the cases.",
    ru="В этих частях дел файлов нет.",
    fr="Il n'y a pas de fichiers dans ces parties des dossiers.",
)
CARRY_ALL = Text(
    en="These are {0} files: carry all of them, and give all to one import.",
    ru="Это файлов: {0}. Перенесите все и укажите все в одном импорте.",
    fr="Cela fait {0} fichiers : portez-les tous et donnez-les à un seul import.",
)
