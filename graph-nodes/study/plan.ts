import { analyse } from '../graph/analyse';
import { catalogue, findKind } from '../nodes/catalogue';
import { scenarios as allScenarios, type Scenario } from '../datasets/dataset';
import type { GraphDocument, ParameterValue } from '../graph/document';
import { roleOf } from '../graph/roles';
import { sortedKeys } from '../graph/versioned';
import { trainerOf } from '../nodes/trainer/trainer-of';
import { afterTheirBases } from './bases';
import { canonicalGraph } from './canonical';
import { mostRuns, type Settings, type StudyDocument, type StudyRow } from './document';
import { sweepPoints } from './sweep';
import { StudyError } from './study-error';

/** One run that a study asks for. */
export interface PlannedRun {
  /** The row and what else sets it apart, without the seed: runs of one name differ in their seed alone. */
  readonly name: string;
  readonly row: string;
  /** What is set otherwise than in the row's graph, by `node.parameter`. The seed is not among them. */
  readonly settings: Settings;
  /** Ids of the nodes that the row bypasses. */
  readonly bypassed: readonly string[];
  readonly seed: number;
  /** Name of the run of the same seed whose final weights this one starts from; absent: its weights are new. */
  readonly startsFrom?: string;
  /** What is trained: valid, and titled by the run's name. */
  readonly graph: GraphDocument;
}

/** A row before it is multiplied. */
interface Variant {
  readonly row: string;
  readonly graph: GraphDocument;
  readonly settings: Settings;
  readonly bypassed: readonly string[];
  /** The nodes that compute something in this row, by id. */
  readonly active: ReadonlySet<string>;
  /** The row whose runs this one starts from. */
  readonly base: Variant | undefined;
  /** The active nodes of this row and of its bases: what multiplies a base multiplies the rows that start from it. */
  readonly reach: ReadonlySet<string>;
}

/** One value of something by which rows are multiplied. */
interface Choice {
  readonly settings: Settings;
  readonly label?: string;
}

/**
 * Every run of a study, in the order of its rows, but a row after the one that it starts from; within a row by sweep point,
 * scenarios, missing rate and seed.
 *
 * @throws {StudyError} naming the row, node or parameter where a row cannot be trained, two runs would be the same, or there
 * are too many
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
  const seen = new Map<string, string>();
  const planned = new Map<Variant, NamedPoints>();
  return variants.flatMap((variant) => {
    const points: NamedPoints = new Map();
    planned.set(variant, points);
    return combinations(axes.map((axis) => choicesFor(axis, variant))).flatMap((chosen) => {
      const startsFrom = variant.base && planned.get(variant.base)?.get(pointOf(chosen, variant.base));
      const runs = runsOf(variant, chosen, startsFrom, study, seen);
      for (const { name } of runs) points.set(pointOf(chosen, variant), name);
      return runs;
    });
  });
}

/** Names of a row's runs by the values of the axes. */
type NamedPoints = Map<string, string>;

/** The values of the axes as a row sees them: those of its own nodes and of its bases' nodes. */
function pointOf(chosen: readonly Choice[], { reach }: Variant): string {
  const values = Object.assign({}, ...chosen.map(({ settings }) => settingsWithin(settings, reach))) as Settings;
  return JSON.stringify(sortedKeys(values));
}

const settingsWithin = (settings: Settings, nodes: ReadonlySet<string>): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([setting]) => nodes.has(splitSetting(setting)[0])));

/** The runs of one row with one choice of every axis: one a seed. */
function runsOf(
  variant: Variant,
  chosen: readonly Choice[],
  startsFrom: string | undefined,
  study: StudyDocument,
  seen: Map<string, string>,
): PlannedRun[] {
  const { row, bypassed, active } = variant;
  const name = [row, ...chosen.map((choice) => choice.label ?? formatSettings(choice.settings))].join(', ');
  const own = chosen.map(({ settings }) => settingsWithin(settings, active));
  const settings: Settings = Object.assign({}, variant.settings, ...own);
  const changed = { ...applySettings(variant.graph, settings, row), title: name.slice(0, 200) };
  const graph = startsFrom === undefined ? changed : withTrainer(changed, { startFrom: '' });
  refuseInvalid(graph, name);
  // With one seed for all, since a row may set the Trainer's, which does not tell runs apart.
  const key = JSON.stringify([canonicalGraph(seeded(graph, 0)), startsFrom]);
  const same = seen.get(key);
  if (same !== undefined) {
    throw new StudyError({ code: 'sameRows', first: same, second: name }, { row });
  }
  seen.set(key, name);
  const about = { name, row, settings, bypassed, ...(startsFrom !== undefined && { startsFrom }) };
  return study.seeds.map((seed) => ({ ...about, seed, graph: seeded(graph, seed) }));
}

/** The rows as they are written, or the graph alone, each after the row that it starts from; then the ablations. */
function variantsOf({ title, graph, rows, ablation }: StudyDocument): Variant[] {
  const whole: StudyRow = { name: (graph.title || title).slice(0, 100), set: {}, bypass: [], freeze: [] };
  const written = rows.length > 0 ? rows : [whole];
  const without = [...ablation.nodes.map((id) => [id]), ...ablation.combinations].map((bypass): StudyRow => ({
    name: `without ${bypass.join(', ')}`,
    set: {},
    bypass,
    freeze: [],
  }));
  const names = new Set<string>();
  for (const { name } of [...written, ...without]) {
    if (names.has(name)) throw new StudyError({ code: 'sameRowName', row: name }, { row: name });
    names.add(name);
  }
  const variants = new Map<string, Variant>();
  for (const row of [...afterTheirBases(written), ...without]) {
    const base = row.startFrom === undefined ? undefined : variants.get(row.startFrom);
    variants.set(row.name, variantOf(row, row.graph ?? graph, base));
  }
  return [...variants.values()];
}

