import { findKind } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument, ParameterValue } from '../../graph-nodes/graph/document';
import { trainerOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { CommandError } from './command-error';

/** `node.param=value`, as typed after `--set`. */
export interface Override {
  readonly node: string;
  readonly parameter: string;
  readonly text: string;
}

/**
 * Parses the text after `--set`.
 * @throws {CommandError} if the text has another form
 */
export function parseOverride(text: string): Override {
  const match = /^([^.=]+)\.([^.=]+)=(.*)$/s.exec(text);
  if (!match) throw new CommandError(`“--set ${text}” is not readable; write “--set node.parameter=value”.`);
  const [, node = '', parameter = '', value = ''] = match;
  return { node, parameter, text: value };
}

/**
 * Returns the document with parameters set from the command line. A value has the type of the parameter's default:
 * number, boolean or text. The graph's validation checks its range.
 *
 * @throws {CommandError} if there is no such node or parameter, or a number is expected and the text is not one
 */
export function applyOverrides(document: GraphDocument, overrides: readonly Override[]): GraphDocument {
  return overrides.reduce((current, { node: id, parameter, text }) => {
    const node = current.nodes.find((candidate) => candidate.id === id);
    if (!node) {
      const known = current.nodes.map((candidate) => candidate.id).join(', ');
      throw new CommandError(`“--set ${id}.${parameter}”: the graph has no node “${id}”; use ${known}.`);
    }
    const standard = findKind(node.kind)?.parameters.parse({})[parameter];
    if (standard === undefined) {
      const known = Object.keys(findKind(node.kind)?.parameters.shape ?? {}).join(', ');
      throw new CommandError(`“--set ${id}.${parameter}”: node “${id}” has no such parameter; use ${known}.`);
    }
    const value = readValue(text, standard, `${id}.${parameter}`);
    const changed = { ...node, parameters: { ...node.parameters, [parameter]: value } };
    return { ...current, nodes: current.nodes.map((candidate) => (candidate === node ? changed : candidate)) };
  }, document);
}

function readValue(text: string, standard: unknown, place: string): ParameterValue {
  switch (typeof standard) {
    case 'number': {
      const value = Number(text);
      if (text.trim() !== '' && Number.isFinite(value)) return value;
      throw new CommandError(`“--set ${place}” needs a number, but has “${text}”.`);
    }
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new CommandError(`“--set ${place}” needs true or false, but has “${text}”.`);
    default:
      return text;
  }
}

/** Overrides from options with the name of a Trainer's parameter, such as `--epochs`. */
export function trainerOverrides(
  document: GraphDocument,
  options: Readonly<Record<string, string | undefined>>,
): Override[] {
  const trainer = trainerOf(document);
  return Object.entries(options).flatMap(([parameter, text]) =>
    text === undefined || !trainer ? [] : [{ node: trainer.id, parameter, text }],
  );
}
