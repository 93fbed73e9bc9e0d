import { koFaults } from '../ko-faults';
import { koDataFolders } from './data-folders';
import { koDatasets } from './datasets';
import { koDocuments } from './documents';
import { koExport } from './export';
import { koFiles } from './files';
import { koGeneral } from './general';
import { koRequests } from './requests';
import { koResults } from './results';
import { koStoredRuns } from './stored-runs';
import { koStudyRuns } from './studies';
import { koStudyPlan } from './study-plan';

/** The engine's messages in Korean. */
export const koMessages = {
  ...koFaults,
  ...koDocuments,
  ...koDatasets,
  ...koStudyPlan,
  ...koGeneral,
  ...koRequests,
  ...koDataFolders,
  ...koFiles,
  ...koStoredRuns,
  ...koStudyRuns,
  ...koResults,
  ...koExport,
};
