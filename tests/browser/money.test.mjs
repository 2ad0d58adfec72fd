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
    'Pienennä menoa Esiintyjät: 4 000 €. Silloin tuki on 6 400,00 € ja oma raha 0,00 €.',
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
