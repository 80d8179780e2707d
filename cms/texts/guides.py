"""Guides: how a personal budget works, for clients, relatives and providers. Sections are (heading, paragraphs)."""

from typing import Any

HOW_IT_WORKS: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "Så fungerar en personlig budget",
        "lead": "En personlig budget är en summa pengar som är till för din hjälp i vardagen. Du väljer själv hjälpen.",
        "easy": [
            "Du får en summa för varje månad.",
            "Du väljer vem som hjälper dig.",
            "Välfärdsområdet betalar den som hjälper dig.",
            "Du kan säga nej eller byta.",
            "Ring oss om du undrar något.",
        ],
        "sections": [
            (
                "Hur får jag en budget?",
                [
                    "En servicehandledare träffar dig och frågar vad du behöver hjälp med. Ni skriver en klientplan ihop.",
                    "Summan räknas från timmar, pris och resor. Du får ett beslut. På sidan Min plan ser du varje rad "
                    "i räkningen.",
                ],
            ),
            (
                "Vad betalar budgeten?",
                [
                    "Varje tjänst har ett pris. Servicesedelns värde är det som budgeten högst betalar för en timme "
                    "eller ett besök.",
                    "Kostar tjänsten mer än så betalar du resten själv. Det kallas självriskandel. Du ser den innan du "
                    "väljer.",
                ],
            ),
            (
                "Kan jag välja för mycket?",
                [
                    "Nej. När du väljer reserveras pengarna. Räcker de inte säger sidan det, och visar vad som ryms.",
                    "Det som blir över en månad kan gå tillbaka till välfärdsområdet. Det står på din budgetsida.",
                ],
            ),
            (
                "Kan jag ångra mig?",
                [
                    "Ja. Du tar tillbaka valet utan kostnad tills producenten har sagt ja. Efter det finns en "
                    "uppsägningstid.",
                    "Du kan också hoppa över ett besök, till exempel om du är på sjukhus.",
                ],
            ),
            (
                "Måste jag göra det på nätet?",
                ["Nej. Allt kan göras per telefon eller på papper. Då gör servicehandledaren samma sak åt dig."],
            ),
        ],
    },
    "fi": {
        "title": "Näin henkilökohtainen budjetti toimii",
        "lead": "Henkilökohtainen budjetti on rahasumma, jolla saat apua arkeesi. Valitset avun itse.",
        "easy": [
            "Saat summan joka kuukaudelle.",
            "Valitset, kuka auttaa sinua.",
            "Hyvinvointialue maksaa auttajalle.",
            "Voit sanoa ei tai vaihtaa.",
            "Soita meille, jos mietit jotain.",
        ],
        "sections": [
            (
                "Miten saan budjetin?",
                [
                    "Palveluohjaaja tapaa sinut ja kysyy, mihin tarvitset apua. Teette yhdessä asiakassuunnitelman.",
                    "Summa lasketaan tunneista, hinnasta ja matkoista. Saat päätöksen. Sivulla Oma suunnitelma näet "
                    "laskelman rivi riviltä.",
                ],
            ),
            (
                "Mitä budjetti maksaa?",
                [
                    "Jokaisella palvelulla on hinta. Palvelusetelin arvo on se, minkä budjetti enintään maksaa "
                    "tunnista tai käynnistä.",
                    "Jos palvelu maksaa enemmän, maksat loput itse. Sitä sanotaan omavastuuosuudeksi. Näet sen ennen "
                    "kuin valitset.",
                ],
            ),
            (
                "Voinko valita liikaa?",
                [
                    "Et voi. Kun valitset, raha varataan. Jos raha ei riitä, sivu kertoo sen ja näyttää, mikä mahtuu.",
                    "Se, mitä kuukaudesta jää, voi palata hyvinvointialueelle. Budjettisivulla kerrotaan, miten on.",
                ],
            ),
            (
                "Voinko muuttaa mieleni?",
                [
                    "Voit. Perut valinnan maksutta, kunnes tuottaja on vastannut kyllä. Sen jälkeen on irtisanomisaika.",
                    "Voit myös jättää yhden käynnin väliin, jos olet vaikkapa sairaalassa.",
                ],
            ),
            (
                "Pitääkö tämä tehdä verkossa?",
                [
                    "Ei tarvitse. Kaiken voi tehdä puhelimella tai paperilla. Silloin palveluohjaaja tekee saman puolestasi."
                ],
            ),
        ],
    },
    "en": {
        "title": "How a personal budget works",
        "lead": "A personal budget is a sum of money for your help in everyday life. You choose the help yourself.",
        "easy": [
            "You get a sum for each month.",
            "You choose who helps you.",
            "The wellbeing services county pays the one who helps you.",
            "You can say no or change.",
            "Call us if you wonder about something.",
        ],
        "sections": [
            (
                "How do I get a budget?",
                [
                    "A case manager meets you and asks what you need help with. Together you write a client plan.",
                    "The sum is reckoned from hours, price and travel. You get a decision. The page My plan shows every "
                    "line.",
                ],
            ),
            (
                "What does the budget pay?",
                [
                    "Each service has a price. The voucher value is what the budget pays at most for an hour or a visit.",
                    "If the service costs more, you pay the rest yourself. This is the own share. You see it before you "
                    "choose.",
                ],
            ),
            (
                "Can I choose too much?",
                [
                    "No. When you choose, the money is reserved. If it is not enough, the page says so and shows what fits."
                ],
            ),
            (
                "Can I change my mind?",
                [
                    "Yes. You can take a choice back free of charge until the provider has said yes. After that there is "
                    "a notice time.",
                ],
            ),
            (
                "Must I do it online?",
                ["No. Everything can be done by phone or on paper. A case manager then does the same for you."],
            ),
        ],
    },
}

