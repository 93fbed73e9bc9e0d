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

/** One value of an axis; axes multiply rows. */
export interface Choice {
  readonly settings: Settings;
  /** Words of the value; absent: its settings. */
  readonly label?: StudyMessage;
}

/** Training on some scenarios: weights of the graph or 1 for them, and 0 for the others. */
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

/** Missing rate of all nodes of the rows that remove modalities. */
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
 * Choices of an axis that matter to a row. Settings of nodes that neither the row nor its bases have are removed, and then
 * equal choices are merged.
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

/** Combinations of one item of every list, the last list fastest; empty lists are skipped. */
export function combinations<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  return lists.reduce<Item[][]>(
    (chosen, list) => (list.length === 0 ? chosen : chosen.flatMap((head) => list.map((item) => [...head, item]))),
    [[]],
  );
}

/** Values of the axes for a row: those of its nodes and of the nodes of its bases. */
export function pointOf(chosen: readonly Choice[], { reach }: Variant): string {
  const values = Object.assign({}, ...chosen.map(({ settings }) => settingsWithin(settings, reach))) as Settings;
  return JSON.stringify(sortedKeys(values));
}

export const settingsWithin = (settings: Settings, nodes: ReadonlySet<string>): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([setting]) => nodes.has(splitSetting(setting)[0])));
