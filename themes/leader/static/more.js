// What goes beyond the calculation, loaded once there is a result: ways out, the financing as a chart, comparisons,
// questions backwards, the money before the support comes, and keeping and sharing. Every word is in the
// page's module; see modules/more.html.

import {alternatives, answer, ownMoney, partsOf, ways} from './alternatives.js';
import {mantissa, readField, readLink, writeLink} from './budget.js';
import {readKept, writeKept} from './kept.js';
import {evaluate, result} from './plan.js';

/** Puts the words into the page, and shows all at every update. `kit` is what calculator.js gives. */
export const start = (kit, html) => {
  const {all, byId, learn, updates} = kit;
  const holder = document.createElement('div');
  holder.innerHTML = html;
  learn(holder);
  for (const part of all('[data-into]', holder)) {
    const place = byId(part.dataset.into.replace(/^calc-/, '')) ?? kit.find(part.dataset.into);
    // Beside its heading or the figures, and else within.
    if (['h2', 'dl'].includes(place.localName)) place.before(part);
    else place.append(part);
  }
  byId('more').append(...holder.children);

  // A field shows one line; paper shows all that was typed into it.
  addEventListener('beforeprint', () => {
    for (const {value, parentNode} of all('.calc-box > input', kit.form)) parentNode.dataset.typed = value;
  });

  kit.actions.paper = paper(kit);
  // There is one way to print: with a result it gives the documents.
  kit.actions.print = () => kit.actions.paper({value: 'print'});
  const tools = {...kit, ...helpers(kit)};
  for (const part of [waysOut, chart, parts, comparison, backwards, before, keeping, changedRules]) updates.push(part(tools));
  for (const then of updates) then();
};

const helpers = ({plan, find, inWords, text, messages, quantity}) => {
  const of = id => document.getElementById(`more-${id}`);
  const node = name => plan.names[name][0];
  return {
    of,
    node,
    euros: cents => quantity(cents, 2, 'EUR', true),
    /** A value of another budget in words. */
    told: (name, values) => inWords(node(name), true, values),
    item: id => of(id).content.firstElementChild.cloneNode(true),
    /** What type and model are called. */
    nameOfOption: (type, model) => [text(`type_${type}`), plan.choices.funding_type[type].cost_models.length > 1 && model && text(`model_${model}`)].filter(Boolean),
    /** Whether a condition is about answers, not figures. */
    isOfAnswer: id => messages.has(`why_${id}`) || find(`[data-condition="${id}"]:not([data-of-answer])`) === null,
    /** The money that the association has to find itself, in words. */
    own: values => quantity(ownMoney(plan, values), 2, 'EUR', true),
    /** What a condition says of another budget. The words about answers are not all in the page. */
    whyNot: (id, values) => {
      if (messages.has(`why_${id}`)) return text(`why_${id}`);
      const condition = find(`[data-condition="${id}"]`);
      if (!condition) return '';
      const words = find('p', condition).cloneNode(true);
      for (const slot of words.querySelectorAll('[data-slot]')) slot.textContent = inWords(node(slot.dataset.slot), false, values);
      return words.textContent;
    },
  };
};

/* ------------------------------------------------------------ documents */

// Made when they are asked for; see papers.js. What makes them is loaded then, which takes a network.
const paper = kit => async ({value}) => {
  if (!kit.isReadable()) return;
  const failed = document.getElementById('more-papers-failed');
  kit.show(failed, false);
  try {
    const [{make}, {default: html}] = await Promise.all([import('./papers.js'), import(kit.root.dataset.papers)]);
    await make(kit, html, value);
  } catch (error) {
    // Without a network the page itself is printed.
    if (value === 'print') return print();
    console.error(error);
    kit.show(failed, true);
    kit.say(failed.textContent);
  }
};

const isFundable = (plan, values) => result(plan, values).fundable !== false;

/* ------------------------------------------------------------ ways out of what is blocked */

