// Checks of a page that is open in the browser, whatever state it is in. Each gives a list of what it found.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

export const PHONE = {width: 360, height: 740};
export const DESKTOP = {width: 1280, height: 900};

// Not yet part of these tags: what voice control needs, tables drawn by other means, and pages that hold only one way.
const FURTHER = ['color-contrast-enhanced', 'label-content-name-mismatch', 'table-fake-caption', 'td-has-header', 'css-orientation-lock'];
const OF_COLOURS = ['color-contrast', 'color-contrast-enhanced', 'link-in-text-block'];

const violations = async (page, runOnly, enabled) => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate(
    async ([runOnly, enabled]) => {
      const rules = Object.fromEntries(enabled.map(id => [id, {enabled: true}]));
      const {violations} = await window.axe.run(document, {runOnly, rules, resultTypes: ['violations']});
      return violations.map(({id, help, nodes}) => ({id, help, where: nodes.map(x => x.target.join(' '))}));
    },
    [runOnly, enabled],
  );
  return found.map(({id, help, where}) => `${id}: ${help}: ${where.slice(0, 3).join(', ')}`);
};

/** WCAG 2.0 to 2.2, A and AA, best practice, the contrast of AAA, and that names have the words one sees. */
export const accessibility = page => violations(page, {type: 'tag', values: TAGS}, FURTHER);

// What a script does when the colours change comes with the next picture.
const drawn = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

/** The same at the width of a phone and of a desk. The dark changes colours alone, so that their rules will do there. */
export const accessibilityEverywhere = async page => {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({colorScheme});
    await drawn(page);
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport);
      const there = colorScheme === 'light' ? await accessibility(page) : await violations(page, {type: 'rule', values: OF_COLOURS}, []);
      found.push(...there.map(x => `${x} (${viewport.width} px, ${colorScheme})`));
    }
  }
  await page.emulateMedia({colorScheme: 'light'});
  return found;
};

/** What is wider than the window, or cut off; areas that scroll by themselves and can be reached may be wide. */
const sideways = page =>
  page.evaluate(() => {
    const root = document.scrollingElement;
    const width = root.clientWidth;
    const isOff = element => element.closest('.hidden, .calc-sr, .skip, [hidden]') || !element.checkVisibility();
    const isScrolling = element => Boolean(element.closest('[role=region][tabindex="0"]'));
    const name = element => `${element.localName}${element.id && `#${element.id}`}.${element.className} "${element.textContent.trim().slice(0, 30)}"`;
    const found = [];
    if (root.scrollWidth > width) found.push(`the page is ${root.scrollWidth} px wide in a window of ${width}`);
    for (const element of document.querySelectorAll('body *')) {
      if (isOff(element) || isScrolling(element)) continue;
      const style = getComputedStyle(element);
      const {left, right} = element.getBoundingClientRect();
      const hasText = [...element.childNodes].some(x => x.nodeType === 3 && x.data.trim());
      if (hasText && (right > width + 1 || left < -1)) found.push(`past the edge: ${name(element)}`);
      const isCut = ['hidden', 'clip', 'auto', 'scroll'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (isCut && element.localName !== 'input') found.push(`cut off: ${name(element)}`);
      const isLow = ['hidden', 'clip'].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      if (isLow && element.clientHeight) found.push(`cut off below: ${name(element)}`);
    }
    return found;
  });

const styled = (page, css) =>
  page.evaluate(text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = text ? [sheet] : [];
  }, css);

const SPACING = '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}';

