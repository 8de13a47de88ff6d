"""Why sealed bytes and relays are of no use, in three languages."""

from safeconduct.base.text import Text

SEAL = (
    Text(
        en="It is cut off, or of another length than it must be.",
        ru="Обрезано или другой длины, чем должно быть.",
        fr="C'est coupé, ou d'une autre longueur qu'il ne faut.",
    ),
    Text(
        en="It was sealed by a newer version of Safe Conduct.",
        ru="Запечатано более новой версией Safe Conduct.",
        fr="Ce fut scellé par une version plus récente de Safe Conduct.",
    ),
    Text(
        en="No key to it is at hand here.",
        ru="Ключа к этому здесь нет.",
        fr="Il n'y en a pas de clé ici.",
    ),
    Text(
        en="The key at hand is not the one that it names.",
        ru="Ключ здесь не тот, который назван.",
        fr="La clé présente n'est pas celle qui est nommée.",
    ),
    Text(
        en="The key or passphrase does not open it, or it was altered.",
        ru="Ключ или пароль это не открывает, или это изменено.",
        fr="La clé ou la phrase secrète ne l'ouvre pas, ou ce fut altéré.",
    ),
    Text(
        en="It opens, but is not padded as it must be.",
        ru="Открывается, но дополнено не так, как должно.",
        fr="Cela s'ouvre, mais n'est pas complété comme il faut.",
    ),
    Text(
        en="Its form is not known here.",
        ru="Такого вида здесь не знают.",
        fr="Sa forme est inconnue ici.",
    ),
    Text(
        en="It is not formed as it must be.",
        ru="Составлено не так, как должно.",
        fr="Ce n'est pas formé comme il faut.",
    ),
    Text(
        en="Its signature is not by whom it names.",
        ru="Подпись не того, кто назван.",
        fr="La signature n'est pas de qui est nommé.",
    ),
    Text(
        en="It is too long; a long text is kept as a file.",
        ru="Слишком длинно; длинный текст храните как файл.",
        fr="C'est trop long ; un long texte se garde comme fichier.",
    ),
    Text(
        en="The passphrase has fewer than 12 characters.",
        ru="В пароле меньше 12 знаков.",
        fr="La phrase secrète a moins de 12 caractères.",
    ),
    Text(
        en="To open it would take more work than is reasonable.",
        ru="Чтобы это открыть, понадобилось бы неразумно много работы.",
        fr="L'ouvrir demanderait plus de travail qu'il n'est raisonnable.",
    ),
    Text(
        en="Something stands after its end.",
        ru="После конца ещё что-то стоит.",
        fr="Il y a quelque chose après la fin.",
    ),
    Text(
        en="It is not the file that was named.",
        ru="Это не тот файл, который назван.",
        fr="Ce n'est pas le fichier nommé.",
    ),
    Text(
        en="It was changed while it was read.",
        ru="Изменилось, пока читалось.",
        fr="Ce fut changé pendant la lecture.",
    ),
    Text(
        en="The shares do not belong together.",
        ru="Эти доли не из одного набора.",
        fr="Ces parts ne vont pas ensemble.",
    ),
    Text(
        en="More shares are needed.",
        ru="Нужно больше долей.",
        fr="Il faut plus de parts.",
    ),
    Text(
        en="The relay cannot be reached.",
        ru="До ретранслятора не достучаться.",
        fr="Le relais est injoignable.",
    ),
    Text(
        en="The relay cannot take this now.",
        ru="Ретранслятор сейчас это не примет.",
        fr="Le relais ne peut le prendre maintenant.",
    ),
    Text(
        en="The relay knows no such mailbox, or does not let us use it.",
        ru="Ретранслятор не знает такого ящика или не пускает нас в него.",
        fr="Le relais ne connaît pas cette boîte, ou ne nous la laisse pas.",
    ),
    Text(
        en="The address is neither https nor an onion address reached through Tor.",
        ru="Адрес — не https и не onion-адрес через Tor.",
        fr="L'adresse n'est ni https ni une adresse onion jointe par Tor.",
    ),
    Text(
        en="What answers is no relay of ours, or it is broken.",
        ru="Отвечает не наш ретранслятор, или он неисправен.",
        fr="Ce qui répond n'est pas un de nos relais, ou il est en panne.",
    ),
)