const waysOut = kit => {
  const {plan, of, find, item, fill, show, text, told, own, quantity, nameOfRow, nameOfOption, budget, values, actions, fillForm, changed} = kit;
  const part = of('ways');
  const undo = find('[data-undo]', part);
  let found = [];
  let applied = {};
  const sentence = way => {
    const filling = {support: told('support', way.values), own_money: own(way.values)};
    if (way.type) return text('more_way_type', {...filling, type: nameOfOption(way.type)[0]});
    filling.value = quantity(way.value, way.field.scale, way.field.unit);
    return way.row === undefined ? text('more_way_hours', filling) : text('more_way_row', {...filling, row: nameOfRow(way.row)});
  };
  const work = () => {
    found = ways(plan, budget());
    const lines = found.map((way, i) => {
      const line = item('way');
      fill(line, 'words', sentence(way));
      find('button', line).value = i;
      return line;
    });
    find('ul', part).replaceChildren(...lines);
    const isUndone = writeLink(plan, budget()) === applied.link;
    show(undo, isUndone);
    show(find('[data-found]', part), lines.length);
    show(part, lines.length || isUndone);
  };
  actions.way = ({value}) => {
    const before = budget();
    fillForm(found[value].budget);
    changed();
    applied = {before, link: writeLink(plan, budget())};
    work();
    find('button', undo).focus();
  };
  actions['undo-way'] = () => {
    fillForm(applied.before);
    changed();
    work();
    find('button', part).focus();
  };
  let waiting;
  return () => {
    clearTimeout(waiting);
    // It takes many evaluations: once typing pauses. What holds no longer goes at once.
    if (isFundable(plan, values())) work();
    else waiting = setTimeout(work, 250);
  };
};

/* ------------------------------------------------------------ bars */

const BARS = ['support', 'other_support', 'own_in_kind', 'own_cash'];
// What does not apply is nothing.
const amountOf = ({s, v}) => (s === 'na' ? 0n : v);

/** Draws amounts as parts of `whole`. Only for the eye, so that a rounded share will do. */
const draw = (svg, amounts, whole) => {
  let at = 0;
  BARS.forEach((id, i) => {
    const share = whole > 0n ? Number((amounts[i] * 10000n) / whole) / 100 : 0;
    const bar = svg.querySelector(`[data-bar="${id}"]`);
    bar?.setAttribute('x', at);
    bar?.setAttribute('width', share);
    at += share;
  });
};

const chart = ({plan, find, all, byId, fill, show, write, text, named, inWords, node, values}) => {
  const figure = find('.more-chart', byId('chart'));
  return () => {
    const amounts = BARS.map(id => plan.names[id] ? amountOf(named(id)) : 0n);
    // What cannot be granted is not drawn as if it were.
    const isKnown = named('total').v > 0n && amounts.every(x => x !== undefined) && isFundable(plan, values());
    show(figure, isKnown);
    if (!isKnown) return;
    // Where a limit cut the support, its own sentence says why.
    const isCut = named('support').w !== null;
    write(find('[data-reason]', figure), isCut ? '' : text('more_reason'));
    show(find('[data-reason]', figure), !isCut);
    draw(find('svg', figure), amounts, amounts.reduce((x, y) => x + y));
    for (const key of all('[data-key]', figure)) {
      const id = key.dataset.key;
      show(key, amountOf(named(id)) !== 0n);
      fill(key, id, inWords(node(id), true));
    }
  };
};

/* ------------------------------------------------------------ parts of a small project */

const parts = kit => {
  const {plan, byId, find, fill, show, text, euros, budget, values} = kit;
  let shown;
  return () => {
    const divided = partsOf(plan, budget(), values());
    const asText = divided.map(({part, share}) => `${share} ${part}`).join('\n');
    if (asText === shown) return;
    shown = asText;
    const lines = divided.map(({part, share}) => {
      const line = byId('part').content.firstElementChild.cloneNode(true);
      fill(line, 'part', part || text('part_none'));
      fill(line, 'amount', euros(share));
      return line;
    });
    show(byId('parts'), lines.length);
    find('tbody', byId('parts')).replaceChildren(...lines);
  };
};

