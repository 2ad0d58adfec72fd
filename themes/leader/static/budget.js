// What people write, read into a budget: numbers, dates, and the link that holds a whole budget. The generator
// reads by the same rules; the tables of tests/reading/ hold both to them. Nothing here throws.

// A number is written with digits, and
//   one comma or point before the decimals:     1234,5   1234.50
//   spaces of any kind between groups of three:  1 234,50
//   or the other mark between groups of three:   1.234,50   1,234.50   1.234.567
// It may begin with + or -. What can be read in two ways is ambiguous: 1.234 may be a thousand and more, or
// one and a bit. That is so for one mark before three digits, unless 0 or more than three digits come first.
const SPACE = '[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACED = `(\\d+|\\d{1,3}(?:${SPACE}\\d{3})+)`;
const AROUND = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');
const SIGN = new RegExp(`^(?:([-−–])${SPACE}*|\\+)`);
const FORMS = [
  new RegExp(`^${SPACED}(?:[.,](\\d+))?$`),
  /^(\d{1,3}(?:\.\d{3})+),(\d*)$/,
  /^(\d{1,3}(?:,\d{3})+)\.(\d*)$/,
  /^(\d{1,3}(?:\.\d{3}){2,})$/,
  /^(\d{1,3}(?:,\d{3}){2,})$/,
];
const AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;
// Longer numbers are not worth an exact reading.
const MOST_DIGITS = 20;

// A sign of money may also stand in front, as in English: €1,234. There a comma parts groups, and is not ambiguous.
const IN_FRONT = new RegExp(`^([-−–+]?${SPACE}*)(?:€|EUR)`);
const GROUPED = /^[-−–+]?\s*\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

// The units that may follow a number, as written in any of the languages.
const UNITS = {EUR: ['€', 'EUR', 'eur', 'euroa', 'euro'], h: ['h', 't', 'tuntia', 'hours'], ratio: ['%']};

const trim = text => text.replace(AROUND, '');

// Words before a number that is not exact: what is planned seldom is, so that they change nothing. Thousands of
// euros, as people say them; and 1 500,- for a price without cents.
const ABOUT = new RegExp(`^(?:noin|n\\.|cirka|circa|ca\\.?|about|approx\\.|~|≈)${SPACE}*(?=[\\d€E])`, 'i');
const THOUSANDS = ['t€', 'k€', 'tuhatta euroa', 'tusen euro', 'thousand euros', 'tuhatta', 'tuh.', 'tusen', 'thousand', 'teur', 'keur', 'k', 'K'];
const NO_CENTS = /(\d)[,.][-–—−]+$/;

// Two numbers where one is asked for: from one to the other, or one times the other.
const PART = new RegExp(`^\\d(?:[\\d.,€]|${SPACE})*$`);
const isPair = (text, marks, counted = /$/) =>
  marks.some(mark => {
    const parts = text.split(mark);
    return parts.length === 2 && PART.test(trim(trim(parts[0]).replace(counted, ''))) && PART.test(trim(parts[1]));
  });
const pair = text =>
  isPair(text, ['-', '–', '—', '−', '...', '…']) ? 'range' : isPair(text, ['x', 'X', '*', '×', 'à', '@'], /(?:kpl|st|pcs)$/) ? 'product' : undefined;

/** 123450n at scale 2 is "1234.50". */
export const decimal = (mantissa, scale) => {
  const digits = String(mantissa < 0n ? -mantissa : mantissa).padStart(scale + 1, '0');
  const cut = digits.length - scale;
  return (mantissa < 0n ? '-' : '') + digits.slice(0, cut) + (scale ? '.' + digits.slice(cut) : '');
};

/** "1234.5" at scale 2 is 123450n. */
export const mantissa = (text, scale) => {
  const [whole, decimals = ''] = text.split('.');
  return BigInt(whole + decimals.padEnd(scale, '0').slice(0, scale));
};

