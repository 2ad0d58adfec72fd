// Advice about money: nobody is offered what they cannot get, and who is blocked hears first what would do.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {accessibilityEverywhere} from './checks.mjs';
import {start} from './calculator.mjs';
import {none} from './none.mjs';

let all;
let page;
let calculator;

before(async () => {
  all = await start();
  ({page, calculator} = all);
});
after(() => all?.stop());

const plain = text => text.replace(/[\u00a0\u202f\s]+/g, ' ').trim();
const shown = async selector => {
  const texts = await page.$$eval(selector, x => x.filter(y => y.checkVisibility()).map(y => y.innerText));
  return texts.map(plain);
};
// What is in it is worked out as it opens, before this listener hears of it.
const unfold = async id => {
  await page.evaluate(x => {
    const part = document.getElementById(x);
    window.toggled = part.open || new Promise(done => part.addEventListener('toggle', done, {once: true}));
    part.open = true;
  }, `more-${id}`);
  await page.evaluate(() => Promise.resolve(window.toggled).then(() => {}));
};
const come = async link => {
  await calculator.open(link);
  await page.locator('#more-compare').waitFor({state: 'attached'});
};

const FESTIVAL = 't=small_development&c=services:4200:Esiintyj%C3%A4t&c=rents:1500:Lava&c=other:900&h=80';

test('who buys equipment is not offered the money for developing', async () => {
  const facts = 't=small_investment&c=equipment:6400:Ilmal%C3%A4mp%C3%B6pumppu&h=30';
  for (const link of [facts, `${facts}&p=equipment`, `${facts}&a=association&p=equipment&l=liperi`]) {
    await come(link);
    await unfold('compare');
    assert.deepEqual(await shown('#more-compare tbody th'), ['Pieni investointi'], link);
    assert.deepEqual((await shown('#more-compare [data-blocked] li'))[0], 'Kehittämishanke, Pieni kehittämishanke Rakentaminen ja hankinnat ovat investointeja.', link);
    assert.equal(await page.locator('#more-compare [data-do=take]:visible').count(), 0, link);
  }
  none(page.troubles());
});

test('backwards no button leads to what cannot be funded, and the nearest is told', async () => {
  await come('t=small_investment&c=equipment:6400:x&h=30');
  await unfold('solve');
  const question = page.locator('[data-question=no_cash]');
  assert.equal(plain(await question.locator('[data-answer]').innerText()), 'Omaa rahaa tarvitaan. Eniten tunteja, jotka mahtuvat: 80 h; silloin tuki on 6 000,00 € ja oma raha 400,00 €.');
  assert.equal((await shown('[data-question=useful_hours] [data-answer]'))[0], 'Lisätunneista on hyötyä, kunnes tunteja on 80 h. Enempää tähän tukeen ei mahdu.');
  await question.getByRole('button').click();
  const {verdict, figures} = await calculator.result();
  assert.deepEqual([verdict, figures.support, figures.own_cash].map(plain), ['true', '6 000 €', '400 €']);
});

test('who is blocked sees first what would do, and one press does it and undoes it', async () => {
  await come(FESTIVAL);
  await page.locator('#more-ways li').first().waitFor();
  assert.deepEqual((await shown('#more-ways li p')), [
    'Vähennä talkootunnit: 70 h. Silloin tuki on 6 600,00 € ja oma raha 0,00 €.',
    'Pienennä kustannusta Esiintyjät: 4 000 €. Silloin tuki on 6 400,00 € ja oma raha 0,00 €.',
  ]);
  // Before all figures and notices, right behind the verdict.
  assert.ok(await page.evaluate(() => {
    const ways = document.querySelector('#more-ways');
    const follows = x => ways.compareDocumentPosition(x) & Node.DOCUMENT_POSITION_FOLLOWING;
    return [...document.querySelectorAll('#calc-results .calc-figures, #calc-conditions, #calc-receipt')].every(follows);
  }));
  none(await accessibilityEverywhere(page));
  await page.locator('#more-ways [data-do=way]').first().click();
  assert.equal(await calculator.field('volunteer_hours').inputValue(), '70');
  assert.equal((await calculator.result()).verdict, 'true');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), 'undo-way');
  await page.keyboard.press('Enter');
  assert.equal(await calculator.field('volunteer_hours').inputValue(), '80');
  assert.equal((await calculator.result()).verdict, 'false');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), 'way');
  await page.locator('#more-ways [data-do=way]').nth(1).click();
  assert.equal((await calculator.result()).verdict, 'true');
  none(page.troubles());
});

