import type { TableFormat } from '../table-format';

export const format: TableFormat = {
  name: 'json',
  rank: 60,
  label: { en: 'JSON' },
  ending: 'json',
  inWindow: false,
  copied: false,
  write: (table) => `${JSON.stringify(table, null, 2)}\n`,
};
