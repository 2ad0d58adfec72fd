// Keeps the open page as the files are: changes it in place, or loads it anew with everything where it was, and
// shows what is wrong on top of it. Runs in the preview only; nothing of it is published.

import {Idiomorph} from './idiomorph.js';

const FOLDER = '/.leader-site/';
const KEPT = 'leader-site-kept';
const script = document.querySelector(`script[src="${FOLDER}client.js"]`);

/** By what the server knows the page that is shown. */
let shown = script.dataset.page;
/** The version of the site that this page is from. */
let version = Number(script.dataset.version);
/** The page as it was sent, once it is known. */
let source = null;

// The page ------------------------------------------------------------------------------------------------------

/** The page as the server has it now; null if it has gone away. */
async function fetchPage() {
  try {
    const answer = await fetch(location.pathname + location.search, {cache: 'no-store'});
    const text = await answer.text();
    return {name: answer.headers.get('x-leader-site-page'), text};
  } catch {
    return null;
  }
}

const parsed = (text) => new DOMParser().parseFromString(text, 'text/html');
const isOurs = (element) => element.getAttribute('src')?.startsWith(FOLDER);
// Data for search engines does nothing.
const hasScripts = (page) => [...page.scripts].some((element) => !isOurs(element) && !element.type.includes('json'));
const styles = (page) => [...page.querySelectorAll('link[rel~="stylesheet"]')];
/** What stays of a page when its styles are left out: where two have this in common, only the styles differ. */
const withoutStyles = (page) => {
  const copy = page.cloneNode(true);
  for (const element of copy.querySelectorAll(`link[rel~="stylesheet"], script[src^="${FOLDER}"]`)) element.remove();
  return copy.documentElement.outerHTML;
};
/** Names of published files hold a fingerprint: leader.1a2b3c4d.css. */
const bare = (href) => href.replace(/\.[0-9a-f]{6,}(?=\.\w+$)/, '');

/** Brings the page up to what the server has. */
async function refresh() {
  const page = await fetchPage();
  if (!page) return;
  const next = parsed(page.text);
  showSource(next.querySelector('script[data-source]')?.dataset.source);
  if (page.name === shown) return;
  const before = source === null ? null : parsed(source);
  const onlyStyles = before && withoutStyles(before) === withoutStyles(next);
  if (!onlyStyles && (hasScripts(document) || hasScripts(next))) {
    // A script has made of the page what it is: only the script can make it again.
    keep();
    location.reload();
    return;
  }
  await swapStyles(next);
  if (!onlyStyles) change(next);
  shown = page.name;
  source = page.text;
}

/** Puts new styles in the place of old ones without a moment without any. */
async function swapStyles(next) {
  const wanted = styles(next).map((link) => link.getAttribute('href'));
  const old = styles(document);
  const there = old.map((link) => link.getAttribute('href'));
  const loads = wanted.filter((href) => !there.includes(href)).map((href) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    const place = old.find((other) => bare(other.getAttribute('href')) === bare(href)) ?? old.at(-1);
    return new Promise((done) => {
      link.addEventListener('load', done);
      link.addEventListener('error', done);
      setTimeout(done, 2000);
      if (place) place.after(link);
      else document.head.append(link);
    });
  });
  await Promise.all(loads);
  for (const link of old) if (!wanted.includes(link.getAttribute('href'))) link.remove();
}

/** Changes the page in place: what stays the same keeps its focus, its selection and its place. */
function change(next) {
  const place = [scrollX, scrollY];
  document.title = next.title;
  for (const name of document.documentElement.getAttributeNames()) {
    if (!next.documentElement.hasAttribute(name)) document.documentElement.removeAttribute(name);
  }
  for (const {name, value} of next.documentElement.attributes) document.documentElement.setAttribute(name, value);
  Idiomorph.morph(document.body, next.body, {
    morphStyle: 'outerHTML',
    ignoreActiveValue: true,
    callbacks: {
      // What the reader has opened stays open.
      beforeAttributeUpdated: (name, element) => !(name === 'open' && element.localName === 'details'),
    },
  });
  scrollTo({left: place[0], top: place[1], behavior: 'instant'});
}

