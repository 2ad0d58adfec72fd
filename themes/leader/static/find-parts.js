// What a search loads of a large index: its words lie in files in the order of the alphabet, the lists of pages of the
// common ones in others.
import {folded, listsIn, pagesOf, unpacked} from './find.js';

// How many files of words and of lists one search loads at most for all that was typed together; each word may have the
// least that follows. What is short, or only the beginning of a word, means so much that it may have but a part of it.
const MOST = {words: 8, lists: 6};
const LEAST = {words: 3, lists: 2};
/** How many files of words that begin with what was typed are looked through. */
const BEGUN = 2;

/** Words with their lists, or with where those lie: in which file, at which place of it, and of how many pages. */
const opened = ([words, lists, file, at]) => {
  const told = listsIn(lists);
  return unpacked(words).map((word, i) => {
    const x = {word, folded: folded(word), list: told[i]};
    const [, isNext, count] = /^&( ?)(.*)/.exec(x.list) ?? [];
    if (!count) return x;
    if (isNext) [file, at] = [file + 1, 0];
    const total = pagesOf(count)[0].page;
    return {...x, list: undefined, total, file, at: at++};
  });
};

/** With what all forms of a word begin that has such a stem. */
const headOf = key => key.slice(0, Math.max(2, key.length - 1));

// What may stand in a Finnish word in the place of the consonants before the last vowel: hanke, hangen; kunta, kunnan.
const PAIRS = ['nk ng', 'nt nn', 'mp mm', 'lt ll', 'rt rr', 'ht hd', 'k v e i', 'p v', 't d'].map(x => x.split(' '));

/** The same of a Finnish word that is in the dictionary like this. */
const finnish = key => {
  // työ – töitä, tie – teitä, maa – maita
  const short = /^([^aeiouyäö]*)([aeiouyäö])([aeiouyäö])$/.exec(key);
  if (short) return [key, `${short[1]}${short[3]}i`];
  const [, start, middle, vowels] = /^(.*?)([^aeiouyäö]*)([aeiouyäö]+)[^aeiouyäö]*$/.exec(key) ?? [, key, '', ''];
  if (!start) return [key.slice(0, 3)];
  if (key.endsWith('nen')) return [key.slice(0, -3)];
  const others = PAIRS.find(pair => pair.includes(middle) && middle.length === pair[0].length);
  if (middle === 'k') return [...others, vowels[0]].map(x => start + x).concat(start.endsWith('i') ? `${start.slice(0, -1)}j` : []);
  if (others) return others.map(x => start + x);
  return [start + (/[lrh]k$|(.)\1$/.test(middle) ? middle.slice(0, -1) : middle)];
};

export const parts = (root, file, language) => {
  const starts = unpacked(root.starts);
  const read = new Map();
  const words = async number => {
    const packed = await file(`w${number}`);
    if (!read.has(number)) read.set(number, opened(packed));
    return read.get(number);
  };
  const each = (kind, count, length) => Math.max(LEAST[kind], Math.floor(MOST[kind] / Math.max(count, length < 4 ? 3 : length < 5 ? 2 : 1)));

  /** Which file has a word, if any has it. */
  const fileOf = word => Math.max(0, starts.findLastIndex(start => start <= word));
  /** Which files have the words that begin like this. */
  const filesOf = head => starts.map((_, i) => i).slice(fileOf(head), fileOf(`${head}\uffff`) + 1);

  return {
    /** The words of the index among which the sought one lies, as one of so many. */
    async around(sought, count) {
      const {folded: typed} = sought;
      const begun = typed.length > 2 ? filesOf(typed).slice(0, BEGUN) : [];
      // Of words as short as that no forms are looked for: too much begins like them.
      const heads = typed.length > 2 ? sought.words.flatMap(language.keys).flatMap(key => (language.weakens ? finnish(key) : headOf(key))) : [];
      const numbers = [fileOf(typed), ...begun, ...heads.flatMap(head => filesOf(folded(head)))];
      const few = [...new Set(numbers)].slice(0, each('words', count, typed.length));
      return (await Promise.all(few.map(words))).flat();
    },

    /** Words with their lists, as far as so many files have them: those that tell most. */
    async listed(found, count, length) {
      const worths = new Map();
      for (const {file: number, near, total} of found) {
        if (total) worths.set(number, (worths.get(number) ?? 0) + near ** 2 * Math.log(total));
      }
      const best = [...worths].sort(([a, x], [b, y]) => y - x || a - b).slice(0, each('lists', count, length));
      const lists = new Map(await Promise.all(best.map(async ([number]) => [number, listsIn(await file(`p${number}`))])));
      return found.map(x => (x.total ? {...x, list: lists.get(x.file)?.[x.at]} : x));
    },

    /** The words near those that are typed like this when two of the first letters are swapped, or one is too many. */
    async like(typed) {
      const others = [0, 1, 2].flatMap(at => {
        const [head, [a, b, ...rest]] = [typed.slice(0, at), typed.slice(at)];
        return [head + b + a + rest.join(''), head + b + rest.join('')];
      });
      return (await Promise.all([...new Set(others.map(fileOf))].map(words))).flat();
    },

    /** The commonest words, each with how many pages have it, about. */
    async common() {
      const [packed, totals] = await file('s');
      return unpacked(packed).map((word, i) => ({word, folded: folded(word), total: 2 ** pagesOf(totals[i])[0].page}));
    },
  };
};
