// Every amount, rate, hour value and day is written as Intl in the browser would write it, sign by sign: on the
// pages, which the generator writes from the data of CLDR, and in the calculator, which fills in its own.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {Calculator, STATES, start} from './calculator.mjs';
import {none} from './none.mjs';
import {reading} from './unit/read.mjs';

// The languages as Intl knows them: Swedish is that of Finland, and English has the day before the month.
const TAGS = {fi: 'fi', sv: 'sv-FI', en: 'en-GB'};
const CALCULATORS = {fi: 'laskuri/', sv: 'sv/raknare/', en: 'en/calculator/'};

let all;
before(async () => {
  all = await start();
});
after(() => all?.stop());

/** What Intl in the browser writes for each of [{lang, unit, value, decimals} or {lang, date}]. */
const written = wanted =>
  all.page.evaluate(
    ([wanted, tags]) =>
      wanted.map(({lang, unit, value, decimals, date}) => {
        const tag = tags[lang];
        if (date) return new Intl.DateTimeFormat(tag, {dateStyle: 'long', timeZone: 'UTC'}).format(new Date(`${date}T00:00Z`));
        const digits = decimals === undefined ? {} : {minimumFractionDigits: decimals, maximumFractionDigits: decimals};
        // A text keeps its decimals: Intl reads it exactly.
        const number = options => new Intl.NumberFormat(tag, {...options, ...digits}).format(value);
        const money = number({style: 'currency', currency: 'EUR'});
        switch (unit) {
          case 'EUR':
            return money;
          case 'EUR/h':
            return `${money}/h`;
          case 'ratio':
            return number({style: 'percent'});
          case 'years':
            return number({style: 'unit', unit: 'year', unitDisplay: 'long'});
          // The sign of the hour is that of the SI in all languages.
          default:
            return `${number({})}\u00a0h`;
        }
      }),
    [wanted, TAGS],
  );

/** Compares [{lang, text, where, …}] with what Intl writes. */
const compare = async found => {
  const intl = await written(found);
  const seen = text => text.replaceAll('\u00a0', '·').replaceAll('\u2212', '−');
  none(found.flatMap(({lang, text, where}, i) => (text === intl[i] ? [] : [{what: `${lang}: ${seen(text)}, but Intl writes ${seen(intl[i])}`, where}])));
};

const decimalsOf = (value, unit, cents) => {
  const percent = unit === 'ratio' ? 2 : 0;
  const fraction = (value.split('.')[1] ?? '').replace(/0+$/, '').length;
  const needed = Math.max(fraction - percent, 0);
  return unit.startsWith('EUR') && (needed || cents) ? 2 : needed;
};

test('the table of what is written is what Intl writes', async () => {
  const {values, dates} = reading('shown.json');
  const rows = Object.keys(TAGS).flatMap(lang => [
    ...values.map(({unit, value, cents, [lang]: text}) => ({lang, unit, value, text, decimals: decimalsOf(value, unit, cents)})),
    ...dates.map(({date, [lang]: text}) => ({lang, date, text})),
  ]);
  await compare(rows);
});

test('a noun has the forms that Intl knows', async () => {
  const forms = await all.page.evaluate(tags => tags.map(tag => new Intl.PluralRules(tag).resolvedOptions().pluralCategories.sort().join()), Object.values(TAGS));
  for (const [i, lang] of Object.keys(TAGS).entries()) {
    const {html} = all.site.page(`/${CALCULATORS[lang]}`);
    const given = [...html.matchAll(/data-text="format_years_(\w+)"/g)].map(x => x[1]).sort().join();
    assert.equal(given, forms[i], lang);
    assert.ok(html.includes(`data-locale="${TAGS[lang]}"`), lang);
  }
});

/* ---------------------------------------------------------------- what people read */

const SPACE = '[ \\u00a0\\u202f\\u2009]';
// Anything that may be meant as a number: groups of any kind, then decimals.
const NUMBER = `(?:\\d{1,3}(?:(?:${SPACE}|[.,])\\d{3})+|\\d+)(?:[.,]\\d+)?`;
// Units as people might write them, right or wrong. A minus with a space behind it takes one value from another.
const VALUE = new RegExp(
  `(?<![\\p{L}\\d/.,])(?:(?<=^|[\\s(])(?<minus>[-−]))?(?<front>€${SPACE}?)?(?<number>${NUMBER})(?<back>${SPACE}?(?:€|%|h(?![\\p{L}\\d])))?(?<hour>/h(?!\\p{L}))?`,
  'gu',
);