/** In which version a picture on this page was changed last, by its address. */
const pictures = new Map();

/** Shows pictures anew that changed under the same address: a browser does not ask for the same address twice. */
function refreshPictures(changed) {
  for (const [address, changedIn] of Object.entries(changed)) if (changedIn > version) pictures.set(address, changedIn);
  for (const image of document.images) {
    const address = new URL(image.src, location.href);
    const changedIn = pictures.get(decodeURI(address.pathname));
    const wanted = changedIn && `${address.pathname}?${changedIn}`;
    if (wanted && image.getAttribute('src') !== wanted) image.src = wanted;
  }
}

// What is kept over loading anew --------------------------------------------------------------------------------

const fields = () => [...document.querySelectorAll('input, select, textarea')];
/** By what a field is found again: its id or name, and its number among those of the name. */
const keys = (all) => {
  const count = new Map();
  return all.map((field) => {
    const name = field.id || field.name || field.type;
    const number = count.get(name) ?? 0;
    count.set(name, number + 1);
    return `${name} ${number} ${field.type === 'radio' ? field.value : ''}`;
  });
};
const isChoice = (field) => field.type === 'checkbox' || field.type === 'radio';

function keep() {
  const all = fields();
  const names = keys(all);
  const active = all.indexOf(document.activeElement);
  const selection = active >= 0 && typeof all[active].selectionStart === 'number'
    ? [all[active].selectionStart, all[active].selectionEnd] : null;
  const kept = {
    path: location.pathname,
    scroll: [scrollX, scrollY],
    focus: active >= 0 ? names[active] : null,
    focusId: active < 0 ? document.activeElement?.id || null : null,
    selection,
    fields: names.map((name, index) => [name, isChoice(all[index]) ? all[index].checked : all[index].value]),
    open: [...document.querySelectorAll('details')].map((details) => details.open),
  };
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Without room the browser's own memory of the page has to do.
  }
}

function restore() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
  } catch {
    return;
  }
  if (kept?.path !== location.pathname) return;
  for (const [index, details] of document.querySelectorAll('details').entries()) {
    if (kept.open[index] !== undefined) details.open = kept.open[index];
  }
  const all = fields();
  const names = keys(all);
  const values = new Map(kept.fields);
  for (const [index, field] of all.entries()) {
    const value = values.get(names[index]);
    if (value === undefined || field.type === 'file') continue;
    const now = isChoice(field) ? field.checked : field.value;
    if (now === value) continue;
    if (isChoice(field)) field.checked = value;
    else field.value = value;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, {bubbles: true}));
  }
  const focus = kept.focus ? all[names.indexOf(kept.focus)] : kept.focusId && document.getElementById(kept.focusId);
  focus?.focus({preventScroll: true});
  if (focus && kept.selection) {
    try {
      focus.setSelectionRange(...kept.selection);
    } catch {
      // Fields of some kinds have no selection.
    }
  }
  scrollTo({left: kept.scroll[0], top: kept.scroll[1], behavior: 'instant'});
}

// What is wrong -------------------------------------------------------------------------------------------------

