// Runs the calculator's evaluator for the tests: a plan and a list of budgets on each line of standard
// input, a list of results on each line of standard output; `nodes` says which values are looked at.
import {createInterface} from 'node:readline';

const {evaluate, result} = await import(new URL('../../themes/leader/static/plan.js', import.meta.url));

const scaled = (v, scale) => {
  if (typeof v !== 'bigint' || !scale) return String(v);
  const digits = String(v < 0n ? -v : v).padStart(scale + 1, '0');
  return `${v < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

for await (const line of createInterface({input: process.stdin})) {
  const {plan, budgets, nodes} = JSON.parse(line);
  const results = budgets.map(budget => {
    const values = evaluate(plan, budget);
    return {
      values: nodes.map(i => {
        const x = values[i];
        return x.s === 'known'
          ? {s: x.s, v: scaled(x.v, plan.scales[i]), a: x.a, o: x.o, w: x.w ?? null, rows: x.rows ?? []}
          : {s: x.s, n: x.n ?? []};
      }),
      ...(plan.outputs ? result(plan, values) : {}),
    };
  });
  process.stdout.write(`${JSON.stringify(results)}\n`);
}