FOR_RELATIVES: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "För anhöriga",
        "lead": "Du kan hjälpa en närstående att söka och välja. Det är alltid klienten som bestämmer vad du får göra.",
        "easy": [
            "Klienten ger dig en fullmakt.",
            "Du kan titta, föreslå eller välja.",
            "Klienten kan ta bort fullmakten.",
            "Allt du gör syns för klienten.",
        ],
        "sections": [
            (
                "Tre sorters rätt",
                [
                    "Se: du ser budgeten och det som är valt.",
                    "Föreslå: du föreslår en tjänst, och klienten svarar ja eller nej.",
                    "Välja: du väljer i klientens ställe, i ditt eget namn.",
                ],
            ),
            (
                "Så får du en fullmakt",
                [
                    "Klienten bjuder in dig med en länk, eller ber servicehandledaren göra det. Du loggar in med din "
                    "egen e-post.",
                    "En fullmakt har ett slutdatum. Klienten ser den på sidan Personer som hjälper mig och kan avsluta "
                    "den när som helst.",
                ],
            ),
            (
                "Vad klienten ser",
                ["Klienten ser när du har tittat och vad du har gjort, med ditt namn och datum."],
            ),
        ],
    },
    "fi": {
        "title": "Omaisille",
        "lead": "Voit auttaa läheistäsi hakemaan ja valitsemaan. Asiakas päättää aina itse, mitä saat tehdä.",
        "easy": [
            "Asiakas antaa sinulle valtuutuksen.",
            "Voit katsoa, ehdottaa tai valita.",
            "Asiakas voi lopettaa valtuutuksen.",
            "Asiakas näkee kaiken, mitä teet.",
        ],
        "sections": [
            (
                "Kolmenlaisia oikeuksia",
                [
                    "Katsoa: näet budjetin ja sen, mitä on valittu.",
                    "Ehdottaa: ehdotat palvelua, ja asiakas vastaa kyllä tai ei.",
                    "Valita: valitset asiakkaan puolesta omalla nimelläsi.",
                ],
            ),
            (
                "Näin saat valtuutuksen",
                [
                    "Asiakas kutsuu sinut linkillä tai pyytää palveluohjaajaa tekemään sen. Kirjaudut omalla "
                    "sähköpostillasi.",
                    "Valtuutuksella on päättymispäivä. Asiakas näkee sen sivulla Ihmiset, jotka auttavat minua ja voi "
                    "lopettaa sen milloin vain.",
                ],
            ),
            (
                "Mitä asiakas näkee",
                ["Asiakas näkee, milloin olet katsonut ja mitä olet tehnyt, nimesi ja päivämäärän kanssa."],
            ),
        ],
    },
}

