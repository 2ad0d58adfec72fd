// What is told aloud, when and how often, where the focus is after each key, and what moves: whole walks through the
// calculator, the finder and the search by keyboard alone. Time passes only when a test lets it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {listen, said, stopClock} from './aloud.mjs';
import {launch, open} from './browser.mjs';
import {Calculator, STATES} from './calculator.mjs';
import {PHONE} from './checks.mjs';
import {none} from './none.mjs';
import {build, serve} from './site.mjs';

const site = build('/');
let browser;
let server;
let page;
let calculator;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
  page = await open(browser, server.origin, {viewport: PHONE});
  calculator = new Calculator(page, `${server.origin}/laskuri/`);
  await stopClock(page);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const visit = async (url, ready) => {
  await page.goto('about:blank');
  await page.goto(server.origin + url);
  await page.locator(ready).waitFor();
  await listen(page);
};

const plain = text => text.replace(/[\u00a0\u202f]/g, ' ');

/** Where the focus is: of the calculator as it tells it, elsewhere by id, or by what stands on it. */
const focused = () =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at.id || at.dataset.column || at.dataset.do || at.textContent.trim();
  });

// Whoever reads a field must find it where it was, and what changes by itself must lie ahead.
const watch = () =>
  page.evaluate(() => {
    window.behind = [];
    new MutationObserver(list => {
      const at = document.activeElement;
      const own = at.closest('.calc-row') ?? at.closest('.calc-field') ?? at.closest('fieldset, form') ?? at;
      const changed = list.flatMap(({type, target, addedNodes}) => (type === 'childList' ? [...addedNodes] : [target]));
      for (const node of changed) {
        const element = node.nodeType === 1 ? node : node.parentElement;
        const isElsewhere = element?.isConnected && !own.contains(element) && !element.contains(at);
        if (isElsewhere && element.checkVisibility() && element.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING) {
          window.behind.push(`${element.localName} "${element.textContent.trim()}" changed before ${at.id || at.dataset.do}`);
        }
      }
    }).observe(document.querySelector('main'), {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden']});
  });
const behind = () => page.evaluate(() => window.behind.splice(0));
const place = () => page.evaluate(() => Math.round(document.activeElement.getBoundingClientRect().top));

/** A second between two keys is a pause; while one types it is a tenth of it. */
const BETWEEN_KEYS_MS = 100;
const PAUSE_MS = 1000;

const KEYS = /^(Tab|Shift\+Tab|Enter|Space|Escape|Arrow\w+|Control\+A|Backspace)$/;

/**
 * Takes the steps of a walk: [keys, where the focus is then, what is said]. What is no key is typed letter by letter;
 * what begins with @ is a selector, to which others would have tabbed. What a press answers at once stands before a bar,
 * what is said once a second has passed behind it; nothing else may be said, early or late.
 */
const take = async steps => {
  const found = [];
  for (const [keys, wanted, expected = ''] of steps) {
    const name = keys.join(' ');
    for (const key of keys) {
      if (key.startsWith('@')) await page.locator(key.slice(1)).focus();
      else if (KEYS.test(key)) await page.keyboard.press(key);
      else for (const letter of key) {
        await page.clock.runFor(BETWEEN_KEYS_MS);
        await page.keyboard.type(letter);
      }
    }
    const at = await focused();
    if (at !== wanted) found.push(`${name}: the focus is on ${at}, not on ${wanted}`);
    const before = await place();
    await page.clock.runFor(PAUSE_MS - 1);
    const early = await said(page);
    await page.clock.runFor(1);
    const late = await said(page);
    await page.clock.runFor(10 * PAUSE_MS);
    late.push(...(await said(page)));
    const all = [...early.map(words => `${words} |`), ...late].join(' ');
    if (all !== expected) found.push(`${name}: said "${all}", not "${expected}"`);
    // Whoever is there finds it where it was.
    if ((await focused()) !== at) found.push(`${name}: the focus went from ${at} to ${await focused()}`);
    if (Math.abs((await place()) - before) > 1) found.push(`${name}: ${at} moved from ${before} to ${await place()}`);
  }
  none(found);
};

const nothingIsStored = async () => assert.deepEqual(await page.evaluate(() => [localStorage.length, Object.keys(sessionStorage).filter(x => x !== 'leader-last').length, document.cookie.length]), [0, 0, 0]);

const MISSING = 'Tukea ei voi vielä laskea. Vielä tarvitaan:';

test('a small budget is typed from nothing with the keyboard: one sentence for each pause, none while one types', async () => {
  await visit('/laskuri/', '#calc');
  await watch();
  await take([
    [['Tab', 'Enter'], 'main'],
    [['Tab', 'Space'], 'calc-kind-development', `${MISSING} Kuinka suuri hanke on kaikkiaan?, Kustannukset`],
    [['Tab', 'Space'], 'calc-funding_type-small_development', `${MISSING} Kustannukset`],
    [['Tab', 'Osto'], 'calc-row-1-category'],
    [['Tab', 'Pelimannit'], 'calc-row-1-what'],
    [['Tab', '4 200'], 'calc-row-1-amount', 'Tuki 3 780 €, oma raha 420 €.'],
    [['Tab', 'Juhla'], 'calc-row-1-part'],
    [['Tab', 'Tab', 'Enter'], 'calc-row-2-category'],
    [['Muut'], 'calc-row-2-category'],
    // Of what cannot be read the field tells when one leaves it, and then it is among what is missing.
    [['Tab', 'Tab', '18oo'], 'calc-row-2-amount'],
    [['Tab'], 'calc-row-2-part', `Tuki 3 780 €, oma raha 420 €. ${MISSING} Korjaa: Kustannus 2, Summa`],
    [['Shift+Tab', 'Control+A', '1800'], 'calc-row-2-amount', 'Tuki 5 400 €, oma raha 600 €.'],
    [['Tab', 'Tab', 'Tab', 'Tab', '50'], 'calc-volunteer_hours', 'Tuki 6 000 €, oma raha 0 €.'],
    [['Tab', 'Tab', 'Space'], 'calc-vat_liable-blank'],
  ]);
  none(await behind());
  none(page.troubles());
});

test('what is added, removed, cleared, brought back and switched is told once, and the focus goes with it', async () => {
  const remove = row => `@#calc-rows > li:nth-child(${row}) [data-do=remove]`;
  await take([
    [[remove(1), 'Enter'], 'calc-row-2-category', 'Kustannus 1 poistettu. | Tuki 1 800 €, oma raha 0 €.'],
    [['@[data-do=undo-row]', 'Enter'], 'calc-row-1-category', 'Tuki 6 000 €, oma raha 0 €.'],
    [['@#calc-add', 'Space'], 'calc-row-3-category'],
    [[remove(3), 'Space'], 'calc-add', 'Kustannus 3 poistettu. |'],
    [['Enter'], 'calc-row-4-category'],
    [[remove(3), 'Enter'], 'calc-add', 'Kustannus 3 poistettu. |'],
    [['@#calc-clear', 'Enter'], 'undo-all', `Kaikki tyhjennettiin. | ${MISSING} Mitä hankkeessa tehdään?, Kustannukset`],
    [['Enter'], 'calc-clear', 'Tuki 6 000 €, oma raha 0 €.'],
    [['@#calc-volunteer_hours', 'Control+A', '500'], 'calc-volunteer_hours', 'Tukea ei voi saada näin – Pienhankkeen koko'],
    [['@[data-do=switch]:visible', 'Enter'], 'calc-results-title', `${MISSING} Tukiprosentti`],
    [['@#calc-missing a', 'Enter'], 'calc-support_rate'],
    [['80'], 'calc-support_rate', 'Tuki 6 000 €, oma raha 0 €.'],
    [['@#calc-volunteer_hours', 'Control+A', 'viisi'], 'calc-volunteer_hours'],
    [['Tab'], 'calc-support_rate', `${MISSING} Korjaa: Talkootunnit ilman työkonetta`],
    [['@[data-do=print]', 'Enter'], 'calc-errors'],
    [['Tab', 'Enter'], 'calc-volunteer_hours'],
    [['Control+A', '5'], 'calc-volunteer_hours', 'Tukea ei voi saada näin – Hankkeen koko'],
  ]);
  none(page.troubles());
});

test('half an hour of nothing changes nothing, asks for nothing and says nothing', async () => {
  const before = await calculator.filled();
  const {figures} = await calculator.result();
  page.requests.length = 0;
  await page.clock.fastForward('30:00');
  assert.deepEqual(await calculator.filled(), before);
  assert.deepEqual((await calculator.result()).figures, figures);
  assert.deepEqual([page.requests, await said(page)], [[], []]);
  await nothingIsStored();
});

test('the finder answers each pause with one sentence, and the focus stays', async () => {
  await visit('/rahoitus/mika-sopii/', '#finder');
  await watch();
  await take([
    [['Tab', 'Enter'], 'main'],
    [['Tab', 'Space'], 'finder-applicant-blank'],
    [['ArrowUp', 'ArrowUp'], 'finder-applicant-group', 'Mikään hanketyyppi ei sovi näillä vastauksilla. Tukea voi hakea yhteisö, ei yksityishenkilö eikä ryhmä, jota ei ole rekisteröity. Kysy meiltä, voiko jokin yhdistys hakea.'],
    [['ArrowDown', 'ArrowDown', 'ArrowDown'], 'finder-applicant-association', 'Mahdollisia: Kehittämishanke, Investointihanke, Pieni kehittämishanke, Pieni investointi.'],
    [['Tab', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp'], 'finder-purpose-building', 'Mahdollisia: Investointihanke, Pieni investointi.'],
    [['Tab', 'ArrowDown'], 'finder-municipality-heinavesi'],
    [['Tab', '12 ooo'], 'finder-size'],
    [['Tab'], 'finder-clear'],
    [['Shift+Tab', 'Control+A', '12 000'], 'finder-size', 'Sopii: Investointihanke.'],
    [['Tab', 'Enter'], 'finder-clear', 'Mahdollisia: Kehittämishanke, Investointihanke, Pieni kehittämishanke, Pieni investointi.'],
  ]);
  none(await behind());
  none(page.troubles());
  await nothingIsStored();
});

test('to come to a field or to fill it in changes neither the page, the address nor the focus', async () => {
  for (const [url, ready] of [[`/laskuri/#${STATES.capped}`, '#calc'], ['/rahoitus/mika-sopii/', '#finder'], ['/etsi/', '#q']]) {
    await visit(url, ready);
    const found = await page.evaluate(() => {
      const where = () => [location.origin, location.pathname, document.title, history.length, document.querySelector('h1').textContent].join();
      const before = where();
      const found = [];
      for (const field of document.querySelectorAll('main :is(input:not([type=hidden]), select)')) {
        if (!field.checkVisibility()) continue;
        field.focus();
        const look = what => (document.activeElement !== field || where() !== before) && found.push(`${what} of ${field.id} leads to ${document.activeElement.id} ${where()}`);
        look('focus');
        if (field.type === 'radio') field.click();
        else {
          if (field.localName === 'select') field.selectedIndex = field.options.length - 1;
          else field.value = '7';
          field.dispatchEvent(new InputEvent('input', {bubbles: true}));
          field.dispatchEvent(new Event('change', {bubbles: true}));
        }
        look('a change');
      }
      return found;
    });
    none(found);
  }
  await nothingIsStored();
});
