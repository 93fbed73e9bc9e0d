import path from 'node:path';
import type { ExportFormat } from '../descriptor';
import { oneFile } from '../export-file';
import { zipRun } from '../zip/write';

export const format: ExportFormat = {
  name: 'zip',
  rank: 50,
  label: { en: 'The run as one zip', ko: '실행 전체를 zip 하나로' },
  besideRun: true,
  write: async (run) => oneFile(`${path.basename(path.resolve(run.folder))}.zip`, await zipRun(run.folder)),
};