// A part is worked out only while it is open, and once typing pauses: each asks for many evaluations.
const whenOpen = (part, work) => {
  let waiting;
  part.addEventListener('toggle', () => part.open && work());
  return () => {
    clearTimeout(waiting);
    if (part.open) waiting = setTimeout(work, 250);
  };
};

/* ------------------------------------------------------------ side by side */

const comparison = kit => {
  const {plan, of, find, item, fill, show, text, told, own: ownWords, euros, nameOfOption, nameOfRow, whyNot, isOfAnswer, budget, actions, choose, chosen, optionOf, changed, byId} = kit;
  const part = of('compare');

  // The rows that a type or model does not count by themselves, in words.
  const rowsOf = ({type, model}) => {
    const {costs} = plan.choices.funding_type[type];
    const {counts} = plan.choices.cost_model[model] ?? {};
    const those = test =>
      budget().costs.flatMap(({category, amount}, row) => (category && amount && test(category) ? [nameOfRow(row)] : [])).join(', ');
    return {
      foreign: those(category => !costs.includes(category)),
      covered: those(category => costs.includes(category) && counts && !counts.includes(category)),
    };
  };

  const difference = (one, own) => {
    const than = (key, x, y) => (x === y ? '' : text(`more_${key}_${x > y ? 'more' : 'less'}`, {amount: euros(x > y ? x - y : y - x)}));
    if (one.isChosen) return text(one.fundable === false ? 'more_chosen_blocked' : 'more_chosen');
    // With what cannot be had nothing can be compared.
    if (!own || own.fundable === false || one.amount('support') === undefined || own.amount('support') === undefined) return '';
    const differences = [
      than('support', one.amount('support'), own.amount('support')),
      than('cash', ownMoney(plan, one.values), ownMoney(plan, own.values)),
    ];
    return differences.filter(Boolean).join(' ') || text('more_same');
  };

  const work = () => {
    const every = alternatives(plan, budget()).map(one => ({...one, ...rowsOf(one)}));
    const own = every.find(one => one.isChosen);
    const fits = one => one.isChosen || (one.fundable !== false && !one.isForeign);
    const open = every.filter(fits);
    const amountsOf = one => BARS.map(id => (plan.names[id] ? one.amount(id) ?? 0n : 0n));
    const most = open.map(one => amountsOf(one).reduce((x, y) => x + y)).reduce((x, y) => (y > x ? y : x), 0n);
    const lines = open.map(one => {
      const line = item('option');
      const [type, model] = nameOfOption(one.type, one.model);
      fill(line, 'type', type);
      fill(line, 'model', model ?? '');
      fill(line, 'name', [type, model].filter(Boolean).join(', '));
      const isKnown = one.fundable !== false && one.amount('support') !== undefined;
      fill(line, 'support', isKnown ? told('support', one.values) : one.fundable === false ? '–' : text('unknown'));
      fill(line, 'own_money', isKnown ? ownWords(one.values) : one.fundable === false ? '–' : text('unknown'));
      const rows = [
        one.covered && text('more_covered', {list: one.covered}),
        one.foreign && text('more_not_for_type', {list: one.foreign}),
        isKnown && plan.names.uncounted && one.amount('uncounted') > 0n && text('more_uncounted', {amount: told('uncounted', one.values)}),
      ];
      fill(line, 'covered', rows.filter(Boolean).join(' ') || text('more_all_counted'));
      fill(line, 'difference', difference(one, own));
      show(find('svg', line), isKnown);
      if (isKnown) draw(find('svg', line), amountsOf(one), most);
      const button = find('button', line);
      show(button, !one.isChosen);
      Object.assign(button.dataset, {type: one.type, model: one.model ?? ''});
      line.classList.toggle('more-chosen', one.isChosen);
      return line;
    });
    find('tbody', part).replaceChildren(...lines);

    // Of types that do not suit in any way, once why.
    const shut = new Map();
    for (const type of new Set(every.map(one => one.type))) {
      const ways = every.filter(one => one.type === type);
      if (ways.some(fits)) continue;
      const [one] = ways;
      // What the project is comes before its figures; without the rows that do not belong to it they mean little.
      const meant = one.blockedBy.filter(isOfAnswer);
      const why = (meant.length ? meant : one.isForeign ? [] : one.blockedBy).map(id => whyNot(id, one.values)).join(' ');
      const words = why || meant.length ? why : text('more_not_for_type', {list: one.foreign});
      shut.set(words, [...(shut.get(words) ?? []), nameOfOption(type)[0]]);
    }
    const blocked = find('[data-blocked]', part);
    show(blocked, shut.size);
    find('ul', blocked).replaceChildren(
      ...[...shut].map(([why, names]) => {
        const line = item('blocked');
        fill(line, 'name', names.join(', '));
        fill(line, 'why', why);
        return line;
      }),
    );
  };

  // All that is typed stays. The button goes with its row, so that the result takes the focus.
  actions.take = ({dataset}) => {
    choose('funding_type', dataset.type);
    choose('kind', optionOf(chosen('funding_type')).kind);
    if (dataset.model) choose('cost_model', dataset.model);
    changed();
    byId('results-title').focus();
  };
  return whenOpen(part, work);
};

