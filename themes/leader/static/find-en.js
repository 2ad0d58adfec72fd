// English words: the stemmer of Martin Porter (tartarus.org/martin/PorterStemmer).

export const compounds = false;

export const parts = () => false;

export const stop = new Set(
  'the a an and or of to in on at by for with is are was be do does did can could i we you it its this that how what when where who which much many my our your from as get got must need needs should will would have has not mean means about there before now already right away all any some just also if so us me please'.split(' '),
);

/** By which words one knows the kind of a question; the first says that it is about what is not. */
export const asks = [/^not$/, /^who$/, /^when$/, /^(?:long|time|wait)$/, /^(?:much|many|worth)$/, /^where$/, /^how$/, /^(?:what|which)$/];

/** Groups of words that people take for one another, and of what they call things that pages call otherwise. */
export const same =
  'support grant aid subsidy funding|application apply applying applicant eligible|deadline period closing date closes opens|voluntary volunteer volunteering unpaid|cost expense|quote quotation offer tender|vat tax|interim bridging loan bank advance prepayment upfront|own share contribution|self own' +
  '|event festival fair concert party|playground swings|hall house clubhouse club sauna|repair renovate renovation roof fix|appliance equipment machine heater pump computer|tractor digger excavator quad|car vehicle trailer van|used second secondhand' +
  '|travel mileage km kilometre kilometer|wage salary pay payroll|receipt invoice voucher|contact phone telephone email address staff|start begin|decide decision decides|handling processing wait waiting hear answer reply|rise overrun exceed over expensive increase went higher|age old minimum|least smallest minimum lowest|young youth teen teenager' +
  '|company business firm entrepreneur|person individual private|selection criteria scoring points|log login|form excel template|budget estimate|town city centre|land plot|cookie cookies|supported covered funded|hour hourly|permit licence license|money funding financing support|order contract|track gym rink sports|training course workshop|path trail|registered unregistered|paid payment pay|association club society sports|cooperative|parish church|municipality town council|compare comparison quotation|authorised signing rights mandate|sell permanence keep|own ownership lease rent|overheads indirect general running|appeal complaint decision|opening office|board' +
  '|maximum most largest highest limit|invoice bill|project idea|send submit|attachment document paper|cooperation partner|insurance insured|lean shelter barbecue campfire|age child children minors kids years|help helping advice advise assistance|eu union european|food catering meals|planning permit building|furniture kitchen tables chairs loudspeakers sound|villager village|bridge bridging interim|excavator digger tractor';

/** What people say in several words, and what pages call it. */
export const phrases = [
  [/\b(?:our|my)?\s*own (?:money|share|funds|contribution|cash)\b/giu, 'own share'],
  [/\b(?:are we eligible|who (?:gets|can get|is entitled)|do we qualify)\b/giu, 'who apply'],
  [/\bhow much (?:money|funding|support)\b/giu, 'how much support'],
];

const C = '(?:[^aeiouy]|(?<![^aeiou])y|^y)';
const measure = stem => (stem.replace(/^[^aeiouy]+/, '').match(/[aeiouy]+[^aeiouy]+/g) ?? []).length;
const SHORT = new RegExp(`${C}[aeiouy][^aeiouwxy]$`);

const SECOND = {ational: 'ate', tional: 'tion', enci: 'ence', anci: 'ance', izer: 'ize', bli: 'ble', alli: 'al', entli: 'ent', eli: 'e', ousli: 'ous', ization: 'ize', ation: 'ate', ator: 'ate', alism: 'al', iveness: 'ive', fulness: 'ful', ousness: 'ous', aliti: 'al', iviti: 'ive', biliti: 'ble'};
const THIRD = {icate: 'ic', ative: '', alize: 'al', iciti: 'ic', ical: 'ic', ful: '', ness: ''};
const FOURTH = /(ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|[st]ion|al|er|ic|ou)$/;

const swap = (word, table) => {
  const ending = Object.keys(table).sort((x, y) => y.length - x.length).find(x => word.endsWith(x));
  if (!ending) return word;
  const stem = word.slice(0, -ending.length);
  return measure(stem) > 0 ? stem + table[ending] : word;
};

const stemOf = word => {
  if (word.length < 3) return word;
  word = word.replace(/sses$/, 'ss').replace(/ies$/, 'i').replace(/([^s])s$/, '$1');
  const past = /^(.*?)(eed|ed|ing)$/.exec(word);
  if (past?.[2] === 'eed') {
    if (measure(past[1]) > 0) word = word.slice(0, -1);
  } else if (past && /[aeiouy]/.test(past[1])) {
    word = past[1];
    if (/(at|bl|iz)$/.test(word)) word += 'e';
    else if (/([^aeiouylsz])\1$/.test(word)) word = word.slice(0, -1);
    else if (measure(word) === 1 && (SHORT.test(word) || word.length < 3)) word += 'e';
  }
  if (/[aeiouy].*y$/.test(word)) word = `${word.slice(0, -1)}i`;
  word = swap(swap(word, SECOND), THIRD);
  const fourth = FOURTH.exec(word)?.[1];
  if (fourth) {
    const stem = word.slice(0, -fourth.length) + (fourth.endsWith('ion') ? fourth[0] : '');
    if (measure(stem) > 1) word = stem;
  }
  if (word.endsWith('e')) {
    const stem = word.slice(0, -1);
    if (stem.length < 3) return word;
    if (measure(stem) > 1 || (measure(stem) === 1 && !SHORT.test(stem))) word = stem;
  }
  return measure(word) > 1 && word.endsWith('ll') ? word.slice(0, -1) : word;
};

/** The word itself and its stem; of `added` also what the stemmer takes for a letter too many. */
export const keys = word => [...new Set([word, stemOf(word), /^(.*([^aeiouy])\2)(?:ed|ing)$/.exec(word)?.[1] ?? word])];
