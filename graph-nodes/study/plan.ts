import { findKind } from '../nodes/catalogue';
import type { GraphDocument, ParameterValue } from '../graph/document';
import { formatMessage } from '../graph/messages';
import { analyseStages } from '../nodes/trainer/analyse-stages';
import { trainerOf } from '../nodes/trainer/trainer-of';
import { choicesFor, combinations, missingRate, pointOf, settingsWithin, trainedOn, type Choice } from './axes';
import { canonicalGraph } from './canonical';
import { mostRuns, type Settings, type StudyDocument, type StudyRow } from './document';
import { sweepPoints } from './sweep';
import { StudyError } from './study-error';
import { applySettings, nameIn, splitSetting, variantsOf, writtenVariant, type Variant } from './variants';
import { studyWords, type StudyMessage } from './words';

/** One run of a study. */
export interface PlannedRun {
  /** Row and other distinctions, without the seed. Runs with one name differ only in their seed. */
  readonly name: string;
  readonly row: string;
  /** Name and row as messages, for people. */
  readonly label: StudyMessage;
  readonly rowLabel: StudyMessage;
  /** Settings that differ from the row's graph, by `node.parameter`. The seed is excluded. */
  readonly settings: Settings;
  /** Ids of the nodes that the row bypasses. */
  readonly bypassed: readonly string[];
  readonly seed: number;
  /** Name of the run of the same seed whose final weights this one starts from; absent: new weights. */
  readonly startsFrom?: string;
  /** Graph of the run: valid, with the run's name as title. */
  readonly graph: GraphDocument;
}

/**
 * Every run of a study, in the order of its rows, but a row after its base row; within a row by sweep point, scenarios, missing
 * rate and seed.
 *
 * @throws {StudyError} naming the row, node or parameter if a row cannot be trained, two runs would be equal, or there are too
 * many
 */
export function planRuns(study: StudyDocument): PlannedRun[] {
  const variants = variantsOf(study);
  const points = study.sweep ? sweepPoints(study.sweep, (setting) => kindOf(setting, variants)) : [];
  refuseSeed(points, variants);
  const axes = [
    points.map((settings) => ({ settings })),
    study.scenarios.map((scenarios) => trainedOn(study.graph, scenarios)),
    study.missingRates.map((rate) => missingRate(rate, variants)),
  ];
  const most = variants.length * axes.reduce((count, axis) => count * Math.max(axis.length, 1), study.seeds.length);
  if (most > mostRuns) {
    throw new StudyError({ code: 'tooManyRuns', count: most, most: mostRuns });
  }
  const seen = new Map<string, StudyMessage>();
  const planned = new Map<Variant, NamedPoints>();
  return variants.flatMap((variant) => {
    const names: NamedPoints = new Map();
    planned.set(variant, names);
    return combinations(axes.map((axis) => choicesFor(axis, variant))).flatMap((chosen) => {
      const startsFrom = variant.base && planned.get(variant.base)?.get(pointOf(chosen, variant.base));
      const runs = runsOf(variant, chosen, startsFrom, study, seen);
      for (const { name } of runs) names.set(pointOf(chosen, variant), name);
      return runs;
    });
  });
}

/** Problems of each row of a study that cannot be trained, by the number of the row. */
export function rowProblems({ graph, rows }: StudyDocument): ReadonlyMap<number, readonly StudyMessage[]> {
  const found = new Map<number, readonly StudyMessage[]>();
  for (const [index, row] of rows.entries()) {
    const messages = problemsOf(row, graph);
    if (messages.length > 0) found.set(index, messages);
  }
  return found;
}

function problemsOf(row: StudyRow, ofStudy: GraphDocument): StudyMessage[] {
  try {
    const { graph, rowLabel } = writtenVariant(row, ofStudy);
    const errors = analyseStages(graph).problems.filter(({ severity }) => severity === 'error');
    return errors.map(({ fault }) => ({ code: 'invalidRow', row: rowLabel, reason: fault }));
  } catch (error) {
    if (error instanceof StudyError) return [error.reason];
    throw error;
  }
}

/** Names of a row's runs by the values of the axes. */
type NamedPoints = Map<string, string>;