/* ------------------------------------------------------------ backwards */

const backwards = kit => {
  const {plan, of, find, all, fill, show, tell, write, text, told, own, euros, quantity, nameOfRow, budget, actions, fillForm, changed, problemText} = kit;
  const part = of('solve');
  const select = of('row');
  const {amount: money} = plan.inputs.find(x => x.id === 'costs').cols;
  const questions = new Map(all('[data-question]', part).map(element => [element.dataset.question, element]));
  const answers = new Map();

  // The rows that have an amount; the last one is varied unless another one is chosen.
  const offerRows = () => {
    const offered = budget().costs.flatMap(({amount}, row) => (amount && !amount.bad ? [row] : []));
    const before = Number(select.value || -1);
    // Two may have the same name.
    select.replaceChildren(...offered.map(row => new Option(`${row + 1}. ${nameOfRow(row)}`, row)));
    select.value = offered.includes(before) ? before : offered.at(-1) ?? '';
    show(find('[data-which]', part), offered.length > 1);
  };

  const work = () => {
    offerRows();
    for (const [question, element] of questions) {
      const field = find('[data-wanted]', element);
      const wanted = field && readField(field.value, money);
      const button = find('button', element);
      const options = {row: select.value === '' ? -1 : Number(select.value)};
      let words = '';
      answers.delete(question);
      if (!field || (wanted && !wanted.bad)) {
        if (wanted) options.amount = mantissa(wanted, money.scale);
        const found = answer(plan, budget(), question, options);
        words = sentence(question, found, options);
        if (found.values) answers.set(question, found);
        if (found.values && button) fill(element, 'value', written(found));
      }
      write(find('[data-answer]', element), words);
      if (button) show(button, answers.has(question) && isNew(answers.get(question)));
    }
  };

  const written = ({value, field}) => quantity(value, field.scale, field.unit);
  const isNew = ({input, row, field, budget: {costs, ...rest}}) =>
    input ? mantissa(budget()[input] ?? '0', field.scale) !== mantissa(rest[input], field.scale) : budget().costs[row]?.amount !== costs[row]?.amount;

  // The name of its sentence: what was asked for, or the nearest that fits, and what ends there.
  const nameOf = (question, {value, met, end, open, values}) => {
    if (!values) return open ? 'solve_open' : 'solve_never';
    if (question === 'useful_hours') return value === 0n ? 'useless' : end ? 'useful_end' : 'useful';
    if (question === 'no_cash') return met ? 'no_cash' : end ? 'no_cash_end' : 'no_cash_least';
    return `${question === 'costs_for' ? 'costs' : 'project'}${met ? '' : '_nearest'}`;
  };
  const sentence = (question, found, {amount}) => {
    const filling = {amount: amount !== undefined && euros(amount), row: found.row !== undefined && nameOfRow(found.row)};
    if (found.values) {
      for (const name of ['support', 'total']) filling[name] = told(name, found.values);
      filling.own_money = own(found.values);
      filling.value = written(found);
    }
    return text(`more_${nameOf(question, found)}`, filling);
  };

  let saying;
  part.addEventListener('input', ({target}) => {
    if (target.matches('[data-wanted]')) tell(document.getElementById(`${target.id}-error`), '');
    work();
    const element = target.closest('[data-question]');
    clearTimeout(saying);
    saying = setTimeout(() => element && kit.say(find('[data-answer]', element).textContent), 1000);
  });
  part.addEventListener('change', ({target}) => {
    if (!target.matches('[data-wanted]')) return;
    const read = readField(target.value, money);
    tell(document.getElementById(`${target.id}-error`), read?.bad && problemText(read, money));
    if (read?.bad) target.setAttribute('aria-invalid', 'true');
    else target.removeAttribute('aria-invalid');
  });

  let replaced;
  const used = find('[data-used]', part);
  actions.use = button => {
    const {question} = button.closest('[data-question]').dataset;
    replaced = budget();
    fillForm({...answers.get(question).budget});
    changed();
    work();
    show(used, true);
    find('button', used).focus();
    kit.say(find('p', used).textContent);
  };
  actions['undo-use'] = () => {
    fillForm(replaced);
    changed();
    work();
    show(used, false);
    find('summary', part).focus();
  };
  return whenOpen(part, work);
};

