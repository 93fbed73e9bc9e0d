import { analyse, type DatasetSpecs } from '../../graph/analyse';
import { withMessage, type GraphAnalysis, type Problem } from '../../graph/analysis';
import type { GraphDocument } from '../../graph/document';
import type { Fault } from '../../graph/problems';
import { catalogue } from '../catalogue';
import { trainedStages } from './stages';

const isError = ({ severity }: Problem): boolean => severity === 'error';

/** Warnings about the length of a training. If there are stages, only a stage has them. */
const ofLength: ReadonlySet<Fault['code']> = new Set(['warmUpTooLong', 'batchTooLarge']);

/**
 * Analyses a graph and, if it has no error, the graph of each of its stages. Errors of a single stage, such as nothing to
 * train, and warnings about its length name the stage.
 * @param datasets sizes of open datasets
 */
export function analyseStages(document: GraphDocument, datasets: DatasetSpecs = {}): GraphAnalysis {
  const analysis = analyse(document, catalogue, datasets);
  if (analysis.problems.some(isError)) return analysis;
  const found = trainedStages(document).flatMap(({ name: stage, document: ofStage }) =>
    stage === undefined
      ? []
      : analyse(ofStage, catalogue, datasets)
          .problems.filter((problem) => isError(problem) || ofLength.has(problem.fault.code))
          .map(({ fault, ...problem }): Problem => ({ ...problem, ...withMessage({ code: 'inStage', stage, fault }) })),
  );
  const problems = [...found, ...analysis.problems];
  return { ...analysis, problems: [...problems.filter(isError), ...problems.filter((each) => !isError(each))] };
}
