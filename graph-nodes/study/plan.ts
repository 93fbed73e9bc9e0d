import { analyse } from '../graph/analyse';
import { catalogue, findKind } from '../nodes/catalogue';
import { scenarios as allScenarios, type Scenario } from '../datasets/dataset';
import type { GraphDocument, ParameterValue } from '../graph/document';
import { formatMessage } from '../graph/messages';
import { roleOf } from '../graph/roles';
import { trainerOf } from '../nodes/trainer/trainer-of';
import { canonicalGraph } from './canonical';
import { mostRuns, type Settings, type StudyDocument, type StudyRow } from './document';
import { sweepPoints } from './sweep';
import { StudyError } from './study-error';
import { studyWords, type StudyMessage } from './words';

/** One run that a study asks for. */
export interface PlannedRun {
  /** The row and what else sets it apart, without the seed: runs of one name differ in their seed alone. */
  readonly name: string;
  readonly row: string;
  /** Name and row as messages, for people. */
  readonly label: StudyMessage;
  readonly rowLabel: StudyMessage;
  /** What is set otherwise than in the row's graph, by `node.parameter`. The seed is not among them. */
  readonly settings: Settings;
  /** Ids of the nodes that the row bypasses. */
  readonly bypassed: readonly string[];
  readonly seed: number;
  /** What is trained: valid, and titled by the run's name. */
  readonly graph: GraphDocument;
}

/** A row before it is multiplied. */
interface Variant {
  readonly row: string;
  readonly rowLabel: StudyMessage;
  readonly graph: GraphDocument;
  readonly settings: Settings;
  readonly bypassed: readonly string[];
  /** The nodes that compute something in this row, by id. */
  readonly active: ReadonlySet<string>;
}

/** One value of something by which rows are multiplied. */
interface Choice {
  readonly settings: Settings;
  /** Absent: its settings. */
  readonly label?: StudyMessage;
}

/**
 * Every run of a study, in the order of its rows; within a row by sweep point, scenarios, missing rate and seed.
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
  const seen = new Map<string, StudyMessage>();
  return variants.flatMap((variant) =>
    combinations(axes.map((axis) => choicesFor(axis, variant))).flatMap((chosen) =>
      runsOf(variant, chosen, study, seen),
    ),
  );
}

/** The runs of one row with one choice of every axis: one a seed. */
function runsOf(
  variant: Variant,
  chosen: readonly Choice[],
  study: StudyDocument,
  seen: Map<string, StudyMessage>,
): PlannedRun[] {
  const { row, rowLabel, bypassed } = variant;
  const label: StudyMessage = {
    code: 'runName',
    row: rowLabel,
    parts: chosen.map(({ label: own, settings }) => own ?? { code: 'sweepPoint', settings }),
  };
  const name = formatMessage(studyWords, label);
  const settings: Settings = Object.assign({}, variant.settings, ...chosen.map((choice) => choice.settings));
  const graph = { ...applySettings(variant.graph, settings, variant), title: name.slice(0, 200) };
  refuseInvalid(graph, name, label);
  // With one seed for all, since a row may set the Trainer's, which does not tell runs apart.
  const key = canonicalGraph(seeded(graph, 0));
  const same = seen.get(key);
  if (same !== undefined) {
    throw new StudyError({ code: 'sameRows', first: same, second: label }, { row });
  }
  seen.set(key, label);
  return study.seeds.map((seed) => ({
    name,
    row,
    label,
    rowLabel,
    settings,
    bypassed,
    seed,
    graph: seeded(graph, seed),
  }));
}

type LabelledRow = readonly [row: StudyRow, label: StudyMessage];

