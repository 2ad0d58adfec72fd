// Finnish words: which dictionary forms a word of a text may have. Two words are forms of one word when a
// dictionary form is common to both.
//
// Nothing here knows any words. Endings are taken off, and what is left is turned into all dictionary forms
// that could be behind it: `tuen` into `tuki` (k comes and goes), `tukki` is none of them. That a guess is
// no word does no harm, since no text has it.

/** Where words are long because they are made of others, and those are of interest. */
export const compounds = true;

/** Whether consonants come and go within a word: kunta, kunnan. */
export const weakens = true;

/** Whether a word may end before `rest` within a longer one: kylä|talo, but not talo|udellinen, one syllable. */
export const parts = (word, rest) => !/^(?:[aeouyäö]i|[aeio]u|[eiäö]y|ie|uo|yö|aa|ee|oo|uu|yy|ää|öö)/.test(word.at(-1) + rest[0]);

/** Words that tell nothing of what is sought. */
export const stop = new Set(
  'ja tai on ei en et sekä että kun jos kuin mikä mitä mitkä minkä mistä mihin missä minne miksi miten milloin koska kuka ketkä kenen kenelle kuinka joka jotka jota voi voiko voimme voivat voinko voidaan saa saako saadaan saan saanko saamme saisi saisiko paljon paljonko kauanko kauan monta montako ovat oli ole olla olen olisi hän se ne me te tämä nämä niin myös vai onko pitää pitääkö täytyy täytyykö tarvitsee tarvitseeko tarvitaan tarvitaanko tarvita haluan haluamme haluaisin tarkoittaa tarkoittavat meille meillä meidän minulle minun sen tähän siihen siitä varten kanssa mukaan jotain joku mitään ihan nyt vielä asti eli tulee tulevat seuraava ennen mennessä joko heti kesken johon jonka jos saadakseen saavat saanut annetaan jollain jossain jokin joitain kaikki kaikille meidät itse vain paras hyvä tehdä tehdään laittaa kuuluu liittyy käykö käy olisiko onkohan missään mille toisen toinen'.split(' '),
);

/** By which words one knows the kind of a question; the first says that it is about what is not. */
export const asks = [/^ei$/, /^(?:kuka|ketkä|ketä|kene\p{L}*|kelle)$/u, /^(?:milloin|koska|mennessä)$/, /^(?:kauan\p{L}*|kesto|kestää)$/u, /^(?:paljon\p{L}*|mont\p{L}+|suuri|iso|hinta|arvoinen)$/u, /^(?:missä|minne|mistä)$/, /^mihin$/, /^(?:miten|kuinka)$/, /^mi(?:tä|kä|tkä|llai\p{L}+)$/u];

