import type { ExportFormat } from '../descriptor';
import { oneFile } from '../export-file';
import { modelCard } from '../report/card';
import { reportSource } from '../report/source';

export const format: ExportFormat = {
  name: 'card',
  rank: 60,
  label: { en: 'Model card (Markdown)', ko: '모델 카드 (Markdown)' },
  write: async (run) => oneFile('README.md', modelCard(await reportSource(run))),
};