/** Narrow windows, text twice as large, and the spacing of WCAG 1.4.12: nothing needs sideways scrolling. */
export const reflow = async page => {
  const found = [];
  const look = async what => found.push(...(await sideways(page)).map(x => `${what}: ${x}`));

  await page.setViewportSize({width: 320, height: 640});
  await look('320 px');
  await styled(page, SPACING);
  await look('spacing at 320 px');
  await styled(page, '');

  for (const width of [360, 768, 1920]) {
    await page.setViewportSize({width, height: 900});
    await look(`${width} px`);
  }

  await page.setViewportSize(DESKTOP);
  await look(`${DESKTOP.width} px`);
  await styled(page, SPACING);
  await look('spacing');
  await styled(page, '');

  // Only the text grows, as with the setting of a browser that enlarges text alone.
  await page.evaluate(() => {
    const all = [...document.querySelectorAll('body, body *')];
    const sizes = all.map(x => parseFloat(getComputedStyle(x).fontSize));
    all.forEach((x, i) => x.style.setProperty('font-size', `${2 * sizes[i]}px`, 'important'));
  });
  await look('double text');
  await page.evaluate(() => document.querySelectorAll('body, body *').forEach(x => x.style.removeProperty('font-size')));
  return found;
};

/** What can be pressed is at least 44 px each way; links in running text at least 24 with the space around them. */
export const targets = async page => {
  await page.setViewportSize(PHONE);
  return page.evaluate(() => {
    const pressable = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    const found = [];
    for (const element of document.querySelectorAll(pressable)) {
      if (!element.checkVisibility({visibilityProperty: true}) || element.closest('.skip')) continue;
      element.scrollIntoView({block: 'center', behavior: 'instant'});
      const label = element.labels?.[0];
      const isHit = (x, y) => {
        const hit = document.elementFromPoint(x, y);
        return Boolean(hit) && (hit.closest(pressable) === element || (label && label.contains(hit)));
      };
      const boxes = [...element.getClientRects()];
      const box = boxes[0];
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const reach = (dx, dy) => {
        let far = 0;
        while (far < 60 && isHit(x + dx * (far + 1), y + dy * (far + 1))) far += 1;
        return far;
      };
      const wide = reach(-1, 0) + reach(1, 0) + 1;
      const high = reach(0, -1) + reach(0, 1) + 1;
      const block = element.closest('p, li, td, th, dd, dt, figcaption, label, legend');
      const isInText = element.localName === 'a' && getComputedStyle(element).display === 'inline' && block && block.textContent.trim() !== element.textContent.trim();
      // Of a link in a line the line is what one hits.
      const line = parseFloat(getComputedStyle(element).lineHeight) || 0;
      const least = isInText ? 24 : 44;
      const measured = isInText ? Math.max(high, line) : Math.min(wide, high);
      if (measured < least - 0.5) found.push(`${element.localName} "${element.textContent.trim().slice(0, 40)}": ${wide} × ${high} px`);
    }
    return found;
  });
};