/** Groups of words that people take for one another, and of what they call things that pages call otherwise. */
export const same =
  'tuki avustus apuraha rahoitus|raha rahoitus tuki|haku hakeminen hakea|hakuaika määräaika deadline dedis takaraja hakujakso hakupäivä eräpäivä aukeaa avautuu päättyy sulkeutuu|mennessä määräaika hakuaika' +
  '|talkoot talkootyö talkootunti vapaaehtoistyö vapaaehtoinen|kustannus kulu meno|omarahoitus omavastuu omaraha omaosuus|alv arvonlisävero vero|budjetti kustannusarvio' +
  '|matka matkakustannus matkakulu km kilometri kilometrikorvaus matkakorvaus päiväraha|ennakko etukäteen ennakkomaksu|väliaikaisrahoitus välirahoitus siltarahoitus laina luotto pankki pankkilaina ennakko' +
  '|tapahtuma kylätapahtuma kesätapahtuma festari festivaali konsertti juhla kyläjuhla markkinat kisat teatteri|leikkipaikka leikkipuisto leikkikenttä leikkiväline keinu' +
  '|kylätalo seurantalo seuraintalo kylätupa nuorisoseurantalo kerhotalo työväentalo mökki maja sauna|remontti kunnostus kunnostaa korjaus korjata korjaaminen saneeraus peruskorjaus katto|rakentaminen rakentaa' +
  '|laite väline kalusto ilmalämpöpumppu lämpöpumppu maalämpö aurinkopaneeli videotykki tietokone|työkone traktori kaivinkone kaivuri mönkijä moottorikelkka|auto ajoneuvo pakettiauto peräkärry' +
  '|palkka palkkaus palkata työntekijä hanketyöntekijä|tosite kuitti lasku|tarjous tarjouspyyntö kilpailutus kilpailuttaa|lomake kaavake blanketti excel|laavu kota nuotiopaikka grillikatos grilli grillipaikka nuotio|polku reitti luontopolku vaellusreitti pitkospuu opastaulu opaste lintutorni torni|kuntorata pururata kuntosali liikuntapaikka kaukalo kenttä frisbeegolf hiihtolatu latu harrastehalli|koulutus kurssi luento työpaja|verkkosivut nettisivut kotisivut|rekisteröity rekisteröimätön|laskuri laskin|laituri venelaituri uimaranta ranta' +
  '|yhteystiedot osoite sähköposti email meili puhelin puhelinnumero soittaa henkilökunta henkilöstö|aloittaa alkaa aloittaminen aloitus|päätös päättää päättäjä|kestää kesto käsittelyaika odottaa odotusaika' +
  '|nousta nousu nousi kallistua kalliimpi ylittyä ylitys|lisäaika jatkoaika pidennys|muutos muuttaa muutoshakemus|nuori nuoriso nuorisoraha nuorisotuki nuorisoleader teini|ikäinen ikä ikäraja alaikäinen lapsi vuotias' +
  '|yritys firma toiminimi yrittäjä osakeyhtiö oy tmi maatila yritystuki|yksityishenkilö yksityinen henkilö ihminen|kaupunkialue keskusta kaupunki taajama|maapohja tontti maa|ostaa osto hankinta hankkia|tilata tilaus tilaaminen sopimus|kirjautua kirjautuminen login tunnukset' +
  '|kriteeri hankevalintakriteeri valintakriteeri valintaperuste peruste pisteytys pisteet|valita valinta|rahoitettu myönnetty toteutunut|esimerkki esimerkkihanke|arvo arvoinen hinta tuntihinta|eväste cookie keksi|raportti raportointi raportoida loppuraportti' +
  '|ely elinvoimakeskus|rakennuslupa lupa toimenpidelupa|maksaa maksu maksatus|jatkuva ympärivuotinen|flat laskennallinen|vuosi vuonna' +
  '|yhdistys seura urheiluseura metsästysseura kyläyhdistys kylätoimikunta nuorisoseura martat partio lottaperinne eläkeläisyhdistys vanhempainyhdistys kalastuskunta osakaskunta tiekunta|osuuskunta vesiosuuskunta|seurakunta srk kirkko|kunta kaupunki' +
  '|valtuus valtuudet valtuuttaa suomi.fi nimenkirjoitus nimenkirjoittaja tunnistautua tunnistautuminen|hintavertailu vertailu vertailla tarjous|perua peruuttaa perua keskeyttää muutos|suunnitelma hankesuunnitelma|myydä myynti luovuttaa pysyvyys pysyä|omistaa omistus hallinta vuokrasopimus' +
  '|yleiskulu välillinen toimistokulu puhelinlasku kopio hallinnointikulu|valitus valittaa oikaisu muutoksenhaku|aukioloaika aukiolo toimisto käyntiosoite|hallitus leader-hallitus|maksimi enimmäismäärä enintään maksimituki yläraja katto|minimi vähintään pienin alaraja' +
  '|lasku laskutus|hanke projekti idea|lähettää palauttaa toimittaa jättää|liite asiakirja paperi dokumentti|yhteistyö kumppani|ulkomaat kansainvälinen|vesi viemäri sähkö liittymä|käytetty vanha|apu auttaa neuvonta neuvo neuvoa apua|eu unioni maaseuturahasto eurooppa euroopan|alittua alitus pienempi halvempi|ruoka ruokailu tarjoilu kahvitus|verkko internet netti|vakuutus vakuuttaa tapaturma|äänentoisto kaiutin esitystekniikka laite|kahvio keittiö astia kalusteet kaluste pöytä tuoli kalusto';

/** What people say in several words, and what pages call it. */
export const phrases = [
  [/(?<!\p{L})(?:oma|oman|omaa|omat|omia) (?:osuu|osuus|osuut|raha|osaa)\p{L}*/giu, 'omarahoitus'],
  [/(?<!\p{L})(?:kuka|ketkä|kenelle|kelle|kuka kaikki)(?= .*(?:saa|voi|myön|anne|kuulu))(?!.*(?:hak|päät))/giu, 'kuka hakea'],
  [/(?:ennen (?:kuin )?(?:tuki|tuen|tukea|rahat|maksatus)\p{L}*|ennen kuin .*tulee$)/giu, 'väliaikaisrahoitus'],
  [/(?<!\p{L})(?:laske|laskea|lasketaan) (?:paljonko|tuki|tuen|montako)/giu, 'laskuri'],
];

const VOWEL = 'aeiouyäö';
const isVowel = letter => letter !== undefined && VOWEL.includes(letter);

