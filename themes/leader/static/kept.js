// The budgets that were kept on the device, as they are written and read. Others can write there, too: whatever it
// is, it is read without an error, and what is no budget is put aside, never thrown away unasked.

export const MOST_KEPT = 20;
// Longer than the link of any budget that the form can hold.
const MOST_LINK = 200_000;
const FIRST = Date.UTC(1970, 0);
const LAST = Date.UTC(2200, 0);

const isKept = one =>
  typeof one === 'object' &&
  one !== null &&
  Object.hasOwn(one, 'link') &&
  typeof one.link === 'string' &&
  one.link.length <= MOST_LINK &&
  Object.hasOwn(one, 'at') &&
  Number.isFinite(one.at) &&
  one.at >= FIRST &&
  one.at < LAST;

/**
 * Reads what was kept: the newest budgets in `list`, as {link, at}, and in `rest` what is none. `isBudget` says
 * whether a link holds one.
 */
export const readKept = (written, isBudget = () => true) => {
  const list = [];
  const rest = [];
  if (!written) return {list, rest};
  let all;
  try {
    all = JSON.parse(written);
  } catch {
    all = written;
  }
  const links = new Set();
  for (const one of Array.isArray(all) ? all : [all]) {
    if (!isKept(one)) rest.push(one);
    // Looking into a link takes time, and there may be very many.
    else if (links.has(one.link) || list.length === MOST_KEPT) continue;
    else if (!isBudget(one.link)) rest.push(one);
    else {
      links.add(one.link);
      list.push({link: one.link, at: Math.trunc(one.at)});
    }
  }
  return {list, rest};
};

/** What is to be written; null if there is nothing to keep. */
export const writeKept = (list, rest) => (list.length || rest.length ? JSON.stringify([...list.slice(0, MOST_KEPT), ...rest]) : null);