test('while a budget is blocked nothing promises support', async () => {
  await come(FESTIVAL);
  await page.locator('#more-ways li').first().waitFor();
  for (const id of ['compare', 'before']) await unfold(id);
  assert.equal(await page.locator('.more-chart').isVisible(), false);
  assert.deepEqual(await shown('#more-before .calc-figure'), []);
  assert.equal(await page.locator('#more-before [data-shut]').isVisible(), true);
  const cells = await page.$$eval('#more-compare .more-chosen td', x => x.map(y => y.innerText));
  assert.deepEqual(cells.slice(0, 2).map(plain), ['–', '–']);
  assert.equal(await page.locator('#calc-notes').isVisible(), false);
  assert.ok(!/\d/.test(await page.locator('#calc-bar').innerText()));
});

// Worked out by hand. a: of 52 000 € that are paid, 41 000 € and 19 % of them count. b: of them 32 000 € and 40 %.
// c: of 8 000 € for land 50 000 € / 9 count, cut to cents. d: 19 % of 12 000 € are for costs that are not typed.
// e, f: 50 000 € of other public money beside 180 000 € of 300 000 €, and beside 70 000 € of 100 000 €.
const SALARIES = 't=development&c=salaries:32000&c=services:9000&c=travel:4000&c=other:7000&h=400&r=90';
const PURSES = [
  ['a', `${SALARIES}&m=flat_19`, {support: '48 790,00', own_cash: '0,00', uncounted: '3 210,00', own_money: '3 210,00', cash_needed: '52 000,00'}],
  ['b', `${SALARIES}&m=flat_40`, {support: '40 320,00', own_cash: '4 480,00', uncounted: '7 200,00', own_money: '11 680,00', cash_needed: '52 000,00'}],
  ['c', 't=investment&r=75&c=building:50000&c=land:8000&c=materials:12000&h=200&k=30', {support: '55 016,66', own_cash: '12 538,89', uncounted: '2 444,45', own_money: '14 983,34', cash_needed: '70 000,00'}],
  ['d', 't=development&m=flat_19&r=80&c=services:12000', {support: '11 424,00', own_cash: '2 856,00', flat_left: '2 280,00', own_money: '576,00', cash_needed: '12 000,00'}],
  ['e', 't=investment&r=70&c=contracting:300000:Halli&o=50000', {support: '130 000,00', other_support: '50 000,00', own_cash: '120 000,00', own_money: '120 000,00', cash_needed: '300 000,00'}],
  ['f', 't=investment&r=70&c=contracting:100000:Halli&o=50000', {support: '70 000,00', other_support: '50 000,00', over_financed: '20 000,00', own_cash: '0,00', own_money: '0,00', cash_needed: '100 000,00'}],
];

test('what is typed and not counted is money to pay, and public money is a line of its own, everywhere', async () => {
  for (const [name, link, wanted] of PURSES) {
    const money = id => wanted[id] && `${wanted[id]} €`;
    await come(link);
    for (const id of ['compare', 'before']) await unfold(id);
    // The receipt, to the cent.
    for (const id of ['other_support', 'over_financed', 'own_cash', 'uncounted', 'flat_left']) {
      assert.deepEqual(await shown(`[data-receipt=${id}] .calc-amount`), wanted[id] ? [money(id)] : [], `${name}: ${id}`);
    }
    // The figures on top leave out cents that are none.
    const {figures, verdict} = await calculator.result();
    const round = id => wanted[id] && money(id).replace(',00', '');
    for (const id of ['support', 'own_cash', 'other_support', 'uncounted']) assert.equal(figures[id] && plain(figures[id]), round(id), `${name}: ${id}`);
    assert.equal(verdict, name === 'f' ? 'look' : 'true', name);
    const before = {cash_needed: 'Maksettava ensin itse', own_money: 'Siitä omaa rahaa', other_support: 'Siitä muuta julkista tukea', support: 'Siitä tuki, joka tulee jälkikäteen'};
    assert.deepEqual(await shown('#more-before .calc-figure'), Object.entries(before).filter(([id]) => wanted[id]).map(([id, words]) => `${words} ${money(id)}`), name);
    const own = await page.$eval('#more-compare .more-chosen [data-slot=own_money]', x => x.textContent);
    assert.equal(plain(own), money('own_money'), name);
  }
  // Public money is never called own, and the bar has a part for it.
  await come(PURSES[4][1]);
  const bars = await page.$$eval('.more-chart [data-bar]', x => x.map(y => Number(y.getAttribute('width'))));
  assert.deepEqual(bars, [43.33, 16.66, 0, 40]);
  assert.deepEqual(await shown('.more-chart li:not([hidden])'), ['Tuki 130 000,00 €', 'Muu julkinen tuki 50 000,00 €', 'Oma raha 120 000,00 €']);
  none(page.troubles());
});