/* ------------------------------------------------------------ before the money comes */

const before = kit => {
  const {plan, of, find, all, item, fill, show, text, inWords, isTold, named, node, euros, budget, values} = kit;
  const part = of('before');
  return whenOpen(part, () => {
    // Nothing is paid for what is blocked.
    show(find('[data-shut]', part), !isFundable(plan, values()));
    show(find('[data-open]', part), isFundable(plan, values()));
    fill(part, 'permanence_until', inWords(node('permanence_until')));
    for (const figure of all('[data-figure-of]', part)) {
      const id = figure.dataset.figureOf;
      fill(figure, id, inWords(node(id), true));
      show(figure, id !== 'other_support' || isTold(id));
    }
    const parts = partsOf(plan, budget(), values());
    show(find('[data-parts]', part), parts.length);
    const sum = parts.reduce((x, {share}) => x + share, 0n);
    const lines = parts.map(({part: name, costs, share}) => {
      const line = item('part-row');
      fill(line, 'part', name || text('part_none'));
      fill(line, 'costs', euros(costs));
      fill(line, 'share', euros(share));
      fill(line, 'without', euros(sum - share));
      return line;
    });
    find('tbody', part).replaceChildren(...lines);
    show(find('[data-permanence]', part), named('permanence_until').s === 'known');
    show(find('[data-lease]', part), budget().owns_object !== true);
  });
};

/* ------------------------------------------------------------ keeping and sharing */

const KEPT = 'leader-budgets';