/** Every stop of the keyboard shows that it is there, in light, dark and forced colours. */
export const focus = async page => {
  const found = [];
  await page.setViewportSize(DESKTOP);
  for (const media of [{colorScheme: 'light'}, {colorScheme: 'dark'}, {forcedColors: 'active'}]) {
    await page.emulateMedia(media);
    const faint = await page.evaluate(() => {
      const channels = color => color.match(/[\d.]+/g).map(Number);
      const luminance = color => {
        const [r, g, b] = channels(color).map(x => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (x, y) => {
        const [low, high] = [luminance(x), luminance(y)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
      };
      const ground = element => {
        for (let at = element; at; at = at.parentElement) {
          const color = getComputedStyle(at).backgroundColor;
          if ((channels(color)[3] ?? 1) === 1) return color;
        }
        return getComputedStyle(document.documentElement).backgroundColor === 'rgba(0, 0, 0, 0)' ? 'rgb(255, 255, 255)' : getComputedStyle(document.documentElement).backgroundColor;
      };
      const found = [];
      for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, [tabindex="0"]')) {
        if (!element.checkVisibility({visibilityProperty: true}) || element.disabled) continue;
        element.focus({focusVisible: true});
        const drawn = [[element], [element, '::after'], [element.nextElementSibling?.localName === 'label' ? element.nextElementSibling : element]]
          .map(([x, part]) => ({x, style: getComputedStyle(x, part)}))
          .find(({style}) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
        const name = `${element.localName} "${(element.textContent || element.id).trim().slice(0, 40)}"`;
        if (document.activeElement !== element) found.push(`takes no focus: ${name}`);
        else if (!drawn) found.push(`no outline: ${name}`);
        else {
          const around = parseFloat(drawn.style.outlineOffset) < 0 ? drawn.x : drawn.x.parentElement;
          const ratio = contrast(drawn.style.outlineColor, ground(around));
          if (ratio < 3) found.push(`faint outline (${ratio.toFixed(1)}:1): ${name}`);
        }
      }
      return found;
    });
    found.push(...faint.map(x => `${x} (${Object.values(media)})`));
  }
  await page.emulateMedia({colorScheme: 'light', forcedColors: 'none'});
  return found;
};

/** Paper shows the text that the screen shows, none of the buttons and menus, nothing past its edge, and nothing cut off. */
export const print = async page => {
  await page.setViewportSize(DESKTOP);
  await page.evaluate(() => {
    // What is there only to be used: on paper it would be noise. Of the form the answers are printed.
    const isOfUse = x => x.closest('.toc, .local, .pager, .siblings, .actions, .more-part, .more-notice, .calc-undo, .calc-section .calc-hint, form[role=search], [aria-live], [role=status]') || x.querySelector('.button, button');
    const isLeft = x => x.matches('.calc-option label') && !x.control.checked;
    window.seen = [...document.querySelectorAll('main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, caption, figcaption, legend, label)')].filter(x => x.textContent.trim() && x.checkVisibility() && !isOfUse(x) && !isLeft(x));
    dispatchEvent(new Event('beforeprint'));
  });
  await page.emulateMedia({media: 'print'});
  await page.setViewportSize({width: 680, height: 960});
  const found = await page.evaluate(() => {
    const lost = window.seen.filter(x => !x.checkVisibility());
    const kept = [...document.querySelectorAll('nav, button, .skip')].filter(x => x.checkVisibility() && !x.closest('footer'));
    const cut = [...document.querySelectorAll('main :is(input, select), main .calc-results')].filter(x => x.checkVisibility() && (x.scrollWidth > x.clientWidth + 1 || (x.localName === 'section' && x.scrollHeight > x.clientHeight + 1)));
    const tell = x => `"${(x.value || x.textContent).trim().slice(0, 50)}"`;
    return [
      ...lost.map(x => `not on paper: ${x.localName} ${tell(x)}`),
      ...kept.map(x => `on paper: ${x.localName} ${tell(x)}`),
      ...cut.map(x => `cut off on paper: ${x.localName} ${tell(x)}`),
      ...(document.scrollingElement.scrollWidth > 680 ? [`${document.scrollingElement.scrollWidth} px wide on paper`] : []),
    ];
  });
  await page.emulateMedia({media: 'screen'});
  return found;
};

const MEDIA = [{colorScheme: 'light'}, {colorScheme: 'dark'}, {forcedColors: 'active', colorScheme: 'light'}, {forcedColors: 'active', colorScheme: 'dark'}];

/** What is no text can be seen: the edges of fields and buttons, what is chosen, marks of mistakes, the parts of charts. */
export const edges = async page => {
  const found = [];
  await page.setViewportSize(DESKTOP);
  for (const media of MEDIA) {
    await page.emulateMedia(media);
    await drawn(page);
    const faint = await page.evaluate(isForced => {
      const channels = color => color.match(/[\d.]+/g).map(Number);
      const luminance = color => {
        const [r, g, b] = channels(color).map(x => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const isClear = color => (channels(color)[3] ?? 1) < 1;
      const contrast = (x, y) => {
        if (isClear(x) || isClear(y)) return 1;
        const [low, high] = [luminance(x), luminance(y)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
      };
      const ground = element => {
        for (let at = element; at; at = at.parentElement) {
          const {backgroundColor} = getComputedStyle(at);
          if (!isClear(backgroundColor)) return backgroundColor;
        }
        return matchMedia('(prefers-color-scheme: dark)').matches ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)';
      };
      const found = [];
      const name = x => `${x.localName}${x.id && `#${x.id}`} "${(x.labels?.[0] ?? x).textContent.trim().slice(0, 30)}"`;
      const want = (x, what, ratio) => ratio < 3 && found.push(`${what} ${ratio.toFixed(1)}:1: ${name(x)}`);
      const all = selector => [...document.querySelectorAll(selector)].filter(x => x.checkVisibility({visibilityProperty: true}));
      const border = (x, side = 'top', part) => {
        const style = getComputedStyle(x, part);
        const isDrawn = style.getPropertyValue(`border-${side}-style`) !== 'none' && parseFloat(style.getPropertyValue(`border-${side}-width`)) >= 1;
        return isDrawn ? style.getPropertyValue(`border-${side}-color`) : 'rgba(0, 0, 0, 0)';
      };
      // The field of the header stands in a frame with its label and its button.
      const framed = x => x.closest('.find') ?? x;
      for (const x of all('input:is([type=text], [type=search]), select, .calc-option label').map(framed)) want(x, 'edge of a field', contrast(border(x), ground(x.parentElement)));
      for (const x of all('button, .button')) want(x, 'edge of a button', Math.max(contrast(border(x), ground(x.parentElement)), contrast(ground(x), ground(x.parentElement))));
      // The circle is the browser's own; that it is filled must not be all, and is not: the answer has a frame of its own.
      for (const x of all('input[type=radio]:checked')) if (!isForced) want(x, 'what is chosen', contrast(getComputedStyle(x).accentColor, ground(x.nextElementSibling)));
      for (const x of all('.calc-field-bad, .calc-verdict, .calc-condition, .more-notice')) want(x, 'mark', contrast(border(x, 'left'), ground(x.parentElement)));
      for (const x of all('.calc-errors, .calc-row-off')) want(x, 'frame', contrast(border(x), ground(x.parentElement)));
      for (const x of all('.calc-item, .checks li')) want(x, 'box to tick', contrast(border(x, 'top', '::before'), ground(x)));
      for (const x of all('[aria-current]:is(.menu a)')) want(x, 'where one is', contrast(border(x, 'bottom'), ground(x)));
      for (const x of all('rect[width]:not([width="0"])')) {
        const {fill, stroke, strokeWidth} = getComputedStyle(x);
        want(x, 'part of a chart', stroke === 'none' || parseFloat(strokeWidth) < 1 ? 1 : contrast(fill, stroke));
      }
      // With forced colours the grounds are all alike, so that panels need edges.
      if (isForced) for (const x of all('.calc-results, .calc-limit, .calc-open, .calc-row-note, .calc-undo, .calc-bar, .panel, .toc, .local, .assumed, blockquote, .more-notice, .home-text h2 + ul a')) want(x, 'edge of a panel', contrast(border(x, 'top'), ground(x.parentElement)));
      return found;
    }, media.forcedColors === 'active');
    found.push(...faint.map(x => `${x} (${Object.values(media)})`));
    await page.emulateMedia({colorScheme: 'light', forcedColors: 'none'});
  }
  return found;
};

/** Nothing moves by itself: less than what those see who ask for less motion. */
export const motion = page => page.evaluate(() => document.getAnimations().map(x => `moves: ${x.effect.target?.localName} ${x.animationName ?? x.transitionProperty}`));

/**
 * Numbers that are not in one line: amounts, rates, hours, also with spaces between groups of three. Nobody can read
 * "52 00 / 0,00 €".
 */
export const brokenNumbers = page =>
  page.evaluate(() => {
    const number = /[−–-]?\d[\d.,]*(?:[ \u00a0\u202f]\d{3}(?!\d))*(?:,\d+)?(?:[ \u00a0\u202f]?(?:€|%|h\b))?/g;
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const {parentElement: parent, data} = node;
      if (!/\d/.test(data) || !parent.checkVisibility() || parent.closest('script, style, option, .calc-sr, .hidden')) continue;
      for (const match of data.matchAll(number)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].trimEnd().length);
        const boxes = [...range.getClientRects()].filter(x => x.width > 0);
        if (boxes.some(x => x.top >= boxes[0].bottom - 1 || x.bottom <= boxes[0].top + 1)) {
          found.push(`"${match[0]}" in "${data.trim().slice(Math.max(0, match.index - 30), match.index + 40)}" of ${parent.localName}.${parent.className}`);
        }
      }
    }
    return found;
  });