/** The values in a text, each with its unit and value as far as they can be told from the signs alone. */
const valuesIn = text =>
  [...text.matchAll(VALUE)].flatMap(({0: whole, groups: {minus, front, number, back = '', hour}}) => {
    const sign = back.at(-1);
    if (!front && !sign) return [];
    const unit = sign === '%' ? 'ratio' : sign === 'h' ? 'h' : hour ? 'EUR/h' : 'EUR';
    // Three digits after a mark are a group, one or two are decimals.
    const [, digits, decimals = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(number);
    const bare = digits.replace(/\D/g, '');
    const scaled = unit === 'ratio' ? `${bare}${decimals}e-${decimals.length + 2}` : `${bare}.${decimals || 0}`;
    return [{text: whole, unit, value: (minus ? '-' : '') + scaled, decimals: decimals.length}];
  });

const MONTHS = Object.fromEntries(
  Object.entries(TAGS).map(([lang, tag]) => [
    lang,
    Array.from({length: 12}, (_, month) => new Intl.DateTimeFormat(tag, {month: 'long', day: 'numeric', timeZone: 'UTC'}).formatToParts(Date.UTC(2026, month, 1)).find(x => x.type === 'month').value),
  ]),
);
const DAY = new RegExp(`\\d{1,2}\\.?\\s(${Object.values(MONTHS).flat().join('|')})\\s\\d{4}|(${Object.values(MONTHS).flat().join('|')})\\s\\d{1,2},?\\s\\d{4}`, 'gu');

/** The days in a text. A month of another language is not found among those of `lang`, which Intl then tells. */
const daysIn = (text, lang) =>
  [...text.matchAll(DAY)].map(({0: whole, 1: month, 2: first}) => {
    const number = MONTHS[lang].indexOf(month ?? first) + 1;
    const [day, year] = whole.match(/\d+/g);
    return {text: whole, date: `${year}-${String(number || 1).padStart(2, '0')}-${day.padStart(2, '0')}`};
  });

const textNodes = node => (node.nodeName === '#text' ? [node.value] : ['script', 'style', 'pre'].includes(node.tagName) ? [] : [...(node.childNodes ?? []), ...(node.content ? [node.content] : [])].flatMap(textNodes));

test('every value and day on the pages', async t => {
  const found = [];
  const counts = {marked: 0, days: 0, texts: 0};
  for (const page of all.site.pages) {
    const {lang} = page.all('html')[0];
    const add = (where, list) => found.push(...list.map(x => ({lang, where, ...x})));
    for (const time of page.all('time')) {
      counts.days += 1;
      add(page.url, [{text: page.text(time), date: time.datetime}]);
    }
    for (const data of page.all('data')) {
      const text = textNodes(data.node).join('');
      const unit = /%/.test(text) ? 'ratio' : /\/h/.test(text) ? 'EUR/h' : /€/.test(text) ? 'EUR' : /h$/.test(text) ? 'h' : 'years';
      counts.marked += 1;
      // Whether there are cents is the choice of the page; which number it is, is not.
      add(page.url, [{text, unit, value: data.value, decimals: decimalsOf(data.value, unit, /[.,]\d\d\D*$/.test(text))}]);
    }
    const attributes = page.elements.flatMap(x => [x.content, x.title, x['aria-label'], x.alt]).filter(Boolean);
    for (const text of [...textNodes(page.all('html')[0].node), ...attributes]) {
      const values = valuesIn(text);
      counts.texts += values.length;
      add(page.url, [...values, ...daysIn(text, lang)]);
    }
  }
  t.diagnostic(`${counts.marked} marked values, ${counts.days} days, ${counts.texts} values in texts`);
  assert.ok(counts.marked > 100 && counts.days > 50 && counts.texts > 500);
  await compare(found);
});

test('every value and day that the calculator fills in', async t => {
  const found = [];
  for (const [lang, path] of Object.entries(CALCULATORS)) {
    const calculator = new Calculator(all.page, `${all.server.origin}/${path}`);
    for (const [state, link] of Object.entries(STATES)) {
      await calculator.open(link && `${link}&d=2027-02-28`);
      const texts = await all.page.evaluate(() => {
        const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_ELEMENT);
        const lines = [];
        // Gaps are elements of their own: a line is what holds them.
        for (let at = walker.nextNode(); at; at = walker.nextNode()) {
          if (!at.closest('script, template') && [...at.childNodes].some(x => x.nodeType === 3 && x.data.trim())) lines.push(at.textContent);
        }
        return lines;
      });
      for (const text of texts) found.push(...[...valuesIn(text), ...daysIn(text, lang)].map(x => ({lang, where: `${path} ${state}`, ...x})));
    }
  }
  t.diagnostic(`${found.length} values`);
  assert.ok(found.length > 500);
  await compare(found);
});
