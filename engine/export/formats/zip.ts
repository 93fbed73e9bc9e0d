import type { ExportFormat } from '../descriptor';
import { oneFile } from '../export-file';
import { zipRun } from '../zip/write';

export const format: ExportFormat = {
  name: 'zip',
  rank: 50,
  label: { en: 'The run as one zip', ko: '실행 전체를 zip 하나로' },
  besideRun: true,
  write: async (run) => oneFile(`${run.status.run}.zip`, await zipRun(run.folder)),
};