const LOOK = `
:host { all: initial; position: fixed; z-index: 2147483647; inset: auto 0 0 0; color-scheme: light dark;
  font: 16px/1.5 system-ui, sans-serif; }
section { box-sizing: border-box; margin: 0; max-height: 55vh; overflow: auto; background: light-dark(#fff, #1b1b1f);
  color: light-dark(#1b1b1f, #f2f2f5); border-top: 4px solid light-dark(#b3261e, #ff8a80);
  box-shadow: 0 -4px 24px #0006; padding: 12px 16px 16px; }
section.remarks { border-color: light-dark(#8a5a00, #ffc46b); }
header { display: flex; gap: 12px; align-items: baseline; flex-wrap: wrap; }
h2 { font-size: 18px; margin: 0; }
h3 { font-size: 16px; margin: 0; }
p { margin: 4px 0; max-width: 75ch; }
ol { margin: 12px 0 0; padding: 0; list-style: none; display: grid; gap: 16px; }
li { border-left: 4px solid light-dark(#b3261e, #ff8a80); padding-left: 12px; min-width: 0; }
li.warning { border-color: light-dark(#8a5a00, #ffc46b); }
.place { font: 14px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { font: 14px/1.5 ui-monospace, monospace; margin: 4px 0; padding: 6px 8px; overflow-x: auto;
  background: light-dark(#f3f2f5, #2b2b31); white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
mark { background: light-dark(#ffd9d5, #7a2620); color: inherit; text-decoration: underline wavy light-dark(#b3261e, #ff8a80); }
mark:empty::after { content: "\\00a0"; }
code { font: 0.93em/1.4 ui-monospace, monospace; background: light-dark(#f3f2f5, #2b2b31); padding: 1px 4px; border-radius: 3px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.label { color: light-dark(#8c1d18, #ffb4ab); }
.warning .label { color: light-dark(#6b4500, #ffd08a); }
.place a { color: light-dark(#0b4a8f, #9ecbff); }
.help b { font-weight: 600; }
.note { white-space: pre-wrap; }
.table { font: 14px/1.5 ui-monospace, monospace; max-width: none; overflow-x: auto; white-space: pre; }
button { font: inherit; margin-left: auto; padding: 6px 14px; min-height: 32px; border-radius: 4px; cursor: pointer;
  border: 1px solid currentColor; background: transparent; color: inherit; }
button:focus-visible { outline: 3px solid light-dark(#1b1b1f, #fff); outline-offset: 2px; }
.tab { position: fixed; right: 12px; bottom: 12px; background: light-dark(#fff, #1b1b1f); color: light-dark(#1b1b1f, #f2f2f5);
  border: 2px solid light-dark(#8a5a00, #ffc46b); }
.lost { margin: 0; padding: 6px 14px; }
.tab.mistakes { border-color: light-dark(#b3261e, #ff8a80); }
@media print { :host { display: none; } }
`;

const host = document.createElement('leader-site-messages');
const panel = host.attachShadow({mode: 'open'});
const sheet = new CSSStyleSheet();
sheet.replaceSync(LOOK);
panel.adoptedStyleSheets = [sheet];
/** What is told, and whether the reader has put it away. */
let told = null;
let hidden = false;
/** Whether the program has gone away. */
let lost = false;

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  if (text) made.textContent = text;
  return made;
}

/** Words in which `what an author writes` stands between backticks. */
function rich(name, text, properties = {}) {
  const made = element(name, '', properties);
  for (const [index, piece] of text.split('`').entries()) {
    if (piece) made.append(index % 2 ? element('code', piece) : piece);
  }
  return made;
}

/** Shows the messages; those of the same kind as before stay as the reader has put them. */
function tell(messages) {
  const key = JSON.stringify(messages.list);
  if (told?.key === key) return;
  // New mistakes are shown at once; remarks wait until they are asked for.
  if (messages.mistakes > 0) hidden = false;
  else if (!told || told.messages.mistakes > 0) hidden = true;
  told = {key, messages};
  draw();
}