// What a weak consonant may have been before its syllable was closed: kunna(n) -> kunta, tue(n) -> tuke.
const STRONG = [
  [/mm([^m]+)$/, 'mp$1'],
  [/nn([^n]+)$/, 'nt$1'],
  [/ng([^g]+)$/, 'nk$1'],
  [/ll([^l]+)$/, 'lt$1'],
  [/rr([^r]+)$/, 'rt$1'],
  [/([aeiouyäölrn])v([aeiouyäö])$/, '$1p$2'],
  [/([uy])v([uy])$/, '$1k$2'],
  [/([aeiouyäöh])d([aeiouyäö])$/, '$1t$2'],
  [/([aeiouyäö])d([aeiouyäö])$/, '$1k$2'],
  [/([aou])j([aou])$/, '$1ik$2'],
  [/([aeiouyäölrmn])([kpt])([aeiouyäö])$/, '$1$2$2$3'],
  [/([aeiouyäö])([aeiouyäö])$/, '$1k$2'],
  [/([aeiouyäö][lr])([aeouyäö])$/, '$1k$2'],
];
// The other way, for words that are weak in the dictionary: hankkee(n) -> hanke.
const WEAK = [
  [/([kpt])\1([aeiouyäö])$/, '$1$2'],
  [/mp([aeiouyäö])$/, 'mm$1'],
  [/nt([aeiouyäö])$/, 'nn$1'],
  [/nk([aeiouyäö])$/, 'ng$1'],
  [/lt([aeiouyäö])$/, 'll$1'],
  [/rt([aeiouyäö])$/, 'rr$1'],
  [/([aeiouyäölr])p([aeiouyäö])$/, '$1v$2'],
  [/([aeiouyäöh])t([aeiouyäö])$/, '$1d$2'],
  [/([aeiouyäöhlr])k([aeiouyäö])$/, '$1$2'],
];
// A single stop behind a vowel is never weak: lakin comes of lakki and not of laki. Names and late loans do
// not know that.
const NEVER_WEAK = /[aeiouyäölrn][kpt][aeiouyäö]$/;
const LOANS = /(auto|data|foto|moto|sote|ele)$/;

const apply = (rules, word) => rules.filter(([pattern]) => pattern.test(word)).map(([pattern, to]) => word.replace(pattern, to));

/** What a stem in a closed syllable is in an open one. */
const strong = stem => [...(NEVER_WEAK.test(stem) && !LOANS.test(stem) ? [] : [stem]), ...apply(STRONG, stem)];

/** Dictionary forms of a stem that ends in a vowel; `weak` when the ending closes its last syllable. */
const ofStem = (stem, weak, add) => {
  const stems = weak ? strong(stem) : [stem];
  for (const x of stems) {
    add(x);
    if (x.endsWith('e')) add(`${x.slice(0, -1)}i`);
  }
  const ends = (end, ...instead) => stem.endsWith(end) && instead.forEach(x => add(stem.slice(0, -end.length) + x));
  const last = stem.slice(-2);
  if (stem.length > 3 && last[0] === last[1] && 'eaäi'.includes(last[1])) {
    const base = stem.slice(0, -1);
    const s = last[1] === 'e' ? '' : 's';
    for (const x of [base, ...apply(WEAK, base)]) add(x + s);
  }
  if (/[aeiouyäö]se$/.test(stem)) ends('se', 'nen');
  if (stem.length > 5) ends('kse', 's');
  ends('de', 'si');
  ends('te', 'si');
  if (/(uu|yy)[dt]e$/.test(stem)) add(`${stem.slice(0, -2)}s`);
  ends('ime', 'in');
  ends('ttoma', 'ton');
  ends('ttömä', 'tön');
  ends('mma', 'mpi');
  ends('mmä', 'mpi');
  ends('mpa', 'mpi');
  ends('mpä', 'mpi');
  ends('ye', 'yt');
  ends('ue', 'ut');
  if (/[nrl]e$/.test(stem)) add(stem.slice(0, -1));
};

/** Dictionary forms of what stands before the i or j of the plural. */
const ofPlural = (stem, weak, add) => {
  const last = stem.at(-1);
  if (isVowel(last)) {
    if ('ouyöeäa'.includes(last)) ofStem(stem, weak, add);
    if (last === 'o') {
      ofStem(`${stem.slice(0, -1)}a`, weak, add);
      add(`${stem}o`);
    }
    if (last === 'ö') {
      ofStem(`${stem.slice(0, -1)}ä`, weak, add);
      add(`${stem}ö`);
      add(`${stem.slice(0, -1)}yö`);
    }
    if (last === 'e') {
      ofStem(`${stem.slice(0, -1)}i`, weak, add);
      for (const x of [stem, ...apply(WEAK, stem)]) add(x);
      add(`${stem.slice(0, -1)}ie`);
    }
    if (last === 'a' || last === 'ä' || last === 'i') {
      if (stem.length > 3) for (const x of [stem, ...apply(WEAK, stem)]) add(`${x}s`);
      add(stem + last);
    }
    return;
  }
  for (const vowel of ['e', 'i', 'a', 'ä']) ofStem(stem + vowel, weak, add);
  if (/(uu|yy)ks$/.test(stem)) add(`${stem.slice(0, -2)}s`);
};