// {mantissa} at this scale, or {problem}. `most` is the largest mantissa.
const read = (text, scale, most) => {
  const bare = trim(text);
  const sign = SIGN.exec(bare);
  const digits = sign ? bare.slice(sign[0].length) : bare;
  const found = FORMS.map(form => form.exec(digits)).find(Boolean);
  if (!found) return {problem: 'unreadable'};
  if (AMBIGUOUS.test(digits)) return {problem: 'ambiguous'};
  const whole = found[1].replace(/\D/g, '');
  const written = found[2] ?? '';
  if (whole.length > MOST_DIGITS || written.length > MOST_DIGITS) return {problem: 'too_large'};
  // Zeros at the end do not make a number more precise.
  const fraction = written.replace(/0+$/, '');
  if (sign?.[1] && /[1-9]/.test(whole + fraction)) return {problem: 'negative'};
  if (fraction.length > scale) return {problem: 'too_precise'};
  const value = BigInt(whole + fraction.padEnd(scale, '0'));
  return value > most ? {problem: 'too_large'} : {mantissa: value};
};

/**
 * Reads a number of at most `scale` decimals that is not above `max` ("20000000.00"): {value: "1234.50"},
 * with all its decimals, or {problem: 'unreadable' | 'ambiguous' | 'negative' | 'too_precise' | 'too_large'}.
 */
export const readNumber = (text, scale, max) => {
  const {problem, mantissa: value} = read(text, scale, mantissa(max, scale));
  return problem ? {problem} : {value: decimal(value, scale)};
};

/**
 * Reads a number with or without its unit, for an input or a column of the plan: {unit, scale, max}. A rate
 * is written in percent: 80 and 80 % are 0.8000. Without the sign, 0,8 may be 80 % or less than 1 %.
 */
export const readAmount = (text, {unit, scale, max}) => {
  let bare = trim(text).replace(ABOUT, '');
  const thousand = unit === 'EUR' && THOUSANDS.find(x => bare.endsWith(x));
  const thousands = thousand && trim(bare.slice(0, -thousand.length));
  if (thousands && /\d$/.test(thousands)) {
    // Three decimals more, and three zeros: the mantissa is the same.
    const {problem, mantissa: value} = read(thousands, scale + 3, mantissa(max, scale));
    return problem ? {problem} : {value: decimal(value, scale)};
  }
  const suffix = (UNITS[unit] ?? []).find(x => bare.endsWith(x)) ?? '';
  if (unit === 'EUR' && !suffix && IN_FRONT.test(bare)) {
    bare = trim(bare.replace(IN_FRONT, '$1'));
    if (GROUPED.test(bare)) bare = bare.replaceAll(',', '');
  }
  // The mantissa of a rate is that of its percentage with two decimals fewer.
  const decimals = unit === 'ratio' ? scale - 2 : scale;
  bare = trim(bare.slice(0, bare.length - suffix.length));
  const isTwo = pair(bare);
  if (isTwo) return {problem: isTwo};
  if (unit === 'EUR') bare = bare.replace(NO_CENTS, '$1');
  const {problem, mantissa: value} = read(bare, decimals, mantissa(max, scale));
  if (problem) return {problem};
  const unclear = unit === 'ratio' && !suffix && value > 0n && value < 10n ** BigInt(decimals);
  return unclear ? {problem: 'ambiguous'} : {value: decimal(value, scale)};
};

