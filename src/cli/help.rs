//! The help of the program in every language: each paragraph of it, by its English words.
//!
//! English stands in the arguments themselves, and the other languages beside it here. A paragraph that is
//! missing here, or that is here and nowhere in the arguments any more, fails a test.

use super::language::Said;

/// The paragraphs of the help.
pub(super) const HELP: &[Said] = &[
    Said::new(
        "Makes the website of a Leader association: its pages, and a budget calculator that follows the same rules",
        "Tekee Leader-yhdistyksen verkkosivuston: sivut ja budjettilaskurin, joka noudattaa samoja sääntöjä",
        "Gör en Leaderförenings webbplats: sidorna och en budgeträknare som följer samma regler",
    ),
    Said::new(
        r#"To have Tab fill in commands and options: leader-site completions --help
To read the manual with man: leader-site man --help"#,
        r#"Näin sarkain täydentää komennot ja valitsimet: leader-site completions --help
Näin saat ohjesivut ohjelmaan man: leader-site man --help"#,
        r#"Så här fyller tabulatorn i kommandon och flaggor: leader-site completions --help
Så här läser du manualen med man: leader-site man --help"#,
    ),
    Said::new(
        "The language: fi, sv or en. Help and results speak all three, messages about content Finnish and English [default: that of the system]",
        "Kieli: fi, sv tai en. Ohjeet ja tulokset ovat kaikilla kolmella, sisällön virheilmoitukset suomeksi ja englanniksi [oletus: järjestelmän kieli]",
        "Språket: fi, sv eller en. Hjälp och resultat finns på alla tre, meddelanden om innehållet på finska och engelska [förval: systemets språk]",
    ),
    Said::new(
        "Show this help: `--help` says more than `-h`",
        "Näytä tämä ohje: `--help` kertoo enemmän kuin `-h`",
        "Visa den här hjälpen: `--help` berättar mer än `-h`",
    ),
    Said::new("Show the version of the program", "Näytä ohjelman versio", "Visa programmets version"),
    Said::new(
        "Show the help of the program or of a command",
        "Näytä ohjelman tai komennon ohje",
        "Visa hjälpen för programmet eller ett kommando",
    ),
    Said::new(
        "The command whose help to show",
        "Komento, jonka ohje näytetään",
        "Kommandot vars hjälp visas",
    ),
    Said::new(
        "Build the site into a folder that a web server can publish",
        "Tee sivusto kansioon, jonka verkkopalvelin voi julkaista",
        "Gör webbplatsen i en mapp som en webbserver kan publicera",
    ),
    Said::new(
        "Reads content/ and themes/ in the folder of the site. The old output is replaced only when the new one is whole; if anything is wrong, every mistake is shown and the old output stays.",
        "Lukee sivuston kansiosta kansiot content/ ja themes/. Vanhat sivut korvataan vasta, kun uudet ovat valmiit; jos jokin on pielessä, kaikki virheet näytetään ja vanhat sivut jäävät.",
        "Läser content/ och themes/ i webbplatsens mapp. De gamla sidorna byts ut först när de nya är färdiga; om något är fel visas alla fel och de gamla sidorna blir kvar.",
    ),
    Said::new(
        r#"Examples:
  leader-site build
  leader-site build --out /srv/www/leader --base-url https://example.org/leader/
  leader-site build --date 2027-01-01 --drafts     what the site will be like on New Year's Day"#,
        r#"Esimerkkejä:
  leader-site build
  leader-site build --out /srv/www/leader --base-url https://example.org/leader/
  leader-site build --date 2027-01-01 --drafts     sivusto sellaisena kuin se on uudenvuodenpäivänä"#,
        r#"Exempel:
  leader-site build
  leader-site build --out /srv/www/leader --base-url https://example.org/leader/
  leader-site build --date 2027-01-01 --drafts     webbplatsen så som den är på nyårsdagen"#,
    ),
    Said::new(
        r#"Ends with 0 if all is well, 1 if the content has mistakes, 2 if the command is not understood,
3 if the output could not be written."#,
        r#"Lopetuskoodi on 0, jos kaikki on kunnossa, 1, jos sisällössä on virheitä, 2, jos komentoa ei
ymmärretä, ja 3, jos sivuja ei voi kirjoittaa."#,
        r#"Slutkoden är 0 om allt är bra, 1 om innehållet har fel, 2 om kommandot inte förstås och
3 om sidorna inte kunde skrivas."#,
    ),
    Said::new(
        "Show the site in a browser while it is being written",
        "Näytä sivusto selaimessa, kun sitä kirjoitetaan",
        "Visa webbplatsen i webbläsaren medan den skrivs",
    ),
    Said::new(
        "Builds the site into memory and shows it at an address of this computer that nobody else can reach. After each save the open page shows the change by itself; what is typed into the calculator and the place on the page stay. A mistake is told on the page and here, and the page keeps its last good version until the mistake is mended. Nothing is written to the disk.",
        "Tekee sivuston muistiin ja näyttää sen tämän koneen osoitteessa, johon muut eivät pääse. Kun tallennat, avoin sivu näyttää muutoksen itsestään; laskuriin kirjoitettu ja paikka sivulla pysyvät. Virhe kerrotaan sivulla ja tässä, ja sivulla näkyy viimeisin virheetön versio, kunnes virhe on korjattu. Levylle ei kirjoiteta mitään.",
        "Gör webbplatsen i minnet och visar den på en adress på den här datorn som ingen annan når. När du sparar visar den öppna sidan ändringen av sig själv; det som skrivits i räknaren och platsen på sidan finns kvar. Ett fel berättas på sidan och här, och sidan visar den senaste felfria versionen tills felet är rättat. Ingenting skrivs på disken.",
    ),
    Said::new(
        r#"Examples:
  leader-site serve --open
  leader-site serve --drafts --date 2027-01-01     with drafts, as on New Year's Day
  leader-site serve --port 8080"#,
        r#"Esimerkkejä:
  leader-site serve --open
  leader-site serve --drafts --date 2027-01-01     luonnokset mukana, kuten uudenvuodenpäivänä
  leader-site serve --port 8080"#,
        r#"Exempel:
  leader-site serve --open
  leader-site serve --drafts --date 2027-01-01     med utkast, som på nyårsdagen
  leader-site serve --port 8080"#,
    ),
    Said::new("Ctrl-C ends it.", "Ctrl-C lopettaa.", "Ctrl-C avslutar."),
    Said::new(
        "Look for mistakes without writing anything",
        "Etsi virheet kirjoittamatta mitään",
        "Leta efter fel utan att skriva något",
    ),
    Said::new(
        "Checks everything that `build` checks: front matter, texts, links, pictures, templates, rules. If all of that is right, it also tells what could be better: links to other sites that no longer work, pages that nobody finds, descriptions, sentences that are hard to read, pictures too large for the web, old sources, missing translations, and parts that nothing uses.",
        "Tarkistaa kaiken, minkä `build` tarkistaa: alkutiedot, tekstit, linkit, kuvat, sivupohjat ja säännöt. Jos ne ovat kunnossa, kertoo myös, mitä voisi parantaa: katkenneet linkit muualle, sivut, joita kukaan ei löydä, kuvaukset, vaikealukuiset virkkeet, verkkoon liian suuret kuvat, vanhat lähteet, puuttuvat käännökset ja osat, joita mikään ei käytä.",
        "Kontrollerar allt som `build` kontrollerar: sidornas uppgifter, texter, länkar, bilder, mallar och regler. Om det är rätt berättas också vad som kunde bli bättre: brutna länkar till andra webbplatser, sidor som ingen hittar, beskrivningar, svårlästa meningar, bilder som är för stora för webben, gamla källor, översättningar som saknas och delar som inget använder.",
    ),
    Said::new(
        r#"Examples:
  leader-site check
  leader-site check --offline --strict       before a build that nobody watches
  leader-site check --json > messages.json
  leader-site check --fix --dry-run          what could be written right by itself"#,
        r#"Esimerkkejä:
  leader-site check
  leader-site check --offline --strict       ennen julkaisua, jota kukaan ei valvo
  leader-site check --json > messages.json
  leader-site check --fix --dry-run          mitä ohjelma voisi korjata itse"#,
        r#"Exempel:
  leader-site check
  leader-site check --offline --strict       före en publicering som ingen övervakar
  leader-site check --json > messages.json
  leader-site check --fix --dry-run          vad programmet kunde rätta självt"#,
    ),
    Said::new(
        r#"Other sites are asked politely: one question at a time to each, with pauses. Their answers are kept
in .leader-site/ for a week, so that the next run is quick."#,
        r#"Muilta sivustoilta kysytään kohteliaasti: kultakin yksi kysymys kerrallaan, välillä tauko. Vastaukset
säilyvät viikon kansiossa .leader-site/, joten seuraava kerta on nopea."#,
        r#"Andra webbplatser frågas artigt: en fråga i taget till var och en, med pauser. Svaren sparas en vecka
i .leader-site/, så att nästa gång går snabbt."#,
    ),
    Said::new(
        r#"Ends with 0 if there are no mistakes (warnings are allowed, unless --strict is given), 1 if there are,
2 if the command is not understood."#,
        r#"Lopetuskoodi on 0, jos virheitä ei ole (varoituksia saa olla, ellei anneta valitsinta --strict), 1, jos
niitä on, ja 2, jos komentoa ei ymmärretä."#,
        r#"Slutkoden är 0 om det inte finns fel (varningar får finnas, om inte --strict ges), 1 om det finns fel
och 2 om kommandot inte förstås."#,
    ),
    Said::new("Calculate the support for a budget", "Laske budjetin tuki", "Räkna ut stödet för en budget"),
    Said::new(
        "Reads a budget in YAML and tells the result: each step with its numbers, what limits the support, which conditions fail and what to do instead, and the attachments that are needed. A file that ends in .jsonl has one budget a line; each gives one result a line, in order.",
        "Lukee YAML-muotoisen budjetin ja kertoo tuloksen: jokaisen vaiheen lukuineen, mikä rajaa tukea, mitkä ehdot eivät täyty ja mitä voi tehdä niiden sijaan, sekä tarvittavat liitteet. Tiedostossa, jonka nimen lopussa on .jsonl, on yksi budjetti rivillä; jokaisesta tulee yksi tulosrivi, samassa järjestyksessä.",
        "Läser en budget i YAML och berättar resultatet: varje steg med siffror, vad som begränsar stödet, vilka villkor som inte uppfylls och vad man kan göra i stället, samt bilagorna som behövs. En fil som slutar på .jsonl har en budget per rad; var och en ger en resultatrad, i samma ordning.",
    ),
    Said::new(
        r#"A budget:
  funding_type: small_development      development, investment, small_development, small_investment
  costs:
    - {category: services, amount: 4 200 €, what: Pelimannit}
    - {category: other, amount: "1 800,00"}
  volunteer_hours: 50 h
Other fields: cost_model, support_rate, machine_hours, other_public, as_of and more; a field that is
left out is not known yet, and the result says what it still needs."#,
        r#"Budjetti:
  funding_type: small_development      development, investment, small_development, small_investment
  costs:
    - {category: services, amount: 4 200 €, what: Pelimannit}
    - {category: other, amount: "1 800,00"}
  volunteer_hours: 50 h
Muita tietoja: cost_model, support_rate, machine_hours, other_public, as_of ja muut. Poisjätettyä
tietoa ei vielä tunneta, ja tulos kertoo, mitä se vielä tarvitsee."#,
        r#"En budget:
  funding_type: small_development      development, investment, small_development, small_investment
  costs:
    - {category: services, amount: 4 200 €, what: Pelimannit}
    - {category: other, amount: "1 800,00"}
  volunteer_hours: 50 h
Andra uppgifter: cost_model, support_rate, machine_hours, other_public, as_of med flera. En uppgift som
lämnas bort är inte känd än, och resultatet säger vad det ännu behöver."#,
    ),
    Said::new(
        r#"Examples:
  leader-site calculate budget.yaml
  leader-site calculate --json budget.yaml
  leader-site calculate budgets.jsonl > results.jsonl
  leader-site calculate --compare --solve hours budget.yaml
  leader-site calculate --document arvio.xlsx --document arvio.html --lang fi budget.yaml"#,
        r#"Esimerkkejä:
  leader-site calculate budget.yaml
  leader-site calculate --json budget.yaml
  leader-site calculate budgets.jsonl > results.jsonl
  leader-site calculate --compare --solve hours budget.yaml
  leader-site calculate --document arvio.xlsx --document arvio.html --lang fi budget.yaml"#,
        r#"Exempel:
  leader-site calculate budget.yaml
  leader-site calculate --json budget.yaml
  leader-site calculate budgets.jsonl > results.jsonl
  leader-site calculate --compare --solve hours budget.yaml
  leader-site calculate --document arvio.xlsx --document arvio.html --lang fi budget.yaml"#,
    ),
    Said::new(
        r#"Ends with 0 if the budget could be calculated, 1 if it or the rules have mistakes, 2 if the command
is not understood, 3 if a document could not be written. In a .jsonl file a line that cannot be read
gives {"error": …} in its place."#,
        r#"Lopetuskoodi on 0, jos budjetin voi laskea, 1, jos siinä tai säännöissä on virheitä, 2, jos komentoa
ei ymmärretä, ja 3, jos asiakirjaa ei voi kirjoittaa. Tiedostossa .jsonl rivi, jota ei voi lukea, antaa
tilalleen {"error": …}."#,
        r#"Slutkoden är 0 om budgeten kunde räknas ut, 1 om den eller reglerna har fel, 2 om kommandot inte förstås
och 3 om ett dokument inte kunde skrivas. I en .jsonl-fil ger en rad som inte kan läsas {"error": …} i
sitt ställe."#,
    ),
    Said::new(
        "Find out which funding fits",
        "Katso, mikä rahoitus sopii",
        "Se vilken finansiering som passar",
    ),
    Said::new(
        "Takes answers to the questions that the rules ask, such as who applies and what for, and roughly what it costs. Tells for each funding type whether it fits, why it does not, or that it is best to ask the office. What is left out is not known yet; the answer then shows what can be told. The same conditions decide as in `calculate`.",
        "Ottaa vastaukset sääntöjen kysymyksiin, kuten kuka hakee ja mihin, ja suunnilleen hinnan. Kertoo jokaisesta rahoitustyypistä, sopiiko se, miksi ei sovi tai että asiaa on paras kysyä toimistolta. Poisjätettyä ei vielä tunneta; silloin vastaus kertoo sen, minkä voi. Samat ehdot ratkaisevat kuin komennossa `calculate`.",
        "Tar svar på reglernas frågor, till exempel vem som söker och för vad, och ungefär vad det kostar. Berättar för varje finansieringstyp om den passar, varför den inte gör det eller att det är bäst att fråga kontoret. Det som lämnas bort är inte känt än; då visar svaret det som går att säga. Samma villkor avgör som i `calculate`.",
    ),
    Said::new(
        r#"Examples:
  leader-site fits                              the questions, with the answers that there are
  leader-site fits --answer applicant=association --answer purpose=building --size 12000
  leader-site fits --applicant municipality --purpose training --json"#,
        r#"Esimerkkejä:
  leader-site fits                              kysymykset ja niiden vastaukset
  leader-site fits --answer applicant=association --answer purpose=building --size 12000
  leader-site fits --applicant municipality --purpose training --json"#,
        r#"Exempel:
  leader-site fits                              frågorna med de svar som finns
  leader-site fits --answer applicant=association --answer purpose=building --size 12000
  leader-site fits --applicant municipality --purpose training --json"#,
    ),
    Said::new(
        r#"Each question of the rules is an option of its own, too: --help shows those of the rules in this folder,
or in that of --site. The answers and what follows from them are rule data: `choice` in
content/rules/funding.yaml, and the first conditions in content/rules/calculation.yaml. To see one:
leader-site explain applicant"#,
        r#"Jokainen sääntöjen kysymys on myös oma valitsimensa: --help näyttää tämän kansion tai kansion --site
kysymykset. Vastaukset ja niiden seuraukset ovat sääntöjen tietoja: `choice` tiedostossa
content/rules/funding.yaml ja ensimmäiset ehdot tiedostossa content/rules/calculation.yaml. Näin näet
yhden: leader-site explain applicant"#,
        r#"Varje fråga i reglerna är också en egen flagga: --help visar frågorna i den här mappen eller i --site.
Svaren och det som följer av dem är data i reglerna: `choice` i content/rules/funding.yaml och de första
villkoren i content/rules/calculation.yaml. Så här ser du en av dem:
leader-site explain applicant"#,
    ),
    Said::new(
        r#"Ends with 0 whether or not anything fits, 1 if there is no such question or answer or the rules have
mistakes, 2 if the command is not understood."#,
        r#"Lopetuskoodi on 0, sopipa jokin tai ei, 1, jos kysymystä tai vastausta ei ole tai säännöissä on
virheitä, ja 2, jos komentoa ei ymmärretä."#,
        r#"Slutkoden är 0 vare sig något passar eller inte, 1 om frågan eller svaret inte finns eller reglerna har
fel, och 2 om kommandot inte förstås."#,
    ),
    Said::new(
        "Explain a value, rule, condition or example, or tell which file a page comes from",
        "Selitä arvo, sääntö, ehto tai esimerkki, tai kerro, mistä tiedostosta sivu tulee",
        "Förklara ett värde, en regel, ett villkor eller ett exempel, eller berätta vilken fil en sida kommer från",
    ),
    Said::new(
        "Of a part of the rules: its values over time, its source, its formula, where it is used, in which examples it takes part, and which pages show it. Of an address or a file of the site: the files it is made from, with their lines, and the other addresses that lead there. Without WHAT: lists everything in the rules.",
        "Sääntöjen osasta: arvot eri aikoina, lähde, kaava, missä sitä käytetään, missä esimerkeissä se on mukana ja mitkä sivut sen näyttävät. Sivuston osoitteesta tai tiedostosta: tiedostot ja rivit, joista se tehdään, sekä muut osoitteet, jotka vievät sinne. Ilman kohdetta MIKÄ: luettelee kaiken, mitä säännöissä on.",
        "Om en del av reglerna: värdena över tiden, källan, formeln, var den används, i vilka exempel den ingår och vilka sidor som visar den. Om en adress eller fil på webbplatsen: filerna och raderna som den görs av, och de andra adresserna som leder dit. Utan VAD: räknar upp allt i reglerna.",
    ),
    Said::new(
        r#"Examples:
  leader-site explain                        everything that there is, by its id
  leader-site explain small_total_max        a value: from when, who uses it, which pages show it
  leader-site explain support --lang fi      a rule, in Finnish
  leader-site explain example.ski_track      the kind in front, where several things have one id
  leader-site explain "Talkootunnin arvo"    by its name, in any language of the site
  leader-site explain /rahoitus/             which file this page comes from
  leader-site explain volunteer_hour --date 2027-01-01"#,
        r#"Esimerkkejä:
  leader-site explain                        kaikki, mitä on, tunnuksineen
  leader-site explain small_total_max        arvo: mistä alkaen, mikä sitä käyttää, mitkä sivut näyttävät
  leader-site explain support --lang fi      sääntö suomeksi
  leader-site explain example.ski_track      laji edessä, kun usealla on sama tunnus
  leader-site explain "Talkootunnin arvo"    nimellä, millä tahansa sivuston kielellä
  leader-site explain /rahoitus/             mistä tiedostosta tämä sivu tulee
  leader-site explain volunteer_hour --date 2027-01-01"#,
        r#"Exempel:
  leader-site explain                        allt som finns, med id
  leader-site explain small_total_max        ett värde: sedan när, vem som använder det, vilka sidor som visar det
  leader-site explain support --lang fi      en regel, på finska
  leader-site explain example.ski_track      slaget framför, när flera har samma id
  leader-site explain "Talkootunnin arvo"    med namnet, på vilket som helst av webbplatsens språk
  leader-site explain /rahoitus/             vilken fil den här sidan kommer från
  leader-site explain volunteer_hour --date 2027-01-01"#,
    ),
    Said::new(
        r#"Ends with 0 if there was something to explain, 1 if nothing has that name or the rules have mistakes,
2 if the command is not understood. Mistakes on pages do not matter here."#,
        r#"Lopetuskoodi on 0, jos selitettävää löytyi, 1, jos sen nimistä ei ole tai säännöissä on virheitä, ja
2, jos komentoa ei ymmärretä. Sivujen virheet eivät haittaa tässä."#,
        r#"Slutkoden är 0 om det fanns något att förklara, 1 om inget heter så eller reglerna har fel, och
2 om kommandot inte förstås. Fel på sidorna spelar ingen roll här."#,
    ),
    Said::new(
        "What to explain: the id or the name of a value, rule, limit, condition, example, funding type, cost model, cost category, input, attachment, note, assumption or source; an address of the site or of the preview; or a file",
        "Mitä selitetään: arvon, säännön, rajan, ehdon, esimerkin, rahoitustyypin, kustannusmallin, kustannuslajin, lähtötiedon, liitteen, huomautuksen, oletuksen tai lähteen tunnus tai nimi; sivuston tai esikatselun osoite; tai tiedosto",
        "Vad som förklaras: id eller namn på ett värde, en regel, en gräns, ett villkor, ett exempel, en finansieringstyp, en kostnadsmodell, ett kostnadsslag, en uppgift, en bilaga, en anmärkning, ett antagande eller en källa; en adress på webbplatsen eller i förhandsvisningen; eller en fil",
    ),
    Said::new(
        "Compare the rules on two days, or two sets of rules, and see what changes",
        "Vertaa sääntöjä kahtena päivänä tai kaksia sääntöjä ja katso, mikä muuttuu",
        "Jämför reglerna två dagar, eller två uppsättningar regler, och se vad som ändras",
    ),
    Said::new(
        "Tells which values change and from when, whether another authority decides, which rules, conditions and texts come, go or are written otherwise, what that does to every published example, and which projects can be funded before and after.",
        "Kertoo, mitkä arvot muuttuvat ja mistä alkaen, päättääkö toinen viranomainen, mitkä säännöt, ehdot ja tekstit tulevat, poistuvat tai on kirjoitettu toisin, mitä se tekee jokaiselle julkaistulle esimerkille ja mitä hankkeita voidaan rahoittaa ennen ja jälkeen.",
        "Berättar vilka värden som ändras och från när, om en annan myndighet beslutar, vilka regler, villkor och texter som kommer, går eller är annorlunda skrivna, vad det gör med varje publicerat exempel och vilka projekt som kan finansieras före och efter.",
    ),
    Said::new(
        r#"Examples:
  leader-site diff --to 2027-01-01                       what changes by New Year's Day
  leader-site diff --from 2026-01-01 --to 2027-01-01
  leader-site diff ../published                          a copy of the site with the one here
  leader-site diff old/content/rules new/content/rules   two sets of rules, both today
  leader-site diff old new --from 2026-06-01 --to 2027-01-01"#,
        r#"Esimerkkejä:
  leader-site diff --to 2027-01-01                       mikä muuttuu uudenvuodenpäivään mennessä
  leader-site diff --from 2026-01-01 --to 2027-01-01
  leader-site diff ../published                          sivuston kopio ja tämä sivusto
  leader-site diff old/content/rules new/content/rules   kahdet säännöt, molemmat tänään
  leader-site diff old new --from 2026-06-01 --to 2027-01-01"#,
        r#"Exempel:
  leader-site diff --to 2027-01-01                       vad som ändras till nyårsdagen
  leader-site diff --from 2026-01-01 --to 2027-01-01
  leader-site diff ../published                          en kopia av webbplatsen och den här
  leader-site diff old/content/rules new/content/rules   två uppsättningar regler, båda i dag
  leader-site diff old new --from 2026-06-01 --to 2027-01-01"#,
    ),
    Said::new(
        r#"Ends with 0 whether or not anything changes, with --exit-code 4 if something does; 1 if the rules have
mistakes, 2 if the command is not understood."#,
        r#"Lopetuskoodi on 0, muuttuipa jokin tai ei, ja valitsimella --exit-code 4, jos jokin muuttuu; 1, jos
säännöissä on virheitä, ja 2, jos komentoa ei ymmärretä."#,
        r#"Slutkoden är 0 vare sig något ändras eller inte, och med --exit-code 4 om något gör det; 1 om reglerna
har fel och 2 om kommandot inte förstås."#,
    ),
    Said::new(
        "Folders to compare: of a site, or of rules; with one, that and the site are compared",
        "Vertailtavat kansiot: sivuston tai sääntöjen; jos annat yhden, sitä verrataan tähän sivustoon",
        "Mappar att jämföra: med en webbplats eller regler; ges en, jämförs den med den här webbplatsen",
    ),
    Said::new(
        "The day before the change [default: today in Finland]",
        "Päivä ennen muutosta [oletus: tänään Suomessa]",
        "Dagen före ändringen [förval: i dag i Finland]",
    ),
    Said::new(
        "The day after it [default: the same day]",
        "Päivä muutoksen jälkeen [oletus: sama päivä]",
        "Dagen efter den [förval: samma dag]",
    ),
    Said::new(
        "End with 4 if something is different",
        "Lopeta koodilla 4, jos jokin on toisin",
        "Sluta med koden 4 om något skiljer sig",
    ),
    Said::new(
        "See what appears, expires or changes in the months ahead",
        "Katso, mitä tulevina kuukausina ilmestyy, poistuu tai muuttuu",
        "Se vad som kommer, försvinner eller ändras under de närmaste månaderna",
    ),
    Said::new(
        "Lists by day the pages that appear or go, the values that change or end, the change of the authority, and the sources that nobody has read for a year; then the drafts, which have no day.",
        "Luettelee päivittäin sivut, jotka ilmestyvät tai poistuvat, arvot, jotka muuttuvat tai päättyvät, viranomaisen vaihtumisen ja lähteet, joita kukaan ei ole lukenut vuoteen; sitten luonnokset, joilla ei ole päivää.",
        "Räknar dag för dag upp sidorna som kommer eller går, värdena som ändras eller upphör, bytet av myndighet och källorna som ingen har läst på ett år; sedan utkasten, som inte har någon dag.",
    ),
    Said::new(
        r#"Examples:
  leader-site upcoming
  leader-site upcoming --months 12
  leader-site upcoming --date 2026-12-01 --months 1      December, as seen on its first day
  leader-site upcoming --json"#,
        r#"Esimerkkejä:
  leader-site upcoming
  leader-site upcoming --months 12
  leader-site upcoming --date 2026-12-01 --months 1      joulukuu katsottuna sen ensimmäisenä päivänä
  leader-site upcoming --json"#,
        r#"Exempel:
  leader-site upcoming
  leader-site upcoming --months 12
  leader-site upcoming --date 2026-12-01 --months 1      december, sedd från sin första dag
  leader-site upcoming --json"#,
    ),
    Said::new(
        r#"Ends with 0, with 1 if settings, rules or the lines between `---` have mistakes, with 2 if the command
is not understood."#,
        r#"Lopetuskoodi on 0; 1, jos asetuksissa, säännöissä tai `---`-rivien välissä on virheitä, ja 2, jos
komentoa ei ymmärretä."#,
        r#"Slutkoden är 0; 1 om inställningarna, reglerna eller raderna mellan `---` har fel, och 2 om kommandot
inte förstås."#,
    ),
    Said::new(
        "How many months ahead to look",
        "Montako kuukautta eteenpäin katsotaan",
        "Hur många månader framåt",
    ),
    Said::new(
        "The day to look ahead from [default: today in Finland]",
        "Päivä, josta eteenpäin katsotaan [oletus: tänään Suomessa]",
        "Dagen att se framåt från [förval: i dag i Finland]",
    ),
    Said::new(
        "Make a page or a news item, its front matter filled in",
        "Tee sivu tai uutinen, alkutiedot valmiina",
        "Gör en sida eller nyhet med uppgifterna ifyllda",
    ),
    Said::new(
        "In a folder whose pages go by date it is a news item of today. A path that ends in `/` makes the page of a folder. The page is a draft until the line `draft: true` is taken away.",
        "Kansiossa, jonka sivut ovat päivän mukaan, siitä tulee tämän päivän uutinen. Polku, jonka lopussa on `/`, tekee kansion sivun. Sivu on luonnos, kunnes rivi `draft: true` poistetaan.",
        "I en mapp vars sidor går efter datum blir det dagens nyhet. En sökväg som slutar på `/` gör sidan för en mapp. Sidan är ett utkast tills raden `draft: true` tas bort.",
    ),
    Said::new(
        r#"Examples:
  leader-site new rahoitus/uusi-tuki
  leader-site new ajankohtaista/syyshaku --title "Syksyn haku on auki"
  leader-site new tapahtumat/               the page of a new folder"#,
        r#"Esimerkkejä:
  leader-site new rahoitus/uusi-tuki
  leader-site new ajankohtaista/syyshaku --title "Syksyn haku on auki"
  leader-site new tapahtumat/               uuden kansion sivu"#,
        r#"Exempel:
  leader-site new rahoitus/uusi-tuki
  leader-site new ajankohtaista/syyshaku --title "Syksyn haku on auki"
  leader-site new tapahtumat/               sidan för en ny mapp"#,
    ),
    Said::new(
        r#"A pattern of your own goes before that of the program: patterns/page.md, patterns/news.md or
patterns/section.md in the site or its theme, or with a language: patterns/news.sv.md."#,
        r#"Oma pohja menee ohjelman pohjan edelle: patterns/page.md, patterns/news.md tai patterns/section.md
sivuston tai teeman kansiossa, tai kielen kanssa: patterns/news.sv.md."#,
        r#"En egen mall går före programmets: patterns/page.md, patterns/news.md eller patterns/section.md i
webbplatsens eller temats mapp, eller med språk: patterns/news.sv.md."#,
    ),
    Said::new(
        r#"Ends with 0 if the page was made, 1 if content/site.yaml has mistakes, 2 if there is such a page
already or the path is not understood, 3 if the file could not be written."#,
        r#"Lopetuskoodi on 0, jos sivu tehtiin, 1, jos tiedostossa content/site.yaml on virheitä, 2, jos sellainen
sivu on jo tai polkua ei ymmärretä, ja 3, jos tiedostoa ei voi kirjoittaa."#,
        r#"Slutkoden är 0 om sidan gjordes, 1 om content/site.yaml har fel, 2 om en sådan sida redan finns eller
sökvägen inte förstås, och 3 om filen inte kunde skrivas."#,
    ),
    Said::new(
        "The page: `rahoitus/uusi-sivu`, `ajankohtaista/Syksyn haku on auki` or `content/fi/sivu.md`",
        "Sivu: `rahoitus/uusi-sivu`, `ajankohtaista/Syksyn haku on auki` tai `content/fi/sivu.md`",
        "Sidan: `finansiering/ny-sida`, `aktuellt/Höstens ansökan är öppen` eller `content/sv/sida.md`",
    ),
    Said::new(
        "Its title [default: made of the name]",
        "Otsikko [oletus: tehdään nimestä]",
        "Rubriken [förval: görs av namnet]",
    ),
    Said::new(
        "The date of a news item [default: today in Finland]",
        "Uutisen päivä [oletus: tänään Suomessa]",
        "Nyhetens datum [förval: i dag i Finland]",
    ),
    Said::new(
        "Begin a site for another association",
        "Aloita sivusto toiselle yhdistykselle",
        "Börja en webbplats för en annan förening",
    ),
    Said::new(
        "Writes a complete small site with a calculator into a new folder: pages to fill in, the theme and the rules. What is not given as an option is asked for on a terminal. `--lang` chooses the language of the site, too.",
        "Kirjoittaa uuteen kansioon kokonaisen pienen sivuston, jossa on laskuri: täydennettävät sivut, teeman ja säännöt. Mitä ei anneta valitsimena, sitä kysytään pääteikkunassa. `--lang` valitsee myös sivuston kielen.",
        "Skriver en hel liten webbplats med räknare i en ny mapp: sidor att fylla i, temat och reglerna. Det som inte ges som flagga frågas det efter i terminalen. `--lang` väljer också webbplatsens språk.",
    ),
    Said::new(
        r#"Examples:
  leader-site init oma-sivusto
  leader-site init sivut --lang sv --name "Leader Öst rf" --municipality Larsmo,Pedersöre --yes"#,
        r#"Esimerkkejä:
  leader-site init oma-sivusto
  leader-site init sivut --lang sv --name "Leader Öst rf" --municipality Larsmo,Pedersöre --yes"#,
        r#"Exempel:
  leader-site init oma-sivusto
  leader-site init sivut --lang sv --name "Leader Öst rf" --municipality Larsmo,Pedersöre --yes"#,
    ),
    Said::new(
        r#"Ends with 0 if the site was written, 2 if something is missing, 3 if the folder is not empty or
could not be written."#,
        r#"Lopetuskoodi on 0, jos sivusto kirjoitettiin, 2, jos jotakin puuttuu, ja 3, jos kansio ei ole tyhjä tai
siihen ei voi kirjoittaa."#,
        r#"Slutkoden är 0 om webbplatsen skrevs, 2 om något saknas och 3 om mappen inte är tom eller inte kunde
skrivas."#,
    ),
    Said::new(
        "The folder of the new site: a new or an empty one",
        "Uuden sivuston kansio: uusi tai tyhjä",
        "Den nya webbplatsens mapp: en ny eller tom",
    ),
    Said::new("The name of the association", "Yhdistyksen nimi", "Föreningens namn"),
    Said::new(
        "A municipality of its area; can be repeated, or several with commas between",
        "Toiminta-alueen kunta; voi toistaa, tai useita pilkuilla erotettuina",
        "En kommun i området; kan upprepas, eller flera med komma emellan",
    ),
    Said::new(
        "The e-mail address of its office [default: one to fill in]",
        "Toimiston sähköpostiosoite [oletus: täydennettävä]",
        "Kontorets e-postadress [förval: en att fylla i]",
    ),
    Said::new(
        "Where the site will be published [default: `https://example.org/`]",
        "Mihin sivusto julkaistaan [oletus: `https://example.org/`]",
        "Var webbplatsen publiceras [förval: `https://example.org/`]",
    ),
    Said::new(
        "Ask nothing: what is left out gets its default",
        "Älä kysy mitään: poisjätetty saa oletuksensa",
        "Fråga ingenting: det som lämnas bort får sitt förval",
    ),
    Said::new(
        "Give JSON Schemas, with which editors complete keys and explain them",
        "Anna JSON-skeemat, joiden avulla editorit täydentävät ja selittävät avaimet",
        "Ge JSON-scheman, med vilka editorer fyller i och förklarar nycklar",
    ),
    Said::new(
        "Without NAME and --out: tells which schemas there are. What a schema says of a key is in Finnish, or in English with `--lang en`.",
        "Ilman nimeä ja valitsinta --out: kertoo, mitä skeemoja on. Skeema kertoo avaimista suomeksi tai valitsimella `--lang en` englanniksi.",
        "Utan NAMN och --out: berättar vilka scheman som finns. Det som ett schema säger om en nyckel är på finska, eller på engelska med `--lang en`.",
    ),
    Said::new(
        r#"Examples:
  leader-site schema                       which schemas there are
  leader-site schema parameters            one of them
  leader-site schema --out .schemas         all of them, as files"#,
        r#"Esimerkkejä:
  leader-site schema                       mitä skeemoja on
  leader-site schema parameters            yksi niistä
  leader-site schema --out .schemas         kaikki, tiedostoina"#,
        r#"Exempel:
  leader-site schema                       vilka scheman som finns
  leader-site schema parameters            ett av dem
  leader-site schema --out .schemas         alla, som filer"#,
    ),
    Said::new(
        r#"The first line of a YAML file leads editors to its schema:
  # yaml-language-server: $schema=../../.schemas/parameters.json"#,
        r#"YAML-tiedoston ensimmäinen rivi johtaa editorin sen skeemaan:
  # yaml-language-server: $schema=../../.schemas/parameters.json"#,
        r#"Första raden i en YAML-fil leder editorer till dess schema:
  # yaml-language-server: $schema=../../.schemas/parameters.json"#,
    ),
    Said::new(
        "Which one: page, site, theme, parameters, funding, calculation and so on",
        "Mikä: page, site, theme, parameters, funding, calculation ja niin edelleen",
        "Vilket: page, site, theme, parameters, funding, calculation och så vidare",
    ),
    Said::new(
        "The folder to write NAME.json to; without NAME all of them",
        "Kansio, johon kirjoitetaan NIMI.json; ilman nimeä kaikki",
        "Mappen som NAMN.json skrivs i; utan NAMN alla",
    ),
    Said::new(
        "Give completions for a shell: pressing Tab fills in commands and options",
        "Anna komentotulkille täydennykset: sarkain täydentää komennot ja valitsimet",
        "Ge kompletteringar för ett skal: tabulatorn fyller i kommandon och flaggor",
    ),
    Said::new(
        r#"To install:
  bash   leader-site completions bash > ~/.local/share/bash-completion/completions/leader-site
  zsh    leader-site completions zsh > "${fpath[1]}/_leader-site"
  fish   leader-site completions fish > ~/.config/fish/completions/leader-site.fish"#,
        r#"Asennus:
  bash   leader-site completions bash > ~/.local/share/bash-completion/completions/leader-site
  zsh    leader-site completions zsh > "${fpath[1]}/_leader-site"
  fish   leader-site completions fish > ~/.config/fish/completions/leader-site.fish"#,
        r#"Installation:
  bash   leader-site completions bash > ~/.local/share/bash-completion/completions/leader-site
  zsh    leader-site completions zsh > "${fpath[1]}/_leader-site"
  fish   leader-site completions fish > ~/.config/fish/completions/leader-site.fish"#,
    ),
    Said::new(
        "In the folder of a site they know the questions and answers of its rules, for `fits`.",
        "Sivuston kansiossa ne tuntevat sen sääntöjen kysymykset ja vastaukset komentoa `fits` varten.",
        "I en webbplats mapp känner de till frågorna och svaren i dess regler, för `fits`.",
    ),
    Said::new("The shell", "Komentotulkki", "Skalet"),
    Said::new("Give the manual page", "Anna ohjesivu", "Ge manualsidan"),
    Said::new(
        r#"To install:
  leader-site man --out ~/.local/share/man/man1
Then `man leader-site` shows it, and `man leader-site-build` that of a command."#,
        r#"Asennus:
  leader-site man --out ~/.local/share/man/man1
Sitten `man leader-site` näyttää sen ja `man leader-site-build` komennon ohjesivun."#,
        r#"Installation:
  leader-site man --out ~/.local/share/man/man1
Sedan visar `man leader-site` den och `man leader-site-build` sidan för ett kommando."#,
    ),
    Said::new(
        "The folder to write a page for the program and one for each command to",
        "Kansio, johon kirjoitetaan ohjelman ohjesivu ja jokaisen komennon oma",
        "Mappen som en sida för programmet och en för varje kommando skrivs i",
    ),
    Said::new(
        "The folder of the site [default: the one you are in, or the nearest one above it that holds a site]",
        "Sivuston kansio [oletus: se, jossa olet, tai lähin sen yläpuolella, jossa on sivusto]",
        "Webbplatsens mapp [förval: den du är i, eller den närmaste ovanför med en webbplats]",
    ),
    Said::new(
        "The day that decides what is published and which values are in force [default: today in Finland]",
        "Päivä, jonka mukaan sivut julkaistaan ja arvot ovat voimassa [oletus: tänään Suomessa]",
        "Dagen som avgör vad som publiceras och vilka värden som gäller [förval: i dag i Finland]",
    ),
    Said::new(
        "Show pages with `draft: true` too",
        "Näytä myös sivut, joissa on `draft: true`",
        "Visa också sidor med `draft: true`",
    ),
    Said::new(
        "Where the site will be published, if elsewhere than content/site.yaml says",
        "Mihin sivusto julkaistaan, jos muualle kuin content/site.yaml kertoo",
        "Var webbplatsen publiceras, om någon annanstans än content/site.yaml säger",
    ),
    Said::new(
        "The folder to write: a new one, or one that this program wrote. What others put there stays [default: public/ in the site]",
        "Kansio, johon kirjoitetaan: uusi tai tämän ohjelman tekemä. Muiden sinne panemat tiedostot säilyvät [oletus: sivuston public/]",
        "Mappen att skriva i: en ny, eller en som det här programmet har gjort. Det som andra har lagt där blir kvar [förval: public/ i webbplatsen]",
    ),
    Said::new(
        "The port to serve at; if it is taken, the next one that is free",
        "Portti; jos se on varattu, seuraava vapaa",
        "Porten; om den är upptagen tas nästa lediga",
    ),
    Said::new("Open the site in the browser", "Avaa sivusto selaimeen", "Öppna webbplatsen i webbläsaren"),
    Said::new(
        "What opens a file that the preview names: vscode, vscodium, none, or an address with {file}, {line} and {column} in it",
        "Millä esikatselun nimeämä tiedosto avataan: vscode, vscodium, none tai osoite, jossa on {file}, {line} ja {column}",
        "Vad som öppnar en fil som förhandsvisningen nämner: vscode, vscodium, none eller en adress med {file}, {line} och {column}",
    ),
    Said::new(
        "Leave links to other sites alone: do not ask the network",
        "Jätä linkit muualle tarkistamatta: älä käytä verkkoa",
        "Låt länkar till andra webbplatser vara: fråga inte nätet",
    ),
    Said::new(
        "Take warnings for mistakes: end with 1 if there are any. Links that could not be checked do not count",
        "Pidä varoituksia virheinä: lopeta koodilla 1, jos niitä on. Linkkejä, joita ei voitu tarkistaa, ei lasketa",
        "Räkna varningar som fel: sluta med 1 om det finns några. Länkar som inte kunde kontrolleras räknas inte",
    ),
    Said::new(
        "Show every warning, also where there are many of one kind",
        "Näytä jokainen varoitus, vaikka samanlaisia olisi monta",
        "Visa varje varning, också när det finns många av samma slag",
    ),
    Said::new(
        "Write right what was certainly meant, such as bullets of a word processor, and show what was changed; then check",
        "Korjaa se, minkä tarkoitus on varma, kuten tekstinkäsittelyn luettelomerkit, ja näytä, mikä muuttui; tarkista sitten",
        "Rätta det vars mening är säker, till exempel ordbehandlarens punkter, och visa vad som ändrades; kontrollera sedan",
    ),
    Said::new(
        "With --fix: only show what would be changed",
        "Valitsimen --fix kanssa: näytä vain, mikä muuttuisi",
        "Med --fix: visa bara vad som skulle ändras",
    ),
    Said::new(
        "Show in a table what is missing or out of date in each language, and nothing else",
        "Näytä taulukkona, mitä kustakin kielestä puuttuu tai mikä on vanhentunut, eikä muuta",
        "Visa i en tabell vad som saknas eller är föråldrat på varje språk, och inget annat",
    ),
    Said::new(
        "Give the messages, or the table, as JSON, for programs",
        "Anna viestit tai taulukko JSON-muodossa ohjelmia varten",
        "Ge meddelandena eller tabellen som JSON, för program",
    ),
    Said::new(
        "The budget: a .yaml or .json file, or .jsonl with one budget a line; `-` reads YAML from standard input",
        "Budjetti: .yaml- tai .json-tiedosto, tai .jsonl, jossa on yksi budjetti rivillä; `-` lukee YAML-tekstin syötevirrasta",
        "Budgeten: en .yaml- eller .json-fil, eller .jsonl med en budget per rad; `-` läser YAML från standardindata",
    ),
    Said::new(
        "Give the result as JSON, for programs",
        "Anna tulos JSON-muodossa ohjelmia varten",
        "Ge resultatet som JSON, för program",
    ),
    Said::new(
        "Compare all funding types and cost models with the same rows",
        "Vertaa kaikkia rahoitustyyppejä ja kustannusmalleja samoilla riveillä",
        "Jämför alla finansieringstyper och kostnadsmodeller med samma rader",
    ),
    Said::new(
        "Answer a question backwards: `hours` (how many volunteer hours until no own money is needed), `useful-hours` (from which more bring nothing), `costs=6000` (what a row must cost for that support), `project=2500` (what it may cost with that own money)",
        "Vastaa kysymykseen takaperin: `hours` (montako talkootuntia, ettei omaa rahaa tarvita), `useful-hours` (mistä alkaen lisätunnit eivät enää auta), `costs=6000` (mitä rivin pitää maksaa, jotta tuki on se), `project=2500` (mitä hanke saa maksaa sillä omalla rahalla)",
        "Svara baklänges på en fråga: `hours` (hur många talkotimmar tills inga egna pengar behövs), `useful-hours` (från vilken timme fler inte hjälper), `costs=6000` (vad en rad måste kosta för det stödet), `project=2500` (vad projektet får kosta med de egna pengarna)",
    ),
    Said::new(
        "Write the cost estimate, volunteer work and financing plan as a document to attach: FILE.xlsx with live formulas, FILE.csv with the rows for copying, FILE.html for printing; can be repeated",
        "Kirjoita kustannusarvio, talkootyö ja rahoitussuunnitelma liitteeksi: .xlsx laskee kaavoilla, .csv antaa rivit kopioitaviksi, .html tulostukseen; voi toistaa",
        "Skriv kostnadsberäkningen, talkoarbetet och finansieringsplanen som en bilaga: .xlsx med levande formler, .csv med raderna för kopiering, .html för utskrift; kan upprepas",
    ),
    Said::new(
        "The row whose cost the question is about, counted from 1 [default: the last one]",
        "Rivi, jonka hintaa kysymys koskee; ensimmäinen on 1 [oletus: viimeinen]",
        "Raden vars kostnad frågan gäller, räknat från 1 [förval: den sista]",
    ),
    Said::new(
        "The day whose rules are meant, where the budget has no `as_of` [default: today in Finland]",
        "Päivä, jonka sääntöjä tarkoitetaan, jos budjetissa ei ole tietoa `as_of` [oletus: tänään Suomessa]",
        "Dagen vars regler avses, om budgeten inte har `as_of` [förval: i dag i Finland]",
    ),
    Said::new(
        "The answer to a question of the rules by its id or its name, such as `applicant=association`; can be repeated",
        "Vastaus sääntöjen kysymykseen tunnuksella tai nimellä, esimerkiksi `applicant=association`; voi toistaa",
        "Svaret på en av reglernas frågor med id eller namn, till exempel `applicant=association`; kan upprepas",
    ),
    Said::new(
        "Roughly what all of it costs, in euros",
        "Mitä kaikki maksaa suunnilleen, euroina",
        "Ungefär vad allt kostar, i euro",
    ),
    Said::new(
        "Give the answer as JSON, for programs",
        "Anna vastaus JSON-muodossa ohjelmia varten",
        "Ge svaret som JSON, för program",
    ),
    Said::new(
        "The day whose rules are meant [default: today in Finland]",
        "Päivä, jonka sääntöjä tarkoitetaan [oletus: tänään Suomessa]",
        "Dagen vars regler avses [förval: i dag i Finland]",
    ),
    Said::new(
        "The day whose values are in force [default: today in Finland]",
        "Päivä, jonka arvot ovat voimassa [oletus: tänään Suomessa]",
        "Dagen vars värden gäller [förval: i dag i Finland]",
    ),
];

