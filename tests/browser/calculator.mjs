// The calculator as a reader uses it: what can be typed, pressed and read there.
import {launch, open, passes} from './browser.mjs';
import {build, serve} from './site.mjs';

/** A built and served site with its calculator open in a browser, for the tests of one file. */
export const start = async (base = '/', options = {}) => {
  const site = build(base);
  const [browser, server] = await Promise.all([launch(), serve(site)]);
  const page = await open(browser, server.origin, options);
  const calculator = new Calculator(page, `${server.origin}${base}laskuri/`);
  const stop = async () => {
    await browser.close();
    await server.close();
  };
  return {site, browser, server, page, calculator, stop};
};

export class Calculator {
  constructor(page, url) {
    this.page = page;
    this.url = url;
  }

  /** Opens the page anew, with the state of a link if one is given. */
  async open(link = '') {
    // Each state begins in a tab that has held none before.
    if (this.page.url().startsWith('http')) await this.page.evaluate(() => sessionStorage.clear());
    await this.page.goto('about:blank');
    await this.page.goto(this.url + (link && `#${link}`));
    await this.page.locator('#calc').waitFor();
    // Where there is a result, more is loaded.
    await this.page.waitForFunction(() => document.querySelector('#calc-bar').hidden || document.querySelector('.more-part'));
    return this;
  }

  field(id) {
    return this.page.locator(`#calc-${id}`);
  }

  row(number) {
    return this.page.locator('#calc-rows > li').nth(number - 1);
  }

  cell(number, column) {
    return this.row(number).locator(`[data-column=${column}]`);
  }

  error(number) {
    return this.row(number).locator('.calc-error');
  }

  press(action) {
    return this.page.locator(`[data-do=${action}]:visible`).first().click();
  }

  choose(name, value) {
    return this.page.locator(`input[name=${name}][value="${value}"]`).check();
  }

  /** What has the focus: "remove 2" for a button of a row, its id or its column otherwise. */
  focused() {
    return this.page.evaluate(() => {
      const at = document.activeElement;
      const rows = [...document.querySelectorAll('#calc-rows > li')];
      const row = rows.findIndex(x => x.contains(at)) + 1;
      return row ? `${at.dataset.column ?? at.dataset.do} ${row}` : at.id.replace(/^calc-/, '') || at.dataset.do || at.localName;
    });
  }

  /** All that is filled in. */
  filled() {
    return this.page.evaluate(() => ({
      fields: Object.fromEntries([...document.querySelectorAll('#calc-form [data-input]')].map(x => [x.dataset.input, x.value])),
      chosen: [...document.querySelectorAll('#calc-form input:checked')].map(x => `${x.name}=${x.value}`),
      rows: [...document.querySelectorAll('#calc-rows > li')].map(row => [...row.querySelectorAll('[data-column]')].map(x => x.value)),
    }));
  }

  /** All that is shown as the result, as text. */
  result() {
    return this.page.evaluate(() => {
      const seen = selector => [...document.querySelectorAll(`#calc ${selector}`)].filter(x => x.checkVisibility());
      const words = x => (x?.innerText ?? '').replace(/[ \n\t]+/g, ' ').trim();
      const by = (selector, key, tell = words) => Object.fromEntries(seen(selector).map(x => [x.dataset[key], tell(x)]));
      return {
        verdict: seen('[data-verdict]').map(x => x.dataset.verdict).join(),
        figures: by('[data-figure]', 'figure', x => words(x.querySelector('dd'))),
        limits: seen('[data-limit]').map(x => x.dataset.limit),
        missing: seen('#calc-missing a').map(words),
        conditions: seen('[data-condition]').map(x => x.dataset.condition),
        receipt: seen('[data-receipt]').map(x => [words(x.querySelector('.calc-line')), words(x.querySelector('.calc-detail')), words(x.querySelector('td'))]),
        parts: seen('#calc-parts tbody tr').map(words),
        off: seen('#calc-rows > li').map(x => words(x.querySelector('.calc-row-note:not([hidden])'))),
        checklist: seen('[data-item]').map(x => x.dataset.item + (x.classList.contains('calc-item-maybe') ? '?' : '')),
      };
    });
  }

  /** A message of the page by its name, with gaps left out. */
  message(name) {
    return this.page.evaluate(x => document.querySelector(`template[data-text="${x}"]`).content.textContent.trim(), name);
  }

  /** Waits until a change has reached the address, the last thing that it does but for being told aloud. */
  settled() {
    return passes(this.page, 350);
  }
}

/** Links to states that several tests look at. */
export const STATES = {
  empty: '',
  'half-filled': 't=development&c=services:4200:Kouluttaja&c=:1800&h=20',
  blocked: 't=small_development&c=services:9000:Selvitys&c=rents:500&h=10',
  capped: 't=investment&r=80&c=contracting:205000:Hallin%20rakentaminen%20ja%20pihan%20kunnostaminen%20yhteiseen%20k%C3%A4ytt%C3%B6%C3%B6n%20sek%C3%A4%20salaojat%20ja%20liittym%C3%A4t&c=land:60000&c=equipment:20000&h=500&k=20&o=1000',
  complete: 't=small_investment&c=materials:2900:Hirret%20ja%20katto:Laavu&c=equipment:1850:P%C3%B6yd%C3%A4t:Varusteet&h=45&k=5&v=0&b=1&w=0&n=1',
  'covered-by-flat-rate': 't=development&m=flat_40&r=90&c=salaries:31250.75:Hanketyöntekijä&c=travel:900&c=materials:100&h=30',
};