/** Reads a date, 31.12.2027 or 2027-12-31: {value: "2027-12-31"}, or {problem: 'date'}. */
export const readDate = text => {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(trim(text)) ?? [];
  const value = day ? [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-') : trim(text);
  const date = new Date(/^[12]\d{3}-\d\d-\d\d$/.test(value) ? `${value}T00:00Z` : NaN);
  // 31 February is read as a day of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? {value} : {problem: 'date'};
};

/** What was written for an input or a column, as a budget holds it; `text` of what is bad is kept. */
export const readField = (text, field) => {
  if (field.t === 'text') return text;
  if (trim(text) === '') return null;
  if (field.t === 'enum') return field.of.includes(text) ? text : null;
  if (field.t === 'bool') return {1: true, 0: false}[text] ?? null;
  const {value, problem} = field.t === 'date' ? readDate(text) : readAmount(text, field);
  return problem ? {bad: true, text, problem} : value;
};

// A link holds a budget behind the # of the calculator's address, so it is never sent anywhere:
//
//   #t=small_development&c=services:4200:Pelimannit&c=other:1800.5&h=50
//
// An input has its short key below, or else its id, and stands in the order of the plan. Numbers are written
// with a point and without needless zeros, rates in percent (and with the sign below 1 %), dates as
// 2027-12-31, yes and no as 1 and 0. A row is category:amount:what:part, without the empty end; rows keep
// their order, and those with nothing in them are left out. What is blank is left out, too. What could not
// be read stands as it was written. At the end stands, as z, the
// version of the rules that it was made with. All is encoded like by encodeURIComponent; when a link is read, + is a
// space, too. The keys stay what they are: links live long.
const KEYS = {
  funding_type: 't',
  cost_model: 'm',
  support_rate: 'r',
  costs: 'c',
  volunteer_hours: 'h',
  machine_hours: 'k',
  other_public: 'o',
  last_payment: 'd',
  vat_liable: 'v',
  building_work: 'b',
  owns_object: 'w',
  needs_permits: 'n',
  applicant: 'a',
  purpose: 'p',
  municipality: 'l',
};
const COLUMNS = ['category', 'amount', 'what', 'part'];

const written = (value, field) => {
  if (value === undefined || value === null) return '';
  if (value.bad) return value.text ?? '';
  if (field.t === 'bool') return value ? '1' : '0';
  if (field.t !== 'num') return value;
  const isRate = field.unit === 'ratio';
  const scale = field.scale - (isRate ? 2 : 0);
  const full = decimal(mantissa(value, field.scale), scale);
  const text = full.includes('.') ? full.replace(/\.?0+$/, '') : full;
  return isRate && text.startsWith('0.') ? text + '%' : text;
};

/** The budget as a link, without the #. */
export const writeLink = (plan, budget) => {
  const parts = [];
  for (const input of plan.inputs) {
    const add = text => text && parts.push(`${KEYS[input.id] ?? input.id}=${text}`);
    if (input.t !== 'rows') add(encodeURIComponent(written(budget[input.id], input)));
    else {
      for (const row of budget[input.id] ?? []) {
        const cells = COLUMNS.map(id => encodeURIComponent(input.cols[id] ? written(row[id], input.cols[id]) : ''));
        add(cells.join(':').replace(/:+$/, ''));
      }
    }
  }
  if (parts.length && plan.version) parts.push(`z=${plan.version}`);
  return parts.join('&');
};

/** The version of the rules in a link, or undefined. */
export const versionOf = link => /[#&]z=([\w-]+)/.exec(link)?.[1];

const decoded = text => {
  const spaced = text.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A percent sign written by hand.
    return spaced;
  }
};

/** The budget of a link; what it does not know it leaves out. */
export const readLink = (plan, link) => {
  const budget = {};
  for (const part of link.replace(/^#/, '').split('&')) {
    const cut = part.indexOf('=');
    const key = part.slice(0, Math.max(cut, 0));
    const text = part.slice(cut + 1);
    const input = plan.inputs.find(x => key && key === (KEYS[x.id] ?? x.id));
    if (!input) continue;
    if (input.t !== 'rows') budget[input.id] = readField(decoded(text), input);
    else {
      const rows = (budget[input.id] ??= []);
      const cells = text.split(':').map(decoded);
      const row = {};
      COLUMNS.forEach((id, i) => {
        if (input.cols[id]) row[id] = readField(cells[i] ?? '', input.cols[id]);
      });
      if (rows.length < input.max_rows) rows.push(row);
    }
  }
  return budget;
};
