"""The start page's words."""

from typing import Any

HOME: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "Hjälp i vardagen",
        "heading": "Hjälp i vardagen, inom din budget",
        "lead": "Här väljer du själv vem som städar, lagar mat eller följer med ut. "
        "Välfärdsområdet betalar, upp till din månadsbudget.",
        "hint": "Skriv till exempel städning, och postnummer eller ort. Du behöver inte logga in för att söka.",
        "tiles": "Vad vill du ha hjälp med?",
        "steps": (
            "Så går det till",
            [
                (
                    "Du får en budget",
                    "En servicehandledare frågar vad du behöver. Sedan får du ett beslut om en summa för varje månad.",
                ),
                (
                    "Du väljer din hjälp",
                    "Du ser alltid priset och vad som blir kvar. Det går inte att välja för mycket.",
                ),
                ("Vi betalar", "Pengarna går direkt till den som hjälper dig. Du kan byta eller säga nej när du vill."),
            ],
        ),
        "featured": "Färdiga servicepaket",
        "help": ("Vill du hellre prata med någon?", "Vi hjälper dig att söka och välja. Svenska och finska."),
        "relatives": (
            "För anhöriga",
            "Sök åt mamma eller pappa, och ge förslag. Hon eller han säger själv ja.",
            "Så hjälper du en anhörig",
        ),
        "providers": (
            "För producenter",
            "Ansök om godkännande. Visa dina tjänster och priser för alla som söker.",
            "Bli producent",
        ),
        "news": "Nytt",
    },
    "fi": {
        "title": "Apua arkeen",
        "heading": "Apua arkeen, oman budjetin rajoissa",
        "lead": "Täällä valitset itse, kuka siivoaa, laittaa ruokaa tai lähtee mukaan ulos. "
        "Hyvinvointialue maksaa kuukausibudjettiisi asti.",
        "hint": "Kirjoita esimerkiksi siivous ja postinumero tai paikkakunta. Hakemiseen ei tarvitse kirjautua.",
        "tiles": "Mihin haluat apua?",
        "steps": (
            "Näin se toimii",
            [
                (
                    "Saat budjetin",
                    "Palveluohjaaja kysyy, mitä tarvitset. Sitten saat päätöksen summasta joka kuukaudelle.",
                ),
                ("Valitset apusi", "Näet aina hinnan ja sen, mitä jää jäljelle. Liikaa ei voi valita."),
                (
                    "Me maksamme",
                    "Raha menee suoraan sille, joka auttaa sinua. Voit vaihtaa tai kieltäytyä milloin vain.",
                ),
            ],
        ),
        "featured": "Valmiit palvelupaketit",
        "help": ("Haluatko mieluummin jutella?", "Autamme sinua hakemaan ja valitsemaan. Suomeksi ja ruotsiksi."),
        "relatives": (
            "Omaisille",
            "Hae äidin tai isän puolesta ja ehdota. Hän sanoo itse kyllä.",
            "Näin autat omaista",
        ),
        "providers": (
            "Palveluntuottajille",
            "Hae hyväksyntää. Näytä palvelusi ja hintasi kaikille, jotka etsivät.",
            "Ryhdy tuottajaksi",
        ),
        "news": "Uutta",
    },
    "en": {
        "title": "Help in everyday life",
        "heading": "Help in everyday life, within your budget",
        "lead": "Here you choose yourself who cleans, cooks or goes out with you. "
        "The wellbeing services county pays, up to your monthly budget.",
        "hint": "Write for example cleaning, and a postal code or town. You need not log in to search.",
        "tiles": "What would you like help with?",
        "steps": (
            "How it works",
            [
                (
                    "You get a budget",
                    "A case manager asks what you need. Then you get a decision on a sum for each month.",
                ),
                (
                    "You choose your help",
                    "You always see the price and what is left. It is not possible to choose too much.",
                ),
                (
                    "We pay",
                    "The money goes straight to the one who helps you. You can change or say no whenever you like.",
                ),
            ],
        ),
        "featured": "Ready-made service packages",
        "help": ("Would you rather talk to someone?", "We help you search and choose. Swedish and Finnish."),
        "relatives": (
            "For relatives",
            "Search for your mother or father, and make suggestions. She or he says yes.",
            "How to help a relative",
        ),
        "providers": (
            "For providers",
            "Apply for approval. Show your services and prices to everyone who searches.",
            "Become a provider",
        ),
        "news": "News",
    },
}
