import { koFaults } from '../ko-faults';
import { koValues } from '../ko-values';
import { koBackends } from './backends';
import { koDataFolders } from './data-folders';
import { koDatasets } from './datasets';
import { koDocuments } from './documents';
import { koExport } from './export';
import { koFiles } from './files';
import { koGeneral } from './general';
import { koLessons } from './lessons';
import { koReport } from './report';
import { koRequests } from './requests';
import { koResults } from './results';
import { koRuns } from './runs';
import { koStoredRuns } from './stored-runs';
import { koStudyRuns } from './studies';
import { koStudyPlan } from './study-plan';
import { koTraining } from './training';

/** The engine's messages in Korean. */
export const koMessages = {
  ...koFaults,
  ...koValues,
  ...koDocuments,
  ...koDatasets,
  ...koStudyPlan,
  ...koLessons,
  ...koGeneral,
  ...koRequests,
  ...koDataFolders,
  ...koFiles,
  ...koRuns,
  ...koStoredRuns,
  ...koStudyRuns,
  ...koResults,
  ...koExport,
  ...koReport,
  ...koTraining,
  ...koBackends,
};