/// What stands for a value, in capital letters.
pub(super) const VALUES: &[Said] = &[
    Said::new("CODE", "TUNNUS", "KOD"),
    Said::new("DIR", "KANSIO", "MAPP"),
    Said::new("YYYY-MM-DD", "VVVV-KK-PP", "ÅÅÅÅ-MM-DD"),
    Said::new("URL", "OSOITE", "ADRESS"),
    Said::new("N", "LUKU", "TAL"),
    Said::new("EDITOR", "EDITORI", "EDITOR"),
    Said::new("PATH", "POLKU", "SÖKVÄG"),
    Said::new("TITLE", "OTSIKKO", "RUBRIK"),
    Said::new("NAME", "NIMI", "NAMN"),
    Said::new("ADDRESS", "OSOITE", "ADRESS"),
    Said::new("SHELL", "TULKKI", "SKAL"),
    Said::new("FILE", "TIEDOSTO", "FIL"),
    Said::new("QUESTION", "KYSYMYS", "FRÅGA"),
    Said::new("NUMBER", "NUMERO", "NUMMER"),
    Said::new("QUESTION=ANSWER", "KYSYMYS=VASTAUS", "FRÅGA=SVAR"),
    Said::new("AMOUNT", "EUROT", "BELOPP"),
    Said::new("ANSWER", "VASTAUS", "SVAR"),
    Said::new("WHAT", "MIKÄ", "VAD"),
    Said::new("OLD", "VANHA", "GAMMAL"),
    Said::new("NEW", "UUSI", "NY"),
    Said::new("COMMAND", "KOMENTO", "KOMMANDO"),
    Said::new("OPTIONS", "VALITSIMET", "FLAGGOR"),
];
