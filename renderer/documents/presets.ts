import { readDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import type { Scenario } from '../../graph-nodes/datasets/dataset';
import { emptyDocument } from './editing';

export interface Preset {
  /** Name of the file without `.json`. */
  readonly name: string;
  readonly document: GraphDocument;
  /** Result of the preset on the machine that its entry of `measured/results.json` names; absent if it needs data files. */
  readonly measured?: MeasuredPreset | undefined;
}

export interface MeasuredPreset {
  /** Processor time of a whole run with one thread. */
  readonly seconds: number;
  /** Held-out accuracy in percent over all question types. */
  readonly accuracy: Readonly<Record<Scenario, number>>;
}

const files = import.meta.glob<unknown>('../../presets/*.json', { eager: true, import: 'default' });

type Results = Readonly<Record<string, MeasuredPreset | undefined>>;

const [measured] = Object.values(
  import.meta.glob<Results>('../../presets/measured/results.json', { eager: true, import: 'presets' }),
);

/** Preset that the studio opens at the start; it is first in the gallery. */
const firstName = 'orchestra-repair';

/** Bundled presets. */
export const presets: readonly Preset[] = Object.entries(files)
  .map(([path, value]): Preset => {
    const name = path.replace(/^.*\//, '').replace(/\.json$/, '');
    return { name, document: readDocument(value), measured: measured?.[name] };
  })
  .sort((a, b) => Number(b.name === firstName) - Number(a.name === firstName) || (a.name < b.name ? -1 : 1));

export const firstDocument = (): GraphDocument => presets[0]?.document ?? emptyDocument();
