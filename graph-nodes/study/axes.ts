import { findKind } from '../nodes/catalogue';
import { scenarios as allScenarios, type Scenario } from '../datasets/dataset';
import type { GraphDocument, ParameterValue } from '../graph/document';
import { roleOf } from '../graph/roles';
import { sortedKeys } from '../graph/versioned';
import { trainerOf } from '../nodes/trainer/trainer-of';
import type { Settings } from './document';
import { StudyError } from './study-error';
import { splitSetting, type Variant } from './variants';
import type { StudyMessage } from './words';

/** One value of something by which rows are multiplied. */
export interface Choice {
  readonly settings: Settings;
  /** Absent: its settings. */
  readonly label?: StudyMessage;
}

/** Training on some scenarios: their weights as the graph has them or 1, and 0 for the others. */
export function trainedOn(graph: GraphDocument, scenarios: readonly Scenario[]): Choice {
  const trainer = trainerOf(graph)?.node;
  if (!trainer) throw new StudyError({ code: 'scenariosWithoutTrainer' });
  const settings = Object.fromEntries(
    allScenarios.map((scenario): [string, ParameterValue] => {
      const weight = trainer.parameters[scenario] ?? 1;
      const present = typeof weight === 'number' && weight > 0 ? weight : 1;
      return [`${trainer.id}.${scenario}`, scenarios.includes(scenario) ? present : 0];
    }),
  );
  return { settings, label: { code: 'trainedOn', scenarios } };
}

/** The missing rate of every node of the rows that takes modalities away. */
export function missingRate(rate: number, variants: readonly Variant[]): Choice {
  const settings = Object.fromEntries(
    variants.flatMap(({ graph, active }) =>
      graph.nodes.flatMap(({ id, kind }) => {
        const role = active.has(id) ? roleOf(findKind(kind), 'missing modality') : undefined;
        return role ? [[`${id}.${role.rate}`, rate]] : [];
      }),
    ),
  );
  if (Object.keys(settings).length === 0) {
    throw new StudyError({ code: 'ratesWithoutMissing' });
  }
  return { settings, label: { code: 'missingRate', rate } };
}

/**
 * What of an axis matters to a row: settings of nodes that neither it nor its bases have fall away, and with them equal choices.
 */
export function choicesFor(axis: readonly Choice[], { reach }: Variant): Choice[] {
  const different = new Map<string, Choice>();
  for (const { settings, ...choice } of axis) {
    const own = settingsWithin(settings, reach);
    const key = JSON.stringify(own);
    if (Object.keys(own).length > 0 && !different.has(key)) different.set(key, { ...choice, settings: own });
  }
  return [...different.values()];
}

/** One item of every list, the last list fastest; lists without items are passed over. */
export function combinations<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  return lists.reduce<Item[][]>(
    (chosen, list) => (list.length === 0 ? chosen : chosen.flatMap((head) => list.map((item) => [...head, item]))),
    [[]],
  );
}

/** The values of the axes as a row sees them: those of its own nodes and of its bases' nodes. */
export function pointOf(chosen: readonly Choice[], { reach }: Variant): string {
  const values = Object.assign({}, ...chosen.map(({ settings }) => settingsWithin(settings, reach))) as Settings;
  return JSON.stringify(sortedKeys(values));
}

export const settingsWithin = (settings: Settings, nodes: ReadonlySet<string>): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([setting]) => nodes.has(splitSetting(setting)[0])));
