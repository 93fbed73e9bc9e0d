import type { Problem } from '../graph/analysis';
import type { GraphNode, ParameterValue } from '../graph/document';
import type { NodeKind } from '../graph/kind';
import { defaultParameters } from '../graph/analyse';
import { findKind } from '../nodes/catalogue';

/** A parameter with its title and value for people. */
export interface ShownValue {
  readonly title: string;
  readonly value: string;
}

/** Texts of a picture in one language. */
export interface PictureWords {
  titleOf(node: GraphNode): string;
  /** Main parameters of a node, in their order. */
  valuesOf(node: GraphNode): readonly ShownValue[];
  problemText(problem: Problem): string;
  stages(count: number): string;
  readonly bypassed: string;
  readonly parameters: string;
}

/** Title of a kind's parameter in English. */
export function parameterTitle(kind: NodeKind, name: string): string {
  const schema = kind.parameters.shape[name] as { meta?(): { title?: string } | undefined } | undefined;
  return schema?.meta?.()?.title ?? name;
}

function shown(value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === '' ? '—' : String(value);
}

function valuesOf(node: GraphNode): ShownValue[] {
  const kind = findKind(node.kind);
  if (!kind) return [];
  const usual = defaultParameters(kind);
  return kind.mainParameters.map((name) => ({
    title: parameterTitle(kind, name),
    value: shown(node.parameters[name] ?? usual[name] ?? ''),
  }));
}

export const englishWords: PictureWords = {
  titleOf: ({ title, kind }) => title ?? findKind(kind)?.title ?? kind,
  valuesOf,
  problemText: ({ message }) => message,
  stages: (count) => (count === 1 ? '1 stage' : `${count} stages`),
  bypassed: 'off',
  parameters: 'parameters',
};
