"""Accessibility, privacy, data sources, easy language, feedback, contact people."""

from typing import Any

ACCESSIBILITY: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "Tillgänglighetsutlåtande",
        "lead": "Min vardag ska gå att använda för alla. Vi följer WCAG 2.2 på nivå AA.",
        "sections": [
            (
                "Så är sidorna gjorda",
                [
                    "Texten är stor och kontrasten är minst 7:1. Knappar är minst 44 gånger 44 bildpunkter.",
                    "Allt fungerar med bara tangentbord, utan skript, på telefon och med texten i dubbel storlek.",
                ],
            ),
            (
                "Så har vi kontrollerat",
                [
                    "Varje sida kontrolleras med program, på svenska och finska, varje gång vi ändrar något. Vi tittar "
                    "också på dem själva.",
                    "Sidorna är ännu inte kontrollerade av en utomstående.",
                ],
            ),
            (
                "Hittade du något som inte fungerar?",
                [
                    "Ring eller skriv till oss. Vi svarar inom två veckor. Är du inte nöjd med svaret kan du vända dig till "
                    "Tillstånds- och tillsynsverket, som övervakar tillgängligheten.",
                ],
            ),
        ],
    },
    "fi": {
        "title": "Saavutettavuusseloste",
        "lead": "Oma arki -palvelun pitää toimia kaikille. Noudatamme WCAG 2.2:n tasoa AA.",
        "sections": [
            (
                "Näin sivut on tehty",
                [
                    "Teksti on suurta ja kontrasti on vähintään 7:1. Painikkeet ovat vähintään 44 kertaa 44 kuvapistettä.",
                    "Kaikki toimii pelkällä näppäimistöllä, ilman skriptejä, puhelimella ja kaksinkertaisella tekstikoolla.",
                ],
            ),
            (
                "Näin olemme tarkistaneet",
                [
                    "Jokainen sivu tarkistetaan ohjelmalla suomeksi ja ruotsiksi aina, kun muutamme jotain. Katsomme sivut "
                    "myös itse.",
                    "Ulkopuolinen ei ole vielä tarkistanut sivuja.",
                ],
            ),
            (
                "Löysitkö jotain, mikä ei toimi?",
                [
                    "Soita tai kirjoita meille. Vastaamme kahden viikon sisällä. Jos et ole tyytyväinen vastaukseen, voit "
                    "ottaa yhteyttä saavutettavuutta valvovaan Lupa- ja valvontavirastoon.",
                ],
            ),
        ],
    },
    "en": {
        "title": "Accessibility statement",
        "lead": "Everyone should be able to use Min vardag. We follow WCAG 2.2 at level AA.",
        "sections": [
            (
                "How the pages are made",
                [
                    "Text is large and contrast is at least 7:1. Buttons are at least 44 by 44 pixels.",
                    "Everything works by keyboard alone, without scripts, on a phone and with text at double size.",
                ],
            ),
            (
                "How we have checked",
                [
                    "Every page is checked by a program, in Swedish and Finnish, each time we change something.",
                    "Nobody from outside has checked the pages yet.",
                ],
            ),
            ("Did you find something that does not work?", ["Call or write to us. We answer within two weeks."]),
        ],
    },
}