test('reasons name what limits, and rows what they are', async () => {
  await come('t=investment&r=100&c=contracting:20000000&h=100000');
  assert.deepEqual((await calculator.result()).conditions, ['hours_at_ceiling']);
  assert.match((await shown('[data-condition=hours_at_ceiling] p'))[0], /enimmäismäärä 180 000 €/);
  await calculator.open('t=small_development&c=services:7000&a=company');
  await page.locator('[data-condition=not_for_profit]').waitFor();
  const words = await shown('[data-verdict]');
  assert.deepEqual(words, ['Tätä tukea ei voi saada näin. Katso alta, miksi ja mitä voit tehdä.']);
  await come('t=small_investment&c=equipment:6400:Ilmal%C3%A4mp%C3%B6pumppu');
  assert.deepEqual(await shown('[data-verdict]'), ['Hanke näyttää sopivan pienhankkeeksi.']);
  assert.match((await shown('[data-item=quotes] .calc-item-rows'))[0], /: Ilmalämpöpumppu\.$/);
  assert.match((await shown('.calc-estimate'))[0], /Säännöt 21\.11\.2026\.$/);
});

// Who, what and where, each with each of the others at least once (the numbers of the lists have no common divisor
// with the steps), from the page that tells which funding fits into the calculator and through all that opens there.
test('from the page of funding types into the calculator every fold opens without a trouble', async () => {
  const finder = calculator.url.replace('laskuri/', 'rahoitus/mika-sopii/');
  await page.goto(finder);
  await page.locator('#finder').waitFor();
  const answers = await page.$$eval('#finder input[type=radio]', x => x.map(y => [y.name, y.value]));
  const of = name => answers.filter(([key, value]) => key === name && value).map(([, value]) => value);
  const names = [...new Set(answers.map(([name]) => name))];
  const lists = names.map(of);
  assert.deepEqual(lists.map(x => x.length > 5), [true, true, true], `${names}`);
  const keys = {applicant: 'a', purpose: 'p', municipality: 'l'};
  const most = Math.max(...lists.map(x => x.length));
  const BUDGETS = {
    development: 'c=services:7000&h=20', investment: 'c=equipment:7000&h=20',
    small_development: 'c=services:7000&h=80', small_investment: 'c=equipment:6400&h=30',
  };
  for (let i = 0; i < most * 3; i++) {
    const chosen = names.map((name, at) => `${keys[name.replace(/^finder-/, '')] ?? name}=${lists[at][(i * (at + 1) + Math.floor(i / most) * at) % lists[at].length]}`).join('&');
    const type = Object.keys(BUDGETS)[i % 4];
    const link = `t=${type}&r=80&${BUDGETS[type]}&${chosen}`;
    await come(link);
    // Some by the way itself: the answers, then the link, and only then the budget.
    if (i % 5 === 0) {
      await page.goto('about:blank');
      await page.goto(`${finder}#c=:7000&${chosen}`);
      await page.locator('#finder a[href*="laskuri"]:visible').first().click();
      await page.locator('#calc').waitFor();
      await calculator.choose('kind', type.replace('small_', ''));
      await calculator.choose('funding_type', type);
      await calculator.cell(1, 'category').selectOption(/equipment/.test(link) ? 'equipment' : 'services');
      if (!type.startsWith('small_')) await calculator.field('support_rate').fill('80');
      await page.locator('#more-compare').waitFor({state: 'attached'});
    }
    for (const id of ['compare', 'solve', 'before', 'keep']) await unfold(id);
    none(page.troubles().map(x => `${link}: ${x}`));
    // Each that does not fit says why.
    const reasons = await page.$$eval('#more-compare [data-blocked] [data-slot=why]', x => x.map(y => y.textContent));
    assert.ok(reasons.every(x => x.length > 10), `${link}: ${reasons}`);
  }
});