/** Dictionary forms of a stem that ends in a consonant: yhdistys(tä), uut(ta), yhteis(tä). */
const ofConsonant = (stem, add) => {
  const last = stem.at(-1);
  const base = stem.slice(0, -1);
  add(stem);
  if (last === 's') add(`${base}nen`);
  if (last === 't') {
    add(`${base}si`);
    add(`${base}s`);
  }
  if ('nlr'.includes(last)) add(`${stem}i`);
};

// Endings: what kind of stem stands before them. w: weak, s: strong, c: consonant or long, W and S: before the
// i of the plural, J: before its j, which stands between vowels.
const ENDINGS = Object.entries({
  w: 'n t ssa sta lla lta lle ksi ssä stä llä ltä kse',
  s: 'na nä a ä seen',
  c: 'ta tä ten',
  e: 'tta ttä',
  S: 'ien iden itten ia iä ita itä ina inä iin ihin isiin ineen',
  J: 'jen ja jä',
  W: 'issa ista illa ilta ille iksi issä istä illä iltä ikse',
}).concat([
  // Of verbs, whose stem is enough: hakea and haetaan meet in `hake`.
  ['w', 'mme tte taan tään ttu tty ttava ttävä'],
  ['s', 'vat vät va vä nut nyt neet maan mään massa mässä malla mällä'],
]).flatMap(([kind, endings]) => endings.split(' ').map(ending => [ending, kind]));

// Case endings, behind which the ones of persons stand.
const CASES = /(ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|kse|n[aä]|t[aä]|[aä])$/;
const PERSONS = /(.{3,})(ns[aä]|mme|nne|ni|si)$/;
const BESIDES = /(.{3,})(kin|kaan|kään|ko|kö|han|hän)$/;

/** Whether an ending has the vowels of its word: -ssa or -ssä. */
const agrees = (stem, ending) => {
  const back = /[aou][^aouyäö]*$/.test(stem);
  const front = /[yäö][^aouyäö]*$/.test(stem);
  return /[äy]/.test(ending) ? !back : /[au]/.test(ending) ? !front : true;
};

const inflected = (word, add) => {
  for (const [ending, kind] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, -ending.length);
    if (stem.length < 2 || !agrees(stem, ending)) continue;
    const last = stem.at(-1);
    const vowel = isVowel(last);
    if (kind === 'w' || kind === 's') {
      if (vowel) ofStem(stem, kind === 'w', add);
    } else if (kind === 'c') {
      if (!vowel) ofConsonant(stem, add);
      else if (ending !== 'ten') add(stem);
    } else if (kind === 'e') {
      if (last === 'e') add(stem);
    } else if (kind !== 'J' || vowel) ofPlural(stem, kind === 'W', add);
  }
  // kuntaan, hakuun; työhön, maahan
  const into = /^(.{2,}?)(?:([aeiouyäö])\2n|h([aeiouyäö])n)$/.exec(word);
  if (into) {
    const stem = into[1] + (into[2] ?? '');
    if (into[2] || stem.endsWith(into[3])) ofStem(stem, false, add);
  }
  // maksetaan, maksoi: the a of the stem is another vowel here
  const paid = /^(.{2,})(?:e(?:t(?:aan|tu|tava)|t(?:ään|ty|tävä))|oi|oivat)$/.exec(word)?.[1];
  if (paid) ofStem(`${paid}${/[yäö]/.test(word) ? 'ä' : 'a'}`, true, add);
  // hakee, maksaa
  const does = /^(.{2,})([eoöuyiaä])\2$/.exec(word);
  if (does) ofStem(does[1] + does[2], false, add);
};

const read = word => {
  const found = new Set([word]);
  const add = x => x.length > 2 && found.add(x);
  const bare = [word];
  const beside = BESIDES.exec(word)?.[1];
  if (beside) bare.push(beside);
  for (const x of bare) {
    add(x);
    inflected(x, add);
    const owned = PERSONS.exec(x)?.[1];
    // hankkeessaan
    const own = /^(.+(?:ss|st|ll|lt|n|t|ks)([aäe]))\2n$/.exec(x)?.[1];
    for (const y of [owned, own]) {
      if (!y) continue;
      if (CASES.test(y)) inflected(y, add);
      if (isVowel(y.at(-1))) ofStem(y, false, add);
    }
  }
  return [...found];
};

const known = new Map();

/** The dictionary forms that may be behind a word. */
export const keys = word => {
  if (!known.has(word)) known.set(word, word.length < 3 || /\d/.test(word) ? [word] : read(word));
  return known.get(word);
};
