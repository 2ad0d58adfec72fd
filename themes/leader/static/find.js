// Finds pages in the index that the program wrote (src/render/search), and the place on a page to show.
//
// What a word is, the program and `wordsIn` here must see alike. Which words are forms of one word is for the
// language to say: find-fi.js and its like.

const WORD = /\d{1,3}(?:[ \u00a0\u202f,.]\d{3})+(?!\d)|[\p{Alphabetic}\p{N}]+/gu;

/** The words of a text: [{word, from, to}]. */
export const wordsIn = text =>
  [...text.matchAll(WORD)].map(({0: x, index}) => ({
    word: /^\d+[ \u00a0\u202f,.]/.test(x) ? x.replace(/[^\d]/g, '') : x.toLowerCase(),
    from: index,
    to: index + x.length,
  }));

/** A word without the marks of its letters: kylatalo for kylätalo. */
export const folded = word => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

// What stands behind an amount and tells no page from another, in any of the languages.
const UNIT = /^(?:e|eur|euro\p{L}*|pros\p{L}*|procent|per|cent|percent)$/u;

/** The words of a query: `8000e`, `8 000 euroa` and `8k` are all 8000, and of some phrases what pages call them. */
const asked = (query, phrases) => {
  for (const [pattern, words] of phrases) query = query.replace(pattern, ` ${words} `);
  const words = wordsIn(query.replace(/(\d)(?=e(?:ur\p{L}*)?(?!\p{L}))/giu, '$1 ').replace(/(\d)\s?[kt](?!\p{L})/giu, '$1000')).map(x => x.word);
  return [...new Set(words.filter((x, i) => !(i && /^\d+$/.test(words[i - 1]) && UNIT.test(x))))].filter(x => x.length > 1 || /\d/.test(x));
};

// How near a word of a page is to the one that was typed.
const NEAR = {exact: 1, form: 0.85, folded: 0.8, same: 0.7, start: 0.5, end: 0.4, begun: 0.35, slip: 0.3};
// What a word is on a page, by its sign in the index: the end of a longer one, several times in the text, in the
// description, in a heading, in the title, the whole of the title. Without a sign it is in the text.
const PLACES = {' ': 0.5, '!': 2.6, '#': 4, $: 6, '%': 10, "'": 16};
const IN_TEXT = 2;

/** Where fewer pages than that have all words of a search, those follow that have at least such a part of it. */
const FEW = 10;
const LEAST = 0.3;
/** What pages are worth that gather what others tell, that were news once, that the rules made. */
const STANDING = [1, 0.5, 0.45, 0.2];
/** What a heading is worth, per word sought, that says all that is sought and nothing else; and as much more if it asks the same. */
const HEADING = 9;
const ASKED = 9;
/** What is left of that where one says "not" and the other does not; the first kind of question in each language. */
const OTHER_WAY = 0.3;
const NOT = 0;

/** How many words a misspelt one may have meant where that has to be loaded. */
const MOST_MEANT = 2;

/** What a list of pages says: [{page, worth}]. */
export const pagesOf = list => {
  const pages = [];
  let [worth, number, page] = [IN_TEXT, 0, 0];
  for (const sign of list) {
    const code = sign.charCodeAt();
    if (code < 40) {
      [worth, page] = [PLACES[sign], 0];
    } else if (code < 66) {
      number = number * 26 + code - 40;
    } else {
      // From B on numbers end, from a on lists do; between them is no backslash.
      page += number * 30 + code - (code > 96 ? 97 : code > 92 ? 67 : 66);
      pages.push({page, worth});
      page += 1;
      number = 0;
    }
  }
  return pages;
};

export const listsIn = packed => packed.match(/[^a-~]*[a-~]/g) ?? [];

/** The words of a text in which a capital letter says how much of the one before each begins with. */
export const unpacked = packed => {
  let last = '';
  return (packed.match(/[A-Z][^A-Z]*/g) ?? []).map(x => (last = last.slice(0, x.charCodeAt() - 65) + x.slice(1)));
};

