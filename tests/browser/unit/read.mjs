// The data that these tests share with those of the generator.
import {readFileSync, readdirSync} from 'node:fs';

const root = new URL('../../../', import.meta.url);
const conformance = new URL('tests/conformance/', root);
const json = (name, folder) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

export const script = name => import(new URL(`themes/leader/static/${name}`, root));
export const files = () => readdirSync(conformance).filter(name => name.endsWith('.json')).sort();
export const data = name => json(name, conformance);
export const reading = name => json(name, new URL('tests/reading/', root));

const hours = {t: 'num', unit: 'h', scale: 2, max: '100000.00', def: '0.00'};

/** As much of a plan as is needed to read a budget. */
export const plan = {
  inputs: [
    {id: 'funding_type', t: 'enum', of: ['development', 'investment', 'small_development', 'small_investment']},
    {id: 'cost_model', t: 'enum', of: ['actual', 'flat_19', 'flat_40'], def: 'actual'},
    {id: 'support_rate', t: 'num', unit: 'ratio', scale: 4, max: '1.0000'},
    {
      id: 'costs',
      t: 'rows',
      max_rows: 500,
      cols: {
        category: {t: 'enum', of: ['salaries', 'travel', 'services', 'other']},
        amount: {t: 'num', unit: 'EUR', scale: 2, max: '20000000.00'},
        what: {t: 'text'},
        part: {t: 'text'},
      },
    },
    {id: 'volunteer_hours', ...hours},
    {id: 'machine_hours', ...hours},
    {id: 'other_public', t: 'num', unit: 'EUR', scale: 2, max: '20000000.00', def: '0.00'},
    {id: 'last_payment', t: 'date', optional: true},
    ...['vat_liable', 'building_work', 'owns_object', 'needs_permits'].map(id => ({id, t: 'bool', optional: true})),
  ],
};