FOR_PROVIDERS: dict[str, dict[str, Any]] = {
    "sv": {
        "title": "För producenter",
        "lead": "Kommuner, företag och föreningar som har godkänts kan väljas med en personlig budget.",
        "easy": [
            "Du ansöker om godkännande.",
            "Du skriver vad du erbjuder och vad det kostar.",
            "Klienter väljer dig.",
            "Du svarar ja eller nej inom fem vardagar.",
            "Du får betalt för det som är gjort.",
        ],
        "sections": [
            (
                "Godkännande",
                [
                    "Välfärdsområdet godkänner en producent för en serviceklass i taget. I regelboken står vad som krävs.",
                    "Vill du ansöka? Ring oss, så berättar vi hur.",
                ],
            ),
            (
                "Dina tjänster och priser",
                [
                    "Du skriver på svenska och finska. Tjänsten visas först när den finns på båda språken.",
                    "Priser kan ändras framåt i tiden. Ett val som redan är bekräftat behåller sitt pris.",
                ],
            ),
            (
                "När någon väljer dig",
                [
                    "Du ser ort, tider och språk. När du har sagt ja ser du också namn, adress och telefon.",
                    "Efter besöket skriver du vad som gjordes. När klienten har bekräftat går pengarna till betalning.",
                    "Självriskandelen fakturerar du klienten själv.",
                ],
            ),
            ("Ingen köpt plats", ["Ordningen i sökningen går inte att köpa. Den är lika för alla."]),
        ],
    },
    "fi": {
        "title": "Palveluntuottajille",
        "lead": "Hyväksytyt kunnat, yritykset ja yhdistykset voi valita henkilökohtaisella budjetilla.",
        "easy": [
            "Haet hyväksyntää.",
            "Kirjoitat, mitä tarjoat ja mitä se maksaa.",
            "Asiakkaat valitsevat sinut.",
            "Vastaat kyllä tai ei viiden arkipäivän aikana.",
            "Saat maksun siitä, mitä on tehty.",
        ],
        "sections": [
            (
                "Hyväksyntä",
                [
                    "Hyvinvointialue hyväksyy tuottajan yhteen palveluluokkaan kerrallaan. Sääntökirja kertoo, mitä vaaditaan.",
                    "Haluatko hakea? Soita meille, niin kerromme miten.",
                ],
            ),
            (
                "Palvelusi ja hintasi",
                [
                    "Kirjoitat suomeksi ja ruotsiksi. Palvelu näkyy vasta, kun se on molemmilla kielillä.",
                    "Hintoja voi muuttaa tulevasta päivästä alkaen. Vahvistettu valinta pitää hintansa.",
                ],
            ),
            (
                "Kun joku valitsee sinut",
                [
                    "Näet paikkakunnan, ajat ja kielen. Kun olet vastannut kyllä, näet myös nimen, osoitteen ja puhelimen.",
                    "Käynnin jälkeen kirjaat, mitä tehtiin. Kun asiakas on vahvistanut sen, raha lähtee maksuun.",
                    "Omavastuuosuuden laskutat asiakkaalta itse.",
                ],
            ),
            ("Paikkaa ei voi ostaa", ["Haun järjestystä ei voi ostaa. Se on kaikille sama."]),
        ],
    },
}