PRIVACY: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "Dataskydd",
        "lead": "Här står i klara ord vad vi sparar, varför och vem som ser det.",
        "sections": [
            (
                "Vad vi sparar",
                [
                    "Ditt namn, din adress, ditt telefonnummer, ditt språk och när du är född.",
                    "Din plan, din budget, det du väljer och de besök du får.",
                    "Vem som har hjälpt dig, och vem som har tittat på dina uppgifter.",
                ],
            ),
            (
                "Vem som ser det",
                [
                    "Du själv, och de personer som du har gett fullmakt.",
                    "Dina servicehandledare. En kollega som vikarierar måste skriva varför.",
                    "En producent ser först bara ort, tider och språk. Namn, adress och telefon syns när producenten har sagt "
                    "ja, och till och med 30 dagar efter sista besöket.",
                ],
            ),
            (
                "Vad du kan göra",
                [
                    "På sidan Vem har sett mina uppgifter? ser du varje gång någon annan har tittat.",
                    "Du kan avsluta en fullmakt när som helst. Du kan be oss rätta det som är fel.",
                ],
            ),
            (
                "När du bara söker",
                ["Du behöver inte logga in. Då sparar vi inte vem du är eller vad du söker efter."],
            ),
        ],
    },
    "fi": {
        "title": "Tietosuoja",
        "lead": "Tässä kerrotaan selvästi, mitä tallennamme, miksi ja kuka sen näkee.",
        "sections": [
            (
                "Mitä tallennamme",
                [
                    "Nimesi, osoitteesi, puhelinnumerosi, kielesi ja syntymäaikasi.",
                    "Suunnitelmasi, budjettisi, valintasi ja saamasi käynnit.",
                    "Kuka sinua on auttanut ja kuka tietojasi on katsonut.",
                ],
            ),
            (
                "Kuka tiedot näkee",
                [
                    "Sinä itse ja ne ihmiset, joille olet antanut valtuutuksen.",
                    "Palveluohjaajasi. Sijaisena toimivan kollegan pitää kirjoittaa syy.",
                    "Tuottaja näkee ensin vain paikkakunnan, ajat ja kielen. Nimi, osoite ja puhelin näkyvät, kun tuottaja on "
                    "vastannut kyllä, ja vielä 30 päivää viimeisen käynnin jälkeen.",
                ],
            ),
            (
                "Mitä voit tehdä",
                [
                    "Sivulla Kuka on katsonut tietojani? näet jokaisen kerran, kun joku muu on katsonut.",
                    "Voit lopettaa valtuutuksen milloin vain. Voit pyytää meitä korjaamaan virheen.",
                ],
            ),
            (
                "Kun vain haet",
                ["Sinun ei tarvitse kirjautua. Silloin emme tallenna, kuka olet tai mitä haet."],
            ),
        ],
    },
    "en": {
        "title": "Privacy",
        "lead": "Here it says in plain words what we keep, why, and who sees it.",
        "sections": [
            (
                "What we keep",
                [
                    "Your name, address, phone number, language and date of birth.",
                    "Your plan, your budget, what you choose and the visits you get.",
                    "Who has helped you, and who has looked at your data.",
                ],
            ),
            (
                "Who sees it",
                [
                    "You, and the people you have given a mandate.",
                    "Your case managers. A colleague who stands in must write why.",
                    "A provider first sees only town, times and language. Name, address and phone are shown once the provider "
                    "has said yes, until 30 days after the last visit.",
                ],
            ),
            ("When you only search", ["You need not log in. Then we do not keep who you are or what you search for."]),
        ],
    },
}

DATA_SOURCES: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "Varifrån uppgifterna kommer",
        "lead": "Vi använder öppna uppgifter och säger varifrån de är.",
        "sections": [
            (
                "Orter och postnummer",
                [
                    "Kommuner: Statistikcentralen, Lantmäteriverket och THL/Sotkanet, CC BY 4.0.",
                    "Postnummer: Postis postnummerfil 26.5.2026. Mittpunkter: GeoNames, CC BY 4.0.",
                    "Avstånd räknas fågelvägen från producentens plats till postnumrets mitt.",
                ],
            ),
            (
                "Serviceklasser",
                ["Den nationella klassifikationen i Servicedatalagret (Myndigheten för digitalisering), MIT."],
            ),
            (
                "Priser",
                ["Producenterna svarar själva för sina priser. Servicesedelns värde bestäms av välfärdsområdet."],
            ),
        ],
    },
    "fi": {
        "title": "Mistä tiedot tulevat",
        "lead": "Käytämme avoimia tietoja ja kerromme, mistä ne ovat.",
        "sections": [
            (
                "Paikkakunnat ja postinumerot",
                [
                    "Kunnat: Tilastokeskus, Maanmittauslaitos ja THL/Sotkanet, CC BY 4.0.",
                    "Postinumerot: Postin postinumerotiedosto 26.5.2026. Keskipisteet: GeoNames, CC BY 4.0.",
                    "Etäisyys lasketaan linnuntietä tuottajan toimipaikasta postinumeron keskelle.",
                ],
            ),
            (
                "Palveluluokat",
                ["Palvelutietovarannon kansallinen luokitus (Digi- ja väestötietovirasto), MIT."],
            ),
            ("Hinnat", ["Tuottajat vastaavat itse hinnoistaan. Palvelusetelin arvon päättää hyvinvointialue."]),
        ],
    },
}

