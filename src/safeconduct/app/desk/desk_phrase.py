"""What the command of the desk says."""

from safeconduct.base.text import Text

OPEN = Text(
    en="The desk is open for one browser. If none opens, open this file: {0}",
    ru="Стол открыт для одного браузера. Если браузер не открылся, откройте файл: {0}",
    fr="Le bureau est ouvert pour un navigateur. Sinon, ouvrez ce fichier : {0}",
)