/** Runs of one row with one choice of every axis, one per seed. */
function runsOf(
  variant: Variant,
  chosen: readonly Choice[],
  startsFrom: string | undefined,
  study: StudyDocument,
  seen: Map<string, StudyMessage>,
): PlannedRun[] {
  const { row, rowLabel, bypassed, active } = variant;
  const label: StudyMessage = {
    code: 'runName',
    row: rowLabel,
    parts: chosen.map(({ label, settings }) => label ?? sweepPoint(settings, variant)),
  };
  const name = formatMessage(studyWords, label);
  const own = chosen.map(({ settings }) => settingsWithin(settings, active));
  const settings: Settings = Object.assign({}, variant.settings, ...own);
  const changed = { ...applySettings(variant.graph, settings, variant), title: name.slice(0, 200) };
  const graph = startsFrom === undefined ? changed : withTrainer(changed, { startFrom: '' });
  refuseInvalid(graph, name, label);
  // All runs get one seed here, because a row may set the Trainer's seed, which does not distinguish runs.
  const key = JSON.stringify([canonicalGraph(seeded(graph, 0)), startsFrom]);
  const same = seen.get(key);
  if (same !== undefined) {
    throw new StudyError({ code: 'sameRows', first: same, second: label }, { row });
  }
  seen.set(key, label);
  const about = { name, row, label, rowLabel, settings, bypassed, ...(startsFrom !== undefined && { startsFrom }) };
  return study.seeds.map((seed) => ({ ...about, seed, graph: seeded(graph, seed) }));
}

/** Label of a point of a sweep. */
const sweepPoint = (settings: Settings, variant: Variant): StudyMessage => ({
  code: 'sweepPoint',
  settings: Object.entries(settings).map(([setting, value]) => {
    const [id, parameter] = splitSetting(setting);
    return { node: nameIn(variant, id), parameter, value };
  }),
});

/** Kind of the node of a swept setting, in the first row that has the node. */
function kindOf(setting: string, variants: readonly Variant[]) {
  const [id, parameter] = splitSetting(setting);
  for (const { graph, active } of variants) {
    const node = active.has(id) ? graph.nodes.find((candidate) => candidate.id === id) : undefined;
    const kind = node && findKind(node.kind);
    if (!kind) continue;
    if (!(parameter in kind.parameters.shape)) {
      throw new StudyError(
        {
          code: 'sweptParameterUnknown',
          setting,
          kind: kind.title,
          parameter,
          known: Object.keys(kind.parameters.shape),
        },
        { node: id, parameter },
      );
    }
    return kind;
  }
  throw new StudyError({ code: 'sweptNodeUnknown', setting, node: id }, { node: id, parameter });
}

/** Refuses a point that sets the seed, because the study sets seeds. */
function refuseSeed(points: readonly Settings[], variants: readonly Variant[]): void {
  const trainers = new Set(variants.map(({ graph }) => trainerOf(graph)?.id));
  for (const setting of Object.keys(points[0] ?? {})) {
    const [id, parameter] = splitSetting(setting);
    if (trainers.has(id) && parameter === 'seed') {
      throw new StudyError({ code: 'sweptSeed', setting }, { node: id, parameter });
    }
  }
}

function refuseInvalid(graph: GraphDocument, row: string, label: StudyMessage): void {
  const error = analyseStages(graph).problems.find(({ severity }) => severity === 'error');
  if (error) {
    const { fault, node, parameter } = error;
    throw new StudyError(
      { code: 'invalidRow', row: label, reason: fault },
      { row, ...(node !== undefined && { node }), ...(parameter !== undefined && { parameter }) },
    );
  }
}

const seeded = (graph: GraphDocument, seed: number): GraphDocument => withTrainer(graph, { seed });

/** The graph with changed parameters of the Trainer. */
function withTrainer(graph: GraphDocument, parameters: Readonly<Record<string, ParameterValue>>): GraphDocument {
  const trainer = trainerOf(graph)?.node;
  const nodes = graph.nodes.map((node) =>
    node === trainer ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
  );
  return { ...graph, nodes };
}
