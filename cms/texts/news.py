"""The demo's news: (days before the anchor day, words per language)."""

from typing import Any

NEWS: list[tuple[int, str, dict[str, dict[str, Any]]]] = [
    (
        1,
        "three-new-providers",
        {
            "sv": {
                "title": "Tre nya producenter i Närpes",
                "lead": "Nu finns det fler att välja mellan i söder.",
                "sections": [
                    ("", ["Två företag och en förening har godkänts. De erbjuder städning, mat och sällskap."])
                ],
            },
            "fi": {
                "title": "Kolme uutta tuottajaa Närpiössä",
                "lead": "Etelässä on nyt enemmän valinnanvaraa.",
                "sections": [
                    ("", ["Kaksi yritystä ja yksi yhdistys on hyväksytty. Ne tarjoavat siivousta, ruokaa ja seuraa."])
                ],
            },
        },
    ),
    (
        7,
        "travel-in-the-price",
        {
            "sv": {
                "title": "Så räknas resan in i priset",
                "lead": "Bor du långt bort kan en resa kosta. Här ser du hur.",
                "sections": [
                    (
                        "",
                        [
                            "Många producenter kör de första kilometrarna gratis. Sedan kostar varje påbörjad kilometer.",
                            "Vi räknar fågelvägen till mitten av ditt postnummer. Därför kan du jämföra på samma sätt.",
                            "Resan är med i det pris du ser när du har skrivit ditt postnummer.",
                        ],
                    )
                ],
            },
            "fi": {
                "title": "Näin matka lasketaan hintaan",
                "lead": "Jos asut kaukana, matka voi maksaa. Tästä näet, miten.",
                "sections": [
                    (
                        "",
                        [
                            "Monet tuottajat ajavat ensimmäiset kilometrit ilmaiseksi. Sen jälkeen jokainen alkava kilometri maksaa.",
                            "Laskemme matkan linnuntietä postinumerosi keskelle. Siksi hintoja voi verrata samalla tavalla.",
                            "Matka on mukana hinnassa, jonka näet, kun olet kirjoittanut postinumerosi.",
                        ],
                    )
                ],
            },
        },
    ),
    (
        16,
        "meet-us-in-jakobstad",
        {
            "sv": {
                "title": "Träffa oss på biblioteket i Jakobstad",
                "lead": "Kom och prova sidan tillsammans med en servicehandledare.",
                "sections": [("", ["Vi finns där på tisdagar klockan 10 till 12. Ta gärna med dig en anhörig."])],
            },
            "fi": {
                "title": "Tapaa meidät Pietarsaaren kirjastossa",
                "lead": "Tule kokeilemaan sivustoa palveluohjaajan kanssa.",
                "sections": [("", ["Olemme paikalla tiistaisin kello 10–12. Ota omainen mukaan."])],
            },
        },
    ),
]
