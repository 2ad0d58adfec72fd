// What goes beyond the calculation, loaded once there is a result: the financing as a chart, comparisons,
// questions backwards, the money before the support comes, and keeping and sharing. Every word is in the
// page's module; see modules/more.html.

/** Puts the words into the page, and shows all at every update. `kit` is what calculator.js gives. */
export const start = (kit, html) => {
  const {all, byId, learn, updates} = kit;
  const holder = document.createElement('div');
  holder.innerHTML = html;
  learn(holder);
  for (const part of all('[data-into]', holder)) byId(part.dataset.into.replace(/^calc-/, '')).append(part);
  byId('more').append(...holder.children);

  kit.actions.paper = paper(kit);

  updates.push(chart(kit));
  for (const then of updates) then();
};

/* ------------------------------------------------------------ documents */

// Made when they are asked for; see papers.js.
const paper = kit => async ({value}) => {
  if (!kit.isReadable()) return;
  const [{make}, {default: html}] = await Promise.all([import('./papers.js'), import(kit.root.dataset.papers)]);
  await make(kit, html, value);
};

/* ------------------------------------------------------------ the financing as one bar */

const BARS = ['support', 'own_in_kind', 'own_cash'];

const chart = ({find, all, byId, fill, show, write, text, named, inWords, plan}) => {
  const figure = find('.more-chart', byId('chart'));
  return () => {
    const {v: total} = named('total');
    const isKnown = total > 0n && BARS.every(id => named(id).s === 'known');
    show(figure, isKnown);
    if (!isKnown) return;
    // Where a limit cut the support, its own sentence says why.
    write(find('[data-reason]', figure), named('support').w === null ? text('reason') : '');
    let at = 0;
    for (const id of BARS) {
      const {v} = named(id);
      // Only for the eye, so that a rounded share will do.
      const share = Number((v * 10000n) / total) / 100;
      const bar = find(`[data-bar="${id}"]`, figure);
      bar.setAttribute('x', at);
      bar.setAttribute('width', share);
      at += share;
      const key = find(`[data-key="${id}"]`, figure);
      show(key, v !== 0n);
      fill(key, id, inWords(plan.names[id][0], true));
    }
  };
};
