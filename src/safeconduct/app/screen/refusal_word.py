"""Our own words that stand as values in what is refused, in three languages."""

from safeconduct.base.text import Text

WORDS = (
    Text(
        en=" of the group with these words",
        ru=" из группы с этими словами",
        fr=" du groupe aux mots donnés",
    ),
    Text(
        en="first_line",
        ru="первая линия",
        fr="première ligne",
    ),
    Text(
        en="counsel",
        ru="адвокат",
        fr="avocat",
    ),
    Text(
        en="coordinator",
        ru="координатор",
        fr="coordination",
    ),
    Text(
        en="main",
        ru="основное",
        fr="principal",
    ),
    Text(
        en="papers",
        ru="бумаги",
        fr="papiers",
    ),
    Text(
        en="another process",
        ru="другой процесс",
        fr="un autre processus",
    ),
    Text(
        en="process {0}",
        ru="процесс {0}",
        fr="processus {0}",
    ),
    Text(
        en="more",
        ru="больше",
        fr="davantage",
    ),
    Text(
        en="{0} bytes",
        ru="байтов: {0}",
        fr="{0} octets",
    ),
    Text(
        en="case",
        ru="дело",
        fr="dossier",
    ),
    Text(
        en="entry",
        ru="запись",
        fr="entrée",
    ),
    Text(
        en="device of this member",
        ru="устройство этого участника",
        fr="appareil de ce membre",
    ),
    Text(
        en="passphrase",
        ru="пароль",
        fr="phrase secrète",
    ),
    Text(
        en="read main",
        ru="читать основное",
        fr="lire le principal",
    ),
    Text(
        en="write main",
        ru="писать в основное",
        fr="écrire dans le principal",
    ),
    Text(
        en="read papers",
        ru="читать бумаги",
        fr="lire les papiers",
    ),
    Text(
        en="write papers",
        ru="писать в бумаги",
        fr="écrire dans les papiers",
    ),
    Text(
        en="read counsel",
        ru="читать часть адвоката",
        fr="lire la partie de l'avocat",
    ),
    Text(
        en="write counsel",
        ru="писать в часть адвоката",
        fr="écrire dans la partie de l'avocat",
    ),
    Text(
        en="pass to counsel",
        ru="передавать адвокату",
        fr="transmettre à l'avocat",
    ),
    Text(
        en="grant main",
        ru="открывать основное",
        fr="ouvrir le principal",
    ),
    Text(
        en="grant papers",
        ru="открывать бумаги",
        fr="ouvrir les papiers",
    ),
    Text(
        en="grant counsel",
        ru="открывать часть адвоката",
        fr="ouvrir la partie de l'avocat",
    ),
    Text(
        en="export",
        ru="выводить",
        fr="exporter",
    ),
    Text(
        en="merge",
        ru="соединять и делить дела",
        fr="réunir ou séparer des dossiers",
    ),
    Text(
        en="erase",
        ru="стирать",
        fr="effacer",
    ),
    Text(
        en="proposal that waits",
        ru="предложение, которое ждёт",
        fr="proposition en attente",
    ),
    Text(
        en="request that waits",
        ru="запрос, который ждёт",
        fr="demande en attente",
    ),
)
