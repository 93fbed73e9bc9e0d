import { RequestError } from '../../contract/errors';
import type { StagePage } from '../../contract/stage-page';
import { inEnglish } from '../../contract/messages';
import { readMetrics } from '../../runs/stored-metrics';
import type { StoredRun } from '../../runs/stored-run';
import { Stage } from '../../stage/stage-process';
import type { ExportFormat } from '../descriptor';
import { oneFile } from '../export-file';
import { datasetOfRun } from '../onnx-export';
import { readBundle } from '../page/bundle';
import { stagePage } from '../page/page';
import { stageAnswers } from '../page/stage-answers';
import { reportSource } from '../report/source';

/** Answers of the run; a sentence if it cannot answer, for example without its data. */
async function answersOf(run: StoredRun): Promise<StagePage | string> {
  const stage = new Stage();
  const { folder, status } = run;
  try {
    return await stageAnswers(
      {
        facts: () => stage.facts(folder, status.run),
        ask: (question) => stage.ask(folder, { ...question, insides: false }),
      },
      datasetOfRun(run),
    );
  } catch (error) {
    if (error instanceof RequestError) return inEnglish(error.reason);
    throw error;
  } finally {
    stage.close();
  }
}

export const format: ExportFormat = {
  name: 'page',
  rank: 75,
  label: { en: 'Page with the stage (HTML)', ko: '무대가 있는 페이지 (HTML)' },
  async write(run) {
    const [source, metrics, bundle] = [await reportSource(run), await readMetrics(run.folder), await readBundle()];
    return oneFile('page.html', stagePage(source, metrics, await answersOf(run), bundle));
  },
};
