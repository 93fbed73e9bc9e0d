import { analyse } from '../graph/analyse';
import { catalogue } from '../nodes/catalogue';
import type { GraphDocument } from '../graph/document';
import { afterTheirBases } from './bases';
import type { Settings, StudyDocument, StudyRow } from './document';
import { StudyError } from './study-error';

/** A row before it is multiplied. */
export interface Variant {
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

/** The rows as they are written, or the graph alone, each after the row that it starts from; then the ablations. */
export function variantsOf({ title, graph, rows, ablation }: StudyDocument): Variant[] {
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

export const splitSetting = (setting: string): [node: string, parameter: string] => {
  const [node = '', parameter = ''] = setting.split('.');
  return [node, parameter];
};

export function applySettings(graph: GraphDocument, settings: Settings, row: string): GraphDocument {
  const nodes = graph.nodes.map((node) => ({ ...node, parameters: { ...node.parameters } }));
  for (const [setting, value] of Object.entries(settings)) {
    const [id, parameter] = splitSetting(setting);
    const node = nodes.find((candidate) => candidate.id === id);
    if (!node) throw noNode(row, id, graph);
    node.parameters[parameter] = value;
  }
  return { ...graph, nodes };
}