const SIGNS = "!#$%&'()*+,-./:;<=>?@[]^_{|}~";

/** An index in one file: all its words with their lists. */
const inOneFile = ([words, lists, pairs]) => {
  const spread = (pairs.match(/../gs) ?? []).reduceRight((text, pair, i) => text.split(SIGNS[i]).join(pair), words);
  const told = listsIn(lists);
  const all = unpacked(spread).map((word, i) => ({word, folded: folded(word), list: told[i]}));
  return {around: () => all, listed: found => found, common: () => [], like: () => []};
};

/** In how few steps one word becomes another: letters changed, left out, added, or two swapped. */
export const distance = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
};

/** How many typing errors a word may have. */
const slips = word => (/\d/.test(word) || word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/**
 * A search over an index. `root` is its first file, `load(name)` gets one of its others, `language` is the module of
 * the language, `parts` what knows an index in many files (find-parts.js).
 */
export const searcher = (root, load, language, parts) => {
  const files = new Map();
  const file = name => {
    if (!files.has(name)) {
      files.set(name, load(name));
      // After a failure the next try begins anew.
      files.get(name).catch(() => files.delete(name));
    }
    return files.get(name);
  };
  const {around, listed, common, like} = parts ? parts(root, file, language) : inOneFile(root.all);

  const foldedKeys = new Map();
  const keysFolded = word => {
    if (!foldedKeys.has(word)) foldedKeys.set(word, language.keys(word).map(folded));
    return foldedKeys.get(word);
  };
  const meet = (keys, word) => language.keys(word).some(key => keys.has(key));

  /** Whether a longer word ends in a form of the sought one; gives the end. */
  const endOf = (sought, word) => {
    if (!language.compounds || !sought.isEnd) return;
    const head = sought.word.slice(0, 2);
    for (let at = word.indexOf(head, 3); at > 0; at = word.indexOf(head, at + 1)) {
      const end = word.slice(at);
      if (end.length >= sought.word.length - 2 && end.length > 2 && (end === sought.word || meet(sought.keys, end))) return end;
    }
  };

  const nearness = (sought, x) => {
    if (x.word === sought.word) return NEAR.exact;
    const isNear = x.folded.startsWith(sought.folded.slice(0, 1));
    if (isNear && meet(sought.keys, x.word)) return NEAR.form;
    // Who types marks means them.
    if (isNear && sought.isPlain && (x.folded === sought.folded || keysFolded(x.word).includes(sought.folded))) return NEAR.folded;
    if (sought.same.size && meet(sought.same, x.word)) return NEAR.same;
    // The other part of a compound is a word, too.
    const rest = x.folded.length - sought.folded.length;
    if (sought.folded.length > 2 && rest > 3 && x.folded.startsWith(sought.folded) && language.parts(sought.word, x.word.slice(sought.word.length))) return NEAR.start;
    return endOf(sought, x.word) ? NEAR.end : 0;
  };

  /** Whether a word is looked for at the end of longer ones. */
  const isEnd = word => word.length > 3 || word === 'työ';

  const groups = [...(root.same ?? []), ...language.same.split('|').map(x => x.split(' '))];
  const grouped = new Set(groups.flat());

  const soughtWord = word => {
    const keys = new Set(language.keys(word));
    // A word stands by itself first: only of one that has no group its forms are looked at.
    const isOf = grouped.has(word) ? group => group.includes(word) : group => group.some(other => meet(keys, other));
    const same = [...new Set(groups.filter(isOf).flat())].filter(other => other !== word);
    const plain = folded(word);
    return {
      word,
      folded: plain,
      isPlain: plain === word,
      isEnd: isEnd(word),
      keys,
      same: new Set(same.flatMap(other => language.keys(other))),
      words: [word, ...same],
    };
  };

  /**
   * What a typed word means: the words of the index, each with how near it is. [{found, mended}], of which there are two
   * if the word was taken apart.
   */
  const meant = async (word, isOpen, count) => {
    const sought = soughtWord(word);
    const near = await around(sought, count);
    const found = near.map(x => ({...x, near: nearness(sought, x)})).filter(x => x.near);
    // Where the very word stands, its marks were not left out.
    if (found.some(x => x.near > NEAR.folded)) return [{found: found.filter(x => x.near !== NEAR.folded || !found.some(y => y.near === NEAR.exact))}];
    // While a word is being typed, whatever begins like it.
    const isBegun = (isOpen && (!parts || word.length > 2)) || word.length > 4;
    const begun = isBegun ? near.filter(x => x.folded.startsWith(sought.folded)) : [];
    if (begun.length) return [{isLess: true, found: [...found, ...begun.filter(x => !found.some(y => y.word === x.word)).map(x => ({...x, near: NEAR.begun}))]}];
    if (found.length || !slips(word)) return [{found}];
    const words = [...near, ...(await common())];
    const two = apart(word, words);
    if (two) return (await Promise.all(two.map(x => meant(x, false, count + 1)))).flat();
    for (const among of [words, await like(sought.folded)]) {
      const other = await slipped(sought, among, count);
      if (other.found.length) return [other];
    }
    // What a long word ends with says most of it, or else what it begins with: a kesäteatteri is a teatteri.
    const cuts = language.compounds ? [...word].map((_, at) => at).slice(3) : [];
    const halves = [...cuts.map(at => word.slice(at)), ...cuts.map(at => word.slice(0, at)).reverse()];
    const half = halves.find(x => x.length > 3 && isKnown(words, x.length > 4 ? language.keys(x) : [x]));
    return half ? meant(half, false, count + 1) : [{found}];
  };

  /** Whether one of these is a form of a word of the index, or means the same as one. */
  const isKnown = (words, keys) => {
    const wanted = new Set(keys);
    const known = word => keys.some(key => key[0] === word[0]) && meet(wanted, word);
    return words.some(x => known(x.word)) || groups.some(group => group.some(known));
  };

  /** The two words of which one was put together that no page has: rakennuslupa is found as rakennus and lupa. */
  const apart = (word, words) => {
    if (!language.compounds) return;
    for (let at = word.length - 3; at > 3; at -= 1) {
      const [head, tail] = [word.slice(0, at), word.slice(at)];
      if (isEnd(tail) && language.parts(head, tail) && isKnown(words, language.keys(head)) && isKnown(words, language.keys(tail))) return [head, tail];
    }
  };

  /** The words that were meant if there are typing errors in one. */
  const slipped = async (sought, words, count) => {
    const allowed = slips(sought.word);
    const {folded: typed} = sought;
    const best = new Map();
    for (const x of words) {
      // Nobody mistypes the first letter for another.
      if (typed[0] !== x.folded[0] && typed.slice(1) !== x.folded && typed !== x.folded.slice(1) && typed[1] !== x.folded[0]) continue;
      let far = distance(typed, x.folded, allowed);
      // The error may be in a word with an ending.
      for (let less = 1; far > allowed && typed.length > 5 && typed[0] === x.folded[0] && less < 6 && x.folded.length - less >= typed.length - allowed; less += 1) {
        const cut = distance(typed, x.folded.slice(0, -less), allowed);
        if (cut <= allowed && x.folded.length - less > 4) far = cut + 0.5;
      }
      if (far <= allowed + 0.5) best.set(x.word, {word: x.word, far, total: x.total ?? 1});
    }
    const least = Math.floor(Math.min(...[...best.values()].map(x => x.far)));
    const meanings = [...best.values()].filter(x => Math.floor(x.far) === least).sort((x, y) => x.far - y.far || y.total - x.total).slice(0, parts ? MOST_MEANT : undefined);
    const found = new Map();
    for (const {word} of meanings) {
      const other = soughtWord(word);
      for (const x of await around(other, count * meanings.length)) {
        if (nearness(other, x) >= NEAR.form) found.set(x.word, {...x, near: NEAR.slip - least / 20});
      }
    }
    return {found: [...found.values()], mended: meanings[0]?.word};
  };

  const heads = root.heads?.split(' ').map(x => listsIn(x).map(list => pagesOf(list).map(y => around()[y.page].word)));
  /** The words of the title of a page, of its short title, and of its headings. */
  const headsOf = heads && (page => heads[page]);

  /** What the words of a heading are worth to a search: how much of either is in the other, and whether both ask the same. */
  const headingWorth = (query, marks, rare) => {
    const asks = kindsOf(query);
    return heading => {
      const best = [];
      let [told, of] = [0, 0];
      for (const word of heading) {
        const mark = marks.get(word);
        if (mark) best[mark.number] = Math.max(best[mark.number] ?? 0, mark.near);
        if (mark || !language.stop.has(word)) of += 1;
        if (mark) told += 1;
      }
      if (!told) return 0;
      const found = best.reduce((sum, near, i) => sum + (near ?? 0) * rare[i], 0);
      const whole = found / rare.reduce((x, y) => x + y, 0);
      const kinds = kindsOf(heading);
      const isAsked = kinds.some(x => asks.includes(x));
      // Who asks what is not accepted is not answered by what is.
      const isMeant = kinds.includes(NOT) === asks.includes(NOT);
      return found * whole * (told / of) * (HEADING + (isAsked ? ASKED : 0)) * (isMeant ? (asks.includes(NOT) ? 2 - OTHER_WAY : 1) : OTHER_WAY);
    };
  };

  /** What kinds of questions words ask: who, when, how much. */
  const kindsOf = words => language.asks.flatMap((pattern, i) => (words.some(x => pattern.test(x)) ? [i] : []));

  /**
   * The pages that a search finds, the best first: {pages: [number], marks: Map of words to their groups}. Where there
   * are more of them than it knows, `isMore`; `mended` is what was sought in place of words with typing errors.
   */
  const find = async text => {
    const query = text.normalize('NFC');
    const typed = asked(query, language.phrases);
    const telling = typed.filter(x => !language.stop.has(x));
    const words = (telling.length ? telling : typed).slice(0, 12);
    const isOpen = /[\p{Alphabetic}\p{N}]$/u.test(query);
    const marks = new Map();
    const scores = new Map();
    const read = words.map((word, i) => meant(word, isOpen && i === words.length - 1, words.length));
    const meanings = (await Promise.all(read)).flatMap((all, i) => all.map(x => ({...x, typed: words[i]})));
    const lists = await Promise.all(meanings.map(x => listed(x.found, meanings.length, x.isLess ? 0 : x.typed.length)));
    // Of the commonest words of a large site not all pages are known: whatever page may have them.
    const open = new Set();
    const rare = lists.map((found, number) => {
      const best = new Map();
      let total = 0;
      for (const {word, near, list, ...x} of found) {
        marks.set(word, Math.max(near, marks.get(word)?.near ?? 0) === near ? {number, near} : marks.get(word));
        const pages = pagesOf(list ?? '');
        for (const {page, worth} of pages) best.set(page, Math.max(best.get(page) ?? 0, near * worth));
        if (x.total > pages.length) {
          open.add(number);
          total = Math.max(total, x.total);
        }
      }
      const weight = Math.log(1 + root.pages / Math.max(total, best.size, 1)) + 0.1;
      for (const [page, score] of best) {
        const known = scores.get(page) ?? {score: 0, words: new Set()};
        scores.set(page, {score: known.score + score * weight, words: known.words.add(number)});
      }
      return found.length ? weight : 0;
    });
    // The more of the search a page has, the rarer words counting more; what repeats others comes behind.
    const has = (page, number) => scores.get(page).words.has(number) || open.has(number);
    const all = rare.reduce((x, y) => x + y, 0);
    const part = page => rare.reduce((sum, x, i) => sum + (has(page, i) ? x : 0), 0) / all;
    const worthOf = headingWorth(wordsIn(query).map(x => x.word), marks, rare);
    const worth = root.ends.concat(root.pages);
    const rank = async ({page, score}) => {
      const heads = headsOf ? headsOf(page) : [];
      const value = (score + Math.max(0, ...heads.map((x, i) => worthOf(x) * (i < 2 ? 1.2 : 1)))) * part(page);
      return {page, part: part(page), score: value * STANDING[worth.findIndex(end => page < end)]};
    };
    const ranked = await Promise.all([...scores].map(([page, {score}]) => rank({page, score})));
    const whole = ranked.filter(x => x.part > 0.999);
    const pages = (whole.length < FEW ? ranked.filter(x => x.part > LEAST) : whole).sort((x, y) => y.score - x.score || x.page - y.page).map(x => x.page);
    const mend = x => meanings.find(y => y.typed === x.word)?.mended;
    const mended = meanings.some(x => x.mended) && wordsIn(query).reduceRight((text, x) => text.slice(0, x.from) + (mend(x) ?? text.slice(x.from, x.to)) + text.slice(x.to), query).trim();
    return {pages, marks, words, worthOf, isMore: pages.length > 0 && open.size === meanings.length, mended};
  };

  /** A page of the index as a result shows it. */
  const show = async (page, {marks, worthOf}) => {
    const texts = await file(`t${Math.floor(page / root.together)}`);
    const [url, title, way, description, sections] = texts[page % root.together];
    const isEnd = word => [...marks.keys()].find(x => x.length > 3 && word.endsWith(x) && word.length > x.length + 2);
    const markOf = word => marks.get(word) ?? (root.starts && language.compounds ? marks.get(isEnd(word)) : undefined);
    const marked = text => wordsIn(text).map(x => ({...x, mark: markOf(x.word)})).filter(x => x.mark);
    const weight = found => {
      const best = new Map();
      for (const {mark} of found) best.set(mark.number, Math.max(best.get(mark.number) ?? 0, mark.near));
      return [...best.values()].reduce((x, y) => x + y, 0);
    };
    let chosen = {weight: 0};
    for (const [anchor, heading, text] of sections) {
      const found = marked(text);
      const head = worthOf(wordsIn(heading).map(x => x.word));
      let value = 3 * weight(marked(heading)) + 2 * weight(found) + Math.min(found.length, 5) / 10 + head;
      // A worked example tells of more than one thing.
      if (anchor.startsWith('example-')) value *= 0.6;
      if (value > chosen.weight) chosen = {weight: value, anchor, heading, text, head};
    }
    const text = chosen.text ? excerpt(chosen.text, marked, weight, chosen.head > 0) : description;
    return {url, title: pieces(title, marked(title)), way, anchor: chosen.anchor, heading: chosen.anchor && pieces(chosen.heading, marked(chosen.heading)), excerpt: pieces(text, marked(text))};
  };

  return {find, show};
};

const LONGEST = 220;

/** The lines of a text that say most of what is sought, and not more than fits. */
const excerpt = (text, marked, weight, isAnswer) => {
  const lines = text.split('\n');
  const values = lines.map(line => weight(marked(line)));
  // Below a heading that is what was sought the answer begins with the first line.
  if (isAnswer) values[0] += 1;
  let at = values.indexOf(Math.max(...values));
  let shown = lines[at];
  // Points and cells say little alone.
  while (shown.length < LONGEST / 3 && at + 1 < lines.length) {
    at += 1;
    shown += ` · ${lines[at]}`;
  }
  if (shown.length <= LONGEST) return shown;
  const first = marked(shown)[0]?.from ?? 0;
  const from = first < LONGEST * 0.7 ? 0 : shown.indexOf(' ', first - LONGEST / 3) + 1;
  const cut = shown.slice(from, from + LONGEST);
  const to = from + LONGEST < shown.length ? cut.lastIndexOf(' ') : cut.length;
  return `${from ? '… ' : ''}${cut.slice(0, to)}${from + to < shown.length ? ' …' : ''}`;
};

/** A text in pieces: [{text, isMarked}]. */
const pieces = (text, found) => {
  const all = [];
  let at = 0;
  for (const {from, to} of found) {
    all.push({text: text.slice(at, from)}, {text: text.slice(from, to), isMarked: true});
    at = to;
  }
  return [...all, {text: text.slice(at)}].filter(x => x.text);
};