const keeping = kit => {
  const {plan, of, find, all, item, fill, show, text, inWords, node, budget, actions, say, fillForm, changed, byId, nameOfOption} = kit;
  const notice = find('[data-notice="kept"]');
  const link = of('link');
  const day = new Intl.DateTimeFormat(kit.root.dataset.locale, {dateStyle: 'short'});

  const isBudget = link => {
    try {
      return Object.keys(readLink(plan, link)).length > 0 && labelOf({link, at: 0}) !== '';
    } catch {
      return false;
    }
  };
  const kept = () => {
    try {
      return readKept(localStorage.getItem(KEPT), isBudget);
    } catch {
      // Storage is shut.
      return {list: [], rest: []};
    }
  };
  // Says whether the browser allowed it.
  const keep = (list, rest) => {
    try {
      const written = writeKept(list, rest);
      if (written === null) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, written);
    } catch {
      say(text('more_store_failed'));
      return false;
    }
    showKept();
    return true;
  };
  const labelOf = one => {
    const told = readLink(plan, one.link);
    const values = evaluate(plan, told);
    const type = told.funding_type ? nameOfOption(told.funding_type)[0] : text('unknown');
    return text('more_kept_label', {type, total: inWords(node('total'), true, values), date: day.format(new Date(one.at))});
  };
  // The one that was deleted last, and where it stood: it can be brought back.
  let forgotten;
  const undo = find('[data-forgotten]', notice);
  const unread = find('[data-unread]', notice);
  const showKept = () => {
    const {list, rest} = kept();
    show(notice, list.length || rest.length || forgotten);
    show(undo, forgotten);
    show(unread, rest.length);
    find('ul', notice).replaceChildren(
      ...list.map(one => {
        const line = item('kept-item');
        fill(line, 'label', labelOf(one));
        line.dataset.link = one.link;
        return line;
      }),
    );
  };
  const lineOf = link => all('li', notice).find(({dataset}) => dataset.link === link);
  showKept();

  // On another site or a disk the link leads to where the calculator is published.
  const home = document.body.dataset.home ?? location.href.replace(/[#?].*$/, '');
  const address = () => `${home}#${writeLink(plan, budget())}`;

  Object.assign(actions, {
    async copy() {
      try {
        await navigator.clipboard.writeText(link.value);
        say(text('more_copied'));
      } catch {
        link.focus();
        link.select();
        say(text('more_copy_failed'));
      }
    },
    store() {
      const one = {link: writeLink(plan, budget()), at: Date.now()};
      const {list, rest} = kept();
      if (keep([one, ...list.filter(other => other.link !== one.link)], rest)) say(text('more_stored'));
    },
    'open-kept'(button) {
      fillForm(readLink(plan, button.closest('li').dataset.link));
      changed();
      byId('results-title').focus();
    },
    forget(button) {
      const {link} = button.closest('li').dataset;
      const {list, rest} = kept();
      const index = list.findIndex(one => one.link === link);
      const before = forgotten;
      // Another window may have deleted it already.
      if (index >= 0) forgotten = {one: list[index], index};
      if (!keep(list.filter(one => one.link !== link), rest)) {
        forgotten = before;
        return;
      }
      say(text('more_forgotten'));
      find('button', undo).focus();
    },
    'undo-forget'() {
      const {one, index} = forgotten;
      const {list, rest} = kept();
      list.splice(index, 0, one);
      forgotten = undefined;
      if (keep(list, rest)) lineOf(one.link)?.querySelector('button').focus();
      else forgotten = {one, index};
    },
    'forget-unread'() {
      if (!keep(kept().list, [])) return;
      say(text('more_unread_forgotten'));
      byId('results-title').focus();
    },
  });
  return () => {
    link.value = address();
    find('[data-online]').href = link.value;
  };
};

/* ------------------------------------------------------------ a link of other rules */

const changedRules = kit => {
  const {plan, of, find, all, show, write, text, told, quantity, budget, values, linked} = kit;
  const notice = find('[data-notice="version"]');
  const {units, versions} = JSON.parse(of('versions').textContent);
  const parameters = plan.nodes.flatMap(([kind, id, value], node) => (kind === 'param' ? [[id, {value, node}]] : []));

  // The rules as they were: the same steps with the values of that time.
  const planOf = ({values}) => ({
    ...plan,
    nodes: plan.nodes.map(x => (x[0] === 'param' ? ['param', x[1], values[x[1]] ?? x[2]] : x)),
  });

  return () => {
    const {version} = linked;
    const isOther = version !== undefined && version !== plan.version;
    show(notice, isOther);
    if (!isOther) return;
    const old = Object.hasOwn(versions, version) ? versions[version] : undefined;
    for (const words of all('[data-version]', notice)) show(words, (words.dataset.version === 'known') === Boolean(old));
    if (!old) return;
    const changes = new Map(parameters.filter(([id, {value}]) => old.values[id] !== undefined && old.values[id] !== value));
    const words = (id, value, node) => quantity(mantissa(value, plan.scales[node]), plan.scales[node], units[id]);
    find('ul', notice).replaceChildren(
      ...[...changes].map(([id, {value, node}]) => {
        const line = document.createElement('li');
        line.textContent = text('more_change', {name: text(`parameter_${id}`), old: words(id, old.values[id], node), new: words(id, value, node)});
        return line;
      }),
    );
    const then = told('support', evaluate(planOf(old), budget()));
    const now = told('support', values());
    write(find('[data-effect]', notice), then === now ? text('more_effect_none') : text('more_effect', {old: then, new: now}));
  };
};
