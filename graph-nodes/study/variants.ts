import { analyse } from '../graph/analyse';
import { catalogue } from '../nodes/catalogue';
import type { GraphDocument } from '../graph/document';
import { formatMessage } from '../graph/messages';
import { namesIn, type NamedNode } from '../graph/node-names';
import { afterTheirBases } from './bases';
import { applyChanges, noNode, type RowPlace } from './changes';
import type { Settings, StudyDocument, StudyRow } from './document';
import { StudyError } from './study-error';
import { studyWords, type StudyMessage } from './words';

/** A row before the axes multiply it. */
export interface Variant {
  readonly row: string;
  readonly rowLabel: StudyMessage;
  readonly graph: GraphDocument;
  readonly settings: Settings;
  readonly bypassed: readonly string[];
  /** Nodes that compute something in this row, by id. */
  readonly active: ReadonlySet<string>;
  /** Base row of this one. */
  readonly base: Variant | undefined;
  /** Active nodes of this row and of its bases. Axes that multiply a base also multiply the rows that start from it. */
  readonly reach: ReadonlySet<string>;
}

/** The rows of the document, or only the graph, each after its base row; then the ablations. */
export function variantsOf({ title, graph, rows, ablation }: StudyDocument): Variant[] {
  const whole: StudyRow = { name: (graph.title || title).slice(0, 100), set: {}, bypass: [], freeze: [] };
  const written = rows.length > 0 ? rows : [whole];
  const named = namesIn(graph, catalogue);
  const without = [...ablation.nodes.map((id) => [id]), ...ablation.combinations].map((ids) =>
    ablated(ids, ids.map(named)),
  );
  refuseSameNames([...written.map(labelled), ...without]);
  const variants = new Map<string, Variant>();
  for (const [row, label] of [...afterTheirBases(written).map(labelled), ...without]) {
    const base = row.startFrom === undefined ? undefined : variants.get(row.startFrom);
    variants.set(row.name, variantOf(row, label, row.graph ?? graph, base));
  }
  return [...variants.values()];
}

type LabelledRow = readonly [row: StudyRow, label: StudyMessage];

const labelled = (row: StudyRow): LabelledRow => [row, { code: 'rowName', row: row.name }];

/** The row without some nodes. */
function ablated(bypass: string[], nodes: readonly NamedNode[]): LabelledRow {
  const label = { code: 'withoutNodes', nodes } as const;
  return [{ name: formatMessage(studyWords, label), set: {}, bypass, freeze: [] }, label];
}

function refuseSameNames(rows: readonly LabelledRow[]): void {
  const names = new Set<string>();
  for (const [{ name }, label] of rows) {
    if (names.has(name)) throw new StudyError({ code: 'sameRowName', row: label }, { row: name });
    names.add(name);
  }
}

function variantOf(
  { name: row, changes, set, bypass, freeze }: StudyRow,
  rowLabel: StudyMessage,
  ofStudy: GraphDocument,
  base: Variant | undefined,
): Variant {
  const place: RowPlace = { row, rowLabel };
  const changed = applyChanges(ofStudy, changes, place);
  for (const id of [...bypass, ...freeze]) {
    const node = changed.nodes.find((candidate) => candidate.id === id);
    if (!node) throw noNode(place, id, changed);
    if (node.bypassed && bypass.includes(id)) {
      throw new StudyError(
        { code: 'alreadyBypassed', row: rowLabel, node: namesIn(changed, catalogue)(id) },
        { row, node: id },
      );
    }
  }
  const nodes = changed.nodes.map((node) => ({
    ...node,
    ...(bypass.includes(node.id) && { bypassed: true }),
    ...(freeze.includes(node.id) && { frozen: true }),
  }));
  const graph = applySettings({ ...changed, nodes }, set, place);
  const { used } = analyse(graph, catalogue);
  const active = new Set(graph.nodes.filter(({ id, bypassed }) => used.has(id) && !bypassed).map(({ id }) => id));
  const reach = new Set([...active, ...(base?.reach ?? [])]);
  return { row, rowLabel, graph, settings: set, bypassed: bypass, active, base, reach };
}

/** One row of a study before the sweep. @throws {StudyError} if a part of it does not fit its graph */
export const writtenVariant = (row: StudyRow, ofStudy: GraphDocument): Variant =>
  variantOf(row, { code: 'rowName', row: row.name }, row.graph ?? ofStudy, undefined);

/** Name of a node of a row, or of a base of the row. */
export function nameIn({ graph, base }: Variant, id: string): NamedNode {
  const name = namesIn(graph, catalogue)(id);
  return typeof name === 'string' && base ? nameIn(base, id) : name;
}

export const splitSetting = (setting: string): [node: string, parameter: string] => {
  const [node = '', parameter = ''] = setting.split('.');
  return [node, parameter];
};

export function applySettings(graph: GraphDocument, settings: Settings, place: RowPlace): GraphDocument {
  const nodes = graph.nodes.map((node) => ({ ...node, parameters: { ...node.parameters } }));
  for (const [setting, value] of Object.entries(settings)) {
    const [id, parameter] = splitSetting(setting);
    const node = nodes.find((candidate) => candidate.id === id);
    if (!node) throw noNode(place, id, graph);
    node.parameters[parameter] = value;
  }
  return { ...graph, nodes };
}