function variantOf(
  { name: row, set, bypass, freeze }: StudyRow,
  ofStudy: GraphDocument,
  base: Variant | undefined,
): Variant {
  for (const id of [...bypass, ...freeze]) {
    const node = ofStudy.nodes.find((candidate) => candidate.id === id);
    if (!node) throw noNode(row, id, ofStudy);
    if (node.bypassed && bypass.includes(id)) {
      throw new StudyError({ code: 'alreadyBypassed', row, node: id }, { row, node: id });
    }
  }
  const nodes = ofStudy.nodes.map((node) => ({
    ...node,
    ...(bypass.includes(node.id) && { bypassed: true }),
    ...(freeze.includes(node.id) && { frozen: true }),
  }));
  const graph = applySettings({ ...ofStudy, nodes }, set, row);
  const { used } = analyse(graph, catalogue);
  const active = new Set(graph.nodes.filter(({ id, bypassed }) => used.has(id) && !bypassed).map(({ id }) => id));
  const reach = new Set([...active, ...(base?.reach ?? [])]);
  return { row, graph, settings: set, bypassed: bypass, active, base, reach };
}

const noNode = (row: string, id: string, graph: GraphDocument) =>
  new StudyError(
    { code: 'rowWithoutNode', row, node: id, known: graph.nodes.map((node) => node.id) },
    { row, node: id },
  );

const splitSetting = (setting: string): [node: string, parameter: string] => {
  const [node = '', parameter = ''] = setting.split('.');
  return [node, parameter];
};

function applySettings(graph: GraphDocument, settings: Settings, row: string): GraphDocument {
  const nodes = graph.nodes.map((node) => ({ ...node, parameters: { ...node.parameters } }));
  for (const [setting, value] of Object.entries(settings)) {
    const [id, parameter] = splitSetting(setting);
    const node = nodes.find((candidate) => candidate.id === id);
    if (!node) throw noNode(row, id, graph);
    node.parameters[parameter] = value;
  }
  return { ...graph, nodes };
}

/** The kind of the node that a swept setting belongs to, in the first row that has it. */
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

/** A point that sets the seed would be a second one beside the study's. */
function refuseSeed(points: readonly Settings[], variants: readonly Variant[]): void {
  const trainers = new Set(variants.map(({ graph }) => trainerOf(graph)?.id));
  for (const setting of Object.keys(points[0] ?? {})) {
    const [id, parameter] = splitSetting(setting);
    if (trainers.has(id) && parameter === 'seed') {
      throw new StudyError({ code: 'sweptSeed', setting }, { node: id, parameter });
    }
  }
}

/** Training on some scenarios: their weights as the graph has them or 1, and 0 for the others. */
function trainedOn(graph: GraphDocument, scenarios: readonly Scenario[]): Choice {
  const trainer = trainerOf(graph)?.node;
  if (!trainer) throw new StudyError({ code: 'scenariosWithoutTrainer' });
  const settings = Object.fromEntries(
    allScenarios.map((scenario): [string, ParameterValue] => {
      const weight = trainer.parameters[scenario] ?? 1;
      const present = typeof weight === 'number' && weight > 0 ? weight : 1;
      return [`${trainer.id}.${scenario}`, scenarios.includes(scenario) ? present : 0];
    }),
  );
  return { settings, label: `trained on ${scenarios.join(' + ')}` };
}

/** The missing rate of every node of the rows that takes modalities away. */
function missingRate(rate: number, variants: readonly Variant[]): Choice {
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
  return { settings, label: `missing rate ${rate}` };
}

/**
 * What of an axis matters to a row: settings of nodes that neither it nor its bases have fall away, and with them equal choices.
 */
function choicesFor(axis: readonly Choice[], { reach }: Variant): Choice[] {
  const different = new Map<string, Choice>();
  for (const { settings, ...choice } of axis) {
    const own = settingsWithin(settings, reach);
    const key = JSON.stringify(own);
    if (Object.keys(own).length > 0 && !different.has(key)) different.set(key, { ...choice, settings: own });
  }
  return [...different.values()];
}

/** One item of every list, the last list fastest; lists without items are passed over. */
function combinations<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  return lists.reduce<Item[][]>(
    (chosen, list) => (list.length === 0 ? chosen : chosen.flatMap((head) => list.map((item) => [...head, item]))),
    [[]],
  );
}

function refuseInvalid(graph: GraphDocument, row: string): void {
  const error = analyse(graph, catalogue).problems.find(({ severity }) => severity === 'error');
  if (error) {
    const { fault, node, parameter } = error;
    throw new StudyError(
      { code: 'invalidRow', row, reason: fault },
      { row, ...(node !== undefined && { node }), ...(parameter !== undefined && { parameter }) },
    );
  }
}

const seeded = (graph: GraphDocument, seed: number): GraphDocument => withTrainer(graph, { seed });

/** The graph with some of the Trainer's parameters set. */
function withTrainer(graph: GraphDocument, parameters: Readonly<Record<string, ParameterValue>>): GraphDocument {
  const trainer = trainerOf(graph)?.node;
  const nodes = graph.nodes.map((node) =>
    node === trainer ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
  );
  return { ...graph, nodes };
}

/** `rmm.slots 64, trainer.learningRate 0.00123`. */
function formatSettings(settings: Settings): string {
  return Object.entries(settings)
    .map(([setting, value]) => `${setting} ${String(value)}`)
    .join(', ');
}
