import { readMetrics } from '../../runs/stored-metrics';
import type { ExportFormat } from '../descriptor';
import { oneFile } from '../export-file';
import { reportPage } from '../report/page';
import { reportSource } from '../report/source';

export const format: ExportFormat = {
  name: 'html',
  rank: 70,
  label: { en: 'Report (HTML)', ko: '보고서 (HTML)' },
  write: async (run) => oneFile('report.html', reportPage(await reportSource(run), await readMetrics(run.folder))),
};