EASY: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "Lättläst",
        "lead": "Min vardag är en sida där du hittar hjälp.",
        "sections": [
            (
                "Vad kan du göra här?",
                [
                    "Du kan söka hjälp. Till exempel städning eller mat.",
                    "Du ser vad hjälpen kostar.",
                    "Du ser hur mycket pengar du har kvar.",
                    "Du väljer den hjälp du vill ha.",
                ],
            ),
            ("Behöver du hjälp?", ["Ring oss. Numret står högst upp på sidan.", "Vi gör det tillsammans med dig."]),
        ],
    },
    "fi": {
        "title": "Selkokieli",
        "lead": "Oma arki on sivusto, josta löydät apua.",
        "sections": [
            (
                "Mitä täällä voi tehdä?",
                [
                    "Voit hakea apua. Esimerkiksi siivousta tai ruokaa.",
                    "Näet, mitä apu maksaa.",
                    "Näet, paljonko rahaa sinulla on jäljellä.",
                    "Valitset avun, jonka haluat.",
                ],
            ),
            ("Tarvitsetko apua?", ["Soita meille. Numero on sivun yläreunassa.", "Teemme sen yhdessä sinun kanssasi."]),
        ],
    },
}

FEEDBACK: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "Ge respons",
        "lead": "Berätta vad som är bra och vad som är svårt. Det gör tjänsten bättre.",
        "sections": [
            (
                "Så når du oss",
                [
                    "Ring numret högst upp på sidan, eller säg till din servicehandledare.",
                    "Gäller det ett besök som inte blev som avtalat? Öppna besöket på sidan Mina val och välj ”Det stämmer "
                    "inte”. Då betalas det inte förrän det är utrett.",
                ],
            ),
        ],
    },
    "fi": {
        "title": "Anna palautetta",
        "lead": "Kerro, mikä on hyvää ja mikä vaikeaa. Se tekee palvelusta paremman.",
        "sections": [
            (
                "Näin tavoitat meidät",
                [
                    "Soita sivun yläreunassa olevaan numeroon tai kerro palveluohjaajallesi.",
                    "Eikö käynti mennyt niin kuin sovittiin? Avaa käynti sivulla Omat valinnat ja valitse ”Tämä ei pidä "
                    "paikkaansa”. Silloin sitä ei makseta ennen kuin asia on selvitetty.",
                ],
            ),
        ],
    },
}

CONTACT: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "Kontakta oss",
        "lead": "Servicehandledarna hjälper dig att söka, räkna och välja.",
        "people_heading": "Servicehandledare",
        "people": [
            ("Kaisa Exempel", "Servicehandledare, sjukskötare", "Vasa och Korsholm"),
            ("Kent Exempel", "Servicehandledare, socialarbetare", "Vasa och Korsholm"),
        ],
        "sections": [],
    },
    "fi": {
        "title": "Ota yhteyttä",
        "lead": "Palveluohjaajat auttavat sinua hakemaan, laskemaan ja valitsemaan.",
        "people_heading": "Palveluohjaajat",
        "people": [
            ("Kaisa Exempel", "Palveluohjaaja, sairaanhoitaja", "Vaasa ja Mustasaari"),
            ("Kent Exempel", "Palveluohjaaja, sosiaalityöntekijä", "Vaasa ja Mustasaari"),
        ],
        "sections": [],
    },
}