/** The rows as they are written, or the graph alone, then the ablations. */
function variantsOf({ title, graph, rows, ablation }: StudyDocument): Variant[] {
  const whole: StudyRow = { name: (graph.title || title).slice(0, 100), set: {}, bypass: [] };
  const own = (rows.length > 0 ? rows : [whole]).map(
    (row) => [row, { code: 'rowName', row: row.name }] as const satisfies LabelledRow,
  );
  const without = [...ablation.nodes.map((id) => [id]), ...ablation.combinations].map((bypass): LabelledRow => {
    const label = { code: 'withoutNodes', nodes: bypass } as const;
    return [{ name: formatMessage(studyWords, label), set: {}, bypass }, label];
  });
  const names = new Set<string>();
  return [...own, ...without].map(([row, label]) => {
    if (names.has(row.name)) {
      throw new StudyError({ code: 'sameRowName', row: label }, { row: row.name });
    }
    names.add(row.name);
    return variantOf(row, label, row.graph ?? graph);
  });
}

function variantOf({ name: row, set, bypass }: StudyRow, rowLabel: StudyMessage, base: GraphDocument): Variant {
  const place: RowPlace = { row, rowLabel };
  for (const id of bypass) {
    const node = base.nodes.find((candidate) => candidate.id === id);
    if (!node) throw noNode(place, id, base);
    if (node.bypassed) {
      throw new StudyError({ code: 'alreadyBypassed', row: rowLabel, node: id }, { row, node: id });
    }
  }
  const nodes = base.nodes.map((node) => (bypass.includes(node.id) ? { ...node, bypassed: true } : node));
  const graph = applySettings({ ...base, nodes }, set, place);
  const { used } = analyse(graph, catalogue);
  const active = new Set(graph.nodes.filter(({ id, bypassed }) => used.has(id) && !bypassed).map(({ id }) => id));
  return { row, rowLabel, graph, settings: set, bypassed: bypass, active };
}

/** The row that an error is about. */
type RowPlace = Pick<Variant, 'row' | 'rowLabel'>;

const noNode = ({ row, rowLabel }: RowPlace, id: string, graph: GraphDocument) =>
  new StudyError(
    { code: 'rowWithoutNode', row: rowLabel, node: id, known: graph.nodes.map((node) => node.id) },
    { row, node: id },
  );

const splitSetting = (setting: string): [node: string, parameter: string] => {
  const [node = '', parameter = ''] = setting.split('.');
  return [node, parameter];
};

function applySettings(graph: GraphDocument, settings: Settings, place: RowPlace): GraphDocument {
  const nodes = graph.nodes.map((node) => ({ ...node, parameters: { ...node.parameters } }));
  for (const [setting, value] of Object.entries(settings)) {
    const [id, parameter] = splitSetting(setting);
    const node = nodes.find((candidate) => candidate.id === id);
    if (!node) throw noNode(place, id, graph);
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
  return { settings, label: { code: 'trainedOn', scenarios } };
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
  return { settings, label: { code: 'missingRate', rate } };
}

/** What of an axis matters to a row: settings of nodes that it lacks or bypasses fall away, and with them equal choices. */
function choicesFor(axis: readonly Choice[], { active }: Variant): Choice[] {
  const different = new Map<string, Choice>();
  for (const { settings, ...choice } of axis) {
    const own = Object.fromEntries(
      Object.entries(settings).filter(([setting]) => active.has(splitSetting(setting)[0])),
    );
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

function refuseInvalid(graph: GraphDocument, row: string, label: StudyMessage): void {
  const error = analyse(graph, catalogue).problems.find(({ severity }) => severity === 'error');
  if (error) {
    const { fault, node, parameter } = error;
    throw new StudyError(
      { code: 'invalidRow', row: label, reason: fault },
      { row, ...(node !== undefined && { node }), ...(parameter !== undefined && { parameter }) },
    );
  }
}

function seeded(graph: GraphDocument, seed: number): GraphDocument {
  const trainer = trainerOf(graph)?.node;
  const nodes = graph.nodes.map((node) =>
    node === trainer ? { ...node, parameters: { ...node.parameters, seed } } : node,
  );
  return { ...graph, nodes };
}
