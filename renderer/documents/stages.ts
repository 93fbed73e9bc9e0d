import { longestStageName, type GraphDocument, type Stage } from '../../graph-nodes/graph/document';
import { changeNodes } from './editing';

/** Changes the stages of a Trainer. Without stages it trains once, with its own settings. */
function change(
  document: GraphDocument,
  trainer: string,
  to: (stages: readonly Stage[]) => readonly Stage[],
): GraphDocument {
  return changeNodes(document, [trainer], ({ stages = [], ...node }) => {
    const next = to(stages);
    return next.length === 0 ? node : { ...node, stages: [...next] };
  });
}

/** The wanted name, with the lowest free number after it if it is taken. */
export function freeStageName(stages: readonly Stage[], wanted: string): string {
  const taken = new Set(stages.map(({ name }) => name));
  if (!taken.has(wanted)) return wanted;
  const base = wanted.replace(/ \d+$/, '').slice(0, longestStageName - 4);
  for (let number = 2; ; number += 1) if (!taken.has(`${base} ${number}`)) return `${base} ${number}`;
}

/** Adds a stage with the Trainer's settings at the end. */
export const addStage = (document: GraphDocument, trainer: string, name: string): GraphDocument =>
  change(document, trainer, (stages) => [...stages, { name: freeStageName(stages, name), parameters: {}, frozen: [] }]);

/** Adds a copy after the stage. */
export const duplicateStage = (document: GraphDocument, trainer: string, at: number): GraphDocument =>
  change(document, trainer, (stages) =>
    stages.flatMap((stage, index) =>
      index === at ? [stage, { ...stage, name: freeStageName(stages, stage.name) }] : [stage],
    ),
  );

export const removeStage = (document: GraphDocument, trainer: string, at: number): GraphDocument =>
  change(document, trainer, (stages) => stages.toSpliced(at, 1));

/** Moves a stage to another place among the stages. */
export const moveStage = (document: GraphDocument, trainer: string, from: number, to: number): GraphDocument =>
  change(document, trainer, (stages) => {
    const stage = stages[from];
    return stage ? stages.toSpliced(from, 1).toSpliced(to, 0, stage) : stages;
  });

export const changeStage = (
  document: GraphDocument,
  trainer: string,
  at: number,
  to: (stage: Stage) => Stage,
): GraphDocument =>
  change(document, trainer, (stages) => stages.map((stage, index) => (index === at ? to(stage) : stage)));

/** The stage without a parameter, which then has the Trainer's value. */
export function withoutParameter({ parameters, ...stage }: Stage, name: string): Stage {
  const { [name]: _, ...rest } = parameters;
  return { ...stage, parameters: rest };
}

export const removeStages = (document: GraphDocument, node: string): GraphDocument => change(document, node, () => []);

/** Lists of nodes that a stage can have. */
export type StageList = 'frozen' | 'bypassed';

/** The stage with other nodes in one of its lists. */
export const withNodes = ({ bypassed = [], ...stage }: Stage, list: StageList, ids: readonly string[]): Stage => {
  const next = { ...stage, bypassed, [list]: [...ids] };
  return next.bypassed.length > 0 ? next : { ...stage, frozen: next.frozen };
};
