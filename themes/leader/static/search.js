// The search page: results as one types. The search itself (find.js), the language and the index are loaded when
// the field is used, or when the address has something to search for.

const byId = id => document.getElementById(id);
const form = byId('search');
const field = byId('q');
const parts = {found: byId('search-found'), none: byId('search-none'), failed: byId('search-failed'), all: byId('search-all')};
const list = parts.found.querySelector('.hits');
const count = byId('search-count');
const more = byId('search-more');
const said = byId('search-said');
const mended = byId('search-mended');
const waits = byId('search-waits');

/** How many results are shown at a time, and how many of them as long as one types: they come sooner. */
const STEP = 10;
const FIRST = 3;
/** How long nobody types before the search, and before all of what it found is shown and spoken; in milliseconds. */
const SEARCH_AFTER = 200;
const SPEAK_AFTER = 1000;
/** How long a search may take before it says that it is under way. */
const WAIT = 500;

// A service worker or a fetch is not needed: all of it are modules.
const LANGUAGES = {fi: () => import('./find-fi.js'), sv: () => import('./find-sv.js'), en: () => import('./find-en.js')};

let ready;
const load = () => {
  ready ??= (async () => {
    const address = new URL(form.dataset.index, location.href);
    const [{searcher}, {default: root}, language] = await Promise.all([
      import('./find.js'),
      import(address.href),
      LANGUAGES[document.documentElement.lang](),
    ]);
    const part = name => import(new URL(`index/${name}.js?${root.stamp}`, address).href).then(x => x.default);
    const {parts} = root.starts ? await import('./find-parts.js') : {};
    return searcher(root, part, language, parts);
  })();
  // After a failure the next try begins anew.
  ready.catch(() => (ready = undefined));
  return ready;
};

const show = name => {
  for (const [key, part] of Object.entries(parts)) part.hidden = key !== name && !(key === 'all' && name !== 'found');
};

const make = (tag, given, ...children) => {
  const element = Object.assign(document.createElement(tag), given);
  element.append(...children);
  return element;
};

/** A text with marked words. */
const marked = pieces => pieces.map(({text, isMarked}) => (isMarked ? make('mark', {}, text) : text));

const shown = ({url, title, way, anchor, heading, excerpt}) =>
  make(
    'li',
    {},
    make('h3', {}, make('a', {href: url}, ...marked(title))),
    ...(way.length ? [make('p', {className: 'hit-way'}, way.join(' › '))] : []),
    ...(anchor ? [make('p', {className: 'hit-part'}, make('a', {href: `${url}#${encodeURIComponent(anchor)}`}, ...marked(heading)))] : []),
    make('p', {}, ...marked(excerpt)),
  );

const plural = new Intl.PluralRules(document.documentElement.lang);
const number = new Intl.NumberFormat(document.documentElement.lang);
const counted = (n, isMore) => {
  const words = count.getAttribute(`data-${isMore ? 'over-' : ''}${plural.select(n)}`);
  return words.replace('{count}', number.format(n));
};

/** Says what was sought in place of words with typing errors. */
const tell = words => {
  const [before, after] = mended.dataset.text.split('{words}');
  mended.replaceChildren(...(words ? [before, make('strong', {}, words), after] : []));
  mended.hidden = !words;
};

let speaking;
const speak = text => {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    if (said.textContent !== text) said.textContent = text;
  }, SPEAK_AFTER);
};

// Results that come late are those of another search.
let turn = 0;
let rest;

const addHits = async (search, result, mine, many = STEP) => {
  const pages = rest.splice(0, many);
  const items = (await Promise.all(pages.map(page => search.show(page, result)))).map(shown);
  if (mine !== turn) return;
  list.append(...items);
  more.hidden = !rest.length || many < STEP;
  return items[0];
};

let resting;
const search = async isTyping => {
  clearTimeout(resting);
  turn += 1;
  const mine = turn;
  waits.hidden = true;
  const query = field.value.trim();
  const address = new URL(location.href);
  if (query) address.searchParams.set('q', query);
  else address.searchParams.delete('q');
  if (address.href !== location.href) history.replaceState(history.state, '', address);
  if (query.length < 2) {
    show('all');
    clearTimeout(speaking);
    said.textContent = '';
    return;
  }
  const slow = setTimeout(() => (waits.hidden = mine !== turn), WAIT);
  try {
    const found = await load();
    const result = await found.find(field.value);
    if (mine !== turn) return;
    rest = [...result.pages];
    const before = list.childElementCount;
    if (rest.length) {
      const old = [...list.children];
      await addHits(found, result, mine, isTyping ? FIRST : STEP);
      if (mine !== turn) return;
      if (isTyping) resting = setTimeout(() => addHits(found, result, mine, STEP - FIRST).then(() => (more.hidden = !rest.length)).catch(() => {}), SPEAK_AFTER);
      // The old ones go when the new ones are there, so that nothing flickers.
      old.slice(0, before).forEach(x => x.remove());
      count.textContent = counted(result.pages.length, result.isMore);
      tell(result.mended);
      more.onclick = async () => {
        const first = await addHits(found, result, mine);
        first?.querySelector('a').focus();
      };
    }
    show(result.pages.length ? 'found' : 'none');
    speak(result.pages.length ? `${count.textContent} ${mended.textContent}`.trim() : byId('search-no').textContent);
  } catch {
    if (mine === turn) {
      show('failed');
      speak(parts.failed.textContent);
    }
  } finally {
    clearTimeout(slow);
    if (mine === turn) waits.hidden = true;
  }
};

let waiting;
const soon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, SEARCH_AFTER, true);
};

form.addEventListener('submit', event => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
field.addEventListener('input', soon);
field.addEventListener('focus', () => load().catch(() => {}), {once: true});

const asked = new URL(location.href).searchParams.get('q');
if (asked && !field.value) field.value = asked;
if (field.value.trim()) search();
