// Swedish words: the stemmer of the Snowball project (snowballstem.org/algorithms/swedish), and the articles that
// it passes over.

export const compounds = true;

export const parts = () => true;

export const stop = new Set(
  'och eller att det den de en ett är var som på i till av för med om hur vad vem vilka vilken vilket när kan man jag vi ni du får fick fått ska har inte också innan före tar ger går gör göra kommer mycket många länge finns måste behöver behövs vill betyder vår våra ni er mig oss blev blir så redan nu genast alla någon något vårt bara själv ihop efteråt'.split(' '),
);

/** By which words one knows the kind of a question; the first says that it is about what is not. */
export const asks = [/^inte$/, /^vem$/, /^när$/, /^(?:länge|lång|dröjer|tid)$/, /^(?:mycket|många|stort?|värd)$/, /^(?:var|varifrån)$/, /^hur$/, /^(?:vad|vilk\p{L}+)$/u];

/** Groups of words that people take for one another, and of what they call things that pages call otherwise. */
export const same =
  'stöd bidrag understöd finansiering|ansökan ansökning ansöka söka|ansökningstid deadline ansökningsdag ansökningstider sista tidsfrist slutdatum stänger stängs öppnar|talko talkoarbete talkotimme frivilligarbete frivillig|kostnad utgift|by byn byar byarna byns' +
  '|renovera renovering rusta iståndsättning reparera tak|bygglov tillstånd|moms mervärdesskatt|flat schablonandel|rate schablonandel|egenfinansiering egenandel självrisk andel|mellanfinansiering lån banklån förskott kredit|förskott förväg' +
  '|evenemang festival fest konsert marknad bydag tävling|lekplats lekpark gunga|byahus föreningshus bygdegård byagård föreningslokal samlingslokal klubbhus bastu|apparat utrustning värmepump luftvärmepump solpanel dator|arbetsmaskin traktor grävmaskin fyrhjuling|bil fordon släpvagn' +
  '|resa resekostnad kilometer kilometerersättning km milersättning|lön anställa anställd löner|kvitto verifikation|hyra arrende hyresavtal kontrakt|beställa beställning avtal|offert anbud offertförfrågan|blankett formulär excel|kontakt kontaktuppgifter telefon telefonnummer epost mejl mail personal|starta börja start' +
  '|beslut besluta bestämma bestämmer avgöra|handläggningstid dröja vänta|stiga dyrare högre överskrida budgetöverskridning|ung unga ungdom ungdomar ungdomsstöd|företag firma företagare näringsidkare aktiebolag företagsstöd|privatperson privat enskild' +
  '|begagnad begagnat använd gammal gamla|mark tomt|urvalskriterium urvalskriterier kriterier grunder poäng|logga inloggning|stad centrum stadsområde|pengar finansiering stöd|motionsbana gym idrottsplats rink|utbildning kurs föreläsning|stig led naturstig vandringsled|registrerad oregistrerad|betala utbetalning|kakor cookies|budget kostnadskalkyl|köpa köp anskaffning|timme timpris|ålder gammal åldersgräns|lov tillstånd|skatt mervärdesskatt|förening idrottsförening byförening jaktförening ungdomsförening hembygdsförening|andelslag|församling kyrka|kommun stad|jämföra prisjämförelse offert|fullmakt firmateckning firmatecknare namnteckningsrätt|sälja överlåta bestå varaktighet|äga ägande arrende hyra|allmänna indirekta omkostnader kontorskostnader|överklaga besvär ändringssökande beslut|öppettider kontor|styrelse' +
  '|högsta högst maximalt tak|minsta lägsta minst|faktura räkning|projekt idé|skicka lämna|bilaga dokument papper|samarbete|försäkring|vindskydd grillplats eldstad grill|ålder barn minderårig|hjälp hjälpa rådgivning råd|eu union landsbygdsfonden europeiska|mat servering|ljudanläggning möbler kök bord stolar|berättigad stödberättigande|frivilligarbete talkoarbete volontär ideellt|byborna by';

/** What people say in several words, and what pages call it. */
export const phrases = [
  [/(?<!\p{L})(?:egna|egen|eget) (?:pengar|andel|insats|finansiering)\p{L}*/giu, 'egenfinansiering'],
  [/(?<!\p{L})(?:vem|vilka|är vi|har vi rätt)(?= .*(?:få|får|rätt|berättig))/giu, 'vem ansöka'],
  [/hur mycket (?:pengar|stöd|bidrag)/giu, 'hur mycket stöd'],
];

const MAIN = /(heterna|hetens|anden|heten|heter|arnas|ernas|ornas|andes|arens|andet|arna|erna|orna|ande|arne|aste|aren|ades|erns|ade|are|ern|ens|het|ast|ad|en|ar|er|or|as|es|at|a|e)$/;
const S = /[bcdfghjklmnoprtvy]s$/;

/** Where the part of the word begins in which endings are looked for. */
const region = word => {
  const found = /[aeiouyåäö][^aeiouyåäö]/.exec(word);
  return found ? Math.max(found.index + 2, 3) : word.length;
};

const stemOf = word => {
  const start = region(word);
  const within = ending => word.length - ending.length >= start;
  const main = MAIN.exec(word.slice(start));
  if (main) word = word.slice(0, -main[0].length);
  else if (S.test(word) && within('s')) word = word.slice(0, -1);
  if (/(dd|gd|nn|dt|gt|kt|tt)$/.test(word) && within('xx')) word = word.slice(0, -1);
  const third = /(fullt|löst|lig|els|ig)$/.exec(word.slice(start));
  if (third) word = third[1] === 'fullt' || third[1] === 'löst' ? word.slice(0, -1) : word.slice(0, -third[1].length);
  return word;
};

// What the stemmer knows in part only. Behind a noun for "the": projekt|et, bilaga|n, värde|na, traktor|n. Behind a
// verb or an adjective: godkän|de, sök|te, köp|t, officiell|t.
const MORE = [
  /(.{3,})ets?$/,
  /(.{3,}[aeiouyåäö])[nt]s?$/,
  /(.{2,}e)nas?$/,
  /(.{2,}(?:el|er|or))ns?$/,
  /(.{2,}[glmnrv])de[ts]?$/,
  /(.{2,}[kpst])te[ts]?$/,
  /(.{4,}[gln]|.{2,}[kp])t$/,
];

/** The stem without what comes and goes in it: medlem, medlemmen; regel, regler. */
const bareOf = stem => stem.replace(/(m)m$/, '$1').replace(/([bdfgkpt])e([lnr])$/, '$1$2');

/** The word itself, its stem, and the stem of what it is without such an ending. */
export const keys = word => {
  const stems = [word, ...MORE.map(pattern => pattern.exec(word)?.[1]).filter(Boolean)].map(stemOf);
  return [...new Set([word, ...stems, ...stems.map(bareOf)])];
};