function draw() {
  if (!told) return;
  const {messages} = told;
  // What is drawn anew keeps the focus.
  const hadFocus = panel.activeElement !== null;
  panel.replaceChildren();
  // Announced where it appears; the page itself is not interrupted.
  host.lang = messages.lang;
  host.setAttribute('role', 'status');
  if (messages.list.length === 0 && !lost) {
    host.remove();
    return;
  }
  if (lost) {
    attach(host);
    panel.append(element('p', messages.words.lost, {className: 'tab lost'}));
    return;
  }
  attach(host);
  const mistakes = messages.mistakes > 0;
  if (hidden) {
    const button = element('button', messages.title, {className: mistakes ? 'tab mistakes' : 'tab', type: 'button'});
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', () => put(false));
    panel.append(button);
    if (hadFocus) button.focus();
    return;
  }
  const section = element('section', '', {className: mistakes ? '' : 'remarks'});
  section.setAttribute('aria-label', messages.words.panel);
  const header = element('header');
  const hide = element('button', messages.words.hide, {type: 'button'});
  hide.setAttribute('aria-expanded', 'true');
  hide.addEventListener('click', () => put(true));
  header.append(element('h2', messages.title), hide);
  section.append(header);
  if (messages.stays) section.append(element('p', messages.stays));
  const list = element('ol');
  for (const message of messages.list) list.append(one(message, messages.words));
  section.append(list);
  panel.append(section);
  if (hadFocus) hide.focus();
}

/** Before the page, so that the keyboard comes there first; the page itself is not touched. */
function attach(element) {
  if (!element.isConnected) document.body.before(element);
}

function put(away, focus = true) {
  hidden = away;
  draw();
  if (focus) panel.querySelector('button')?.focus();
}

// From anywhere on the page, unless that has used the key for something of its own.
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented || !host.isConnected || !panel.querySelector('section')) return;
  put(true, panel.activeElement !== null);
});

function one(message, words) {
  const item = element('li', '', {className: message.severity});
  item.append(rich('h3', `${words[message.severity]}: ${message.title}`));
  for (const place of [message.place, ...message.related]) {
    if (place) item.append(...where(place, words));
  }
  for (const note of message.notes) item.append(rich('p', note, {className: note.includes('\n') ? 'note table' : 'note'}));
  if (message.help) {
    const help = rich('p', ` ${message.help}`, {className: 'help'});
    help.prepend(element('b', words.help));
    item.append(help);
  }
  return item;
}

function where(place, words) {
  const line = place.line ? `, ${words.line} ${place.line}:${place.column}` : '';
  const shown = [element('p', '', {className: 'place'})];
  shown[0].append(opened(place.file + line, place.href, words));
  if (place.excerpt) {
    const [before, meant, after] = place.excerpt;
    const excerpt = element('pre');
    excerpt.append(before, element('mark', meant), after);
    shown.push(excerpt);
  }
  if (place.label) shown.push(rich('p', place.label, {className: 'label'}));
  return shown;
}

/** A file that the editor opens, where one does. */
function opened(text, href, words) {
  return href ? element('a', text, {href, title: words.open ?? ''}) : element('span', text);
}

// Where the page comes from --------------------------------------------------------------------------------------

const SOURCE_LOOK = `
:host { all: initial; display: block; color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
section { box-sizing: border-box; display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: center; padding: 3px 12px;
  background: light-dark(#f3f2f5, #2b2b31); color: light-dark(#1b1b1f, #f2f2f5);
  border-bottom: 1px solid light-dark(#77757f, #918f9a); }
p { margin: 0; min-width: 0; flex: 1 1 16em; overflow-wrap: anywhere; }
a { color: light-dark(#0b4a8f, #9ecbff); }
ul { margin: 2px 0 4px; padding: 0; list-style: none; }
details { flex: 0 1 auto; min-width: 0; overflow-wrap: anywhere; }
details[open] { flex-basis: 100%; order: 1; }
summary, button { font: inherit; min-height: 24px; cursor: pointer; }
summary { padding: 3px 0; }
button { padding: 1px 8px; border: 1px solid currentColor; border-radius: 4px; background: transparent; color: inherit; }
:focus-visible { outline: 3px solid light-dark(#1b1b1f, #fff); outline-offset: 1px; }
@media print { :host { display: none; } }
`;

