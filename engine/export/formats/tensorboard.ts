import { readMetrics } from '../../runs/stored-metrics';
import type { ExportFormat } from '../descriptor';
import { oneFile } from '../export-file';
import { eventsFile, tensorBoardEvents } from '../../files/tensorboard/events';

export const format: ExportFormat = {
  name: 'tensorboard',
  rank: 40,
  label: { en: 'TensorBoard events', ko: 'TensorBoard 이벤트' },
  write: async (run) =>
    oneFile(eventsFile, tensorBoardEvents(await readMetrics(run.folder), run.status.result?.accuracy)),
};
