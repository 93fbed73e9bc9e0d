import { readStudy, type StudyDocument } from '../../graph-nodes/study/document';

export interface PresetStudy {
  /** Name of the file without `.json`. */
  readonly name: string;
  readonly document: StudyDocument;
}

const files = import.meta.glob<unknown>('../../presets/studies/*.json', { import: 'default' });

const nameOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.json$/, '');

let loaded: Promise<readonly PresetStudy[]> | undefined;

/** Bundled studies by name. They are large, so they are loaded on demand. */
export function presetStudies(): Promise<readonly PresetStudy[]> {
  loaded ??= Promise.all(
    Object.entries(files).map(async ([path, load]) => ({ name: nameOf(path), document: readStudy(await load()) })),
  ).then((studies) => studies.sort((a, b) => (a.name < b.name ? -1 : 1)));
  return loaded;
}