const SOURCE_HIDDEN = 'leader-site-source-hidden';
const bar = document.createElement('leader-site-source');
const barInside = bar.attachShadow({mode: 'open'});
const barSheet = new CSSStyleSheet();
barSheet.replaceSync(SOURCE_LOOK);
barInside.adoptedStyleSheets = [barSheet];
/** What the bar says, as it came. */
let sourceSaid;

const isSourceHidden = () => {
  try {
    return localStorage.getItem(SOURCE_HIDDEN) !== null;
  } catch {
    return false;
  }
};

/** Says which file the page comes from: above the page and not over it. */
function showSource(said) {
  if (said === sourceSaid) return;
  sourceSaid = said;
  drawSource();
}

function drawSource(focus = false) {
  barInside.replaceChildren();
  bar.remove();
  if (!sourceSaid) return;
  const {lang, this: start, parts, words} = JSON.parse(sourceSaid);
  if (parts.length === 0) return;
  bar.lang = lang;
  const section = element('section');
  section.setAttribute('aria-label', words.panel);
  const put = (away) => {
    try {
      if (away) localStorage.setItem(SOURCE_HIDDEN, '1');
      else localStorage.removeItem(SOURCE_HIDDEN);
    } catch {
      // It is shown again on the next page.
    }
    drawSource(true);
  };
  const button = (text, act) => {
    const made = element('button', text, {type: 'button'});
    made.addEventListener('click', () => act(made));
    return made;
  };
  barInside.append(section);
  if (isSourceHidden()) {
    // Out of the way, at the end of the page.
    section.append(button(words.show, () => put(false)));
    document.body.after(bar);
  } else {
    const where = (part) => opened(part.file + (part.line ? `, ${words.line} ${part.line}` : ''), part.href, {});
    const [first, ...others] = parts;
    const text = element('p', `${start} `);
    text.append(where(first));
    section.append(text);
    if (others.length > 0) {
      const more = element('details');
      const list = element('ul');
      for (const part of others) {
        const item = element('li', `${part.role}: `);
        item.append(where(part));
        list.append(item);
      }
      more.append(element('summary', words.others), list);
      section.append(more);
    }
    section.append(
      button(words.copy, async (made) => {
        try {
          await navigator.clipboard.writeText(first.path);
          made.textContent = words.copied;
          made.setAttribute('aria-live', 'polite');
        } catch {
          // Without a clipboard the path stands in the link.
        }
      }),
      button(words.hide, () => put(true)),
    );
    document.body.before(bar);
  }
  // What is put out of the way does not take the reader along.
  if (focus) barInside.querySelector('button:last-of-type')?.focus({preventScroll: true});
}

showSource(script.dataset.source);

// The order of things -------------------------------------------------------------------------------------------

/** One change after the other: a second save while the first is shown waits for it. */
let busy = Promise.resolve();
/** Tells those who measure when a change is on the screen. */
const seen = () => document.dispatchEvent(new CustomEvent('leader-site-shown', {detail: {version}}));

const events = new EventSource(`${FOLDER}events`);
events.addEventListener('state', ({data}) => {
  const state = JSON.parse(data);
  busy = busy.then(async () => {
    if (state.version !== version || source === null) {
      await refresh();
      refreshPictures(state.changed);
      version = state.version;
    }
    tell(state.messages);
    seen();
  }).catch(() => {});
});
// The browser tries again by itself; meanwhile nothing here is sure to be new.
events.addEventListener('error', () => {
  lost = true;
  draw();
});
events.addEventListener('open', () => {
  if (!lost) return;
  lost = false;
  // It may be another program by now, which counts from the start.
  version = -1;
  draw();
});

addEventListener('load', () => requestAnimationFrame(restore));
// Styles alone can be told from other changes only if the page is known as it was sent.
addEventListener('load', async () => {
  const page = await fetchPage();
  if (page && page.name === shown && source === null) source = page.text;
});
