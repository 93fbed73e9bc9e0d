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

/** @throws {CommandError} when the text is not of the form */
export function parseOverride(text: string): Override {
  const match = /^([^.=]+)\.([^.=]+)=(.*)$/s.exec(text);
  if (!match) throw new CommandError(`“--set ${text}” should read “--set node.parameter=value”.`);
  const [, node = '', parameter = '', value = ''] = match;
  return { node, parameter, text: value };
}

/**
 * The document with parameters set from the command line. The kind of value (number, switch or text) is that of the
 * parameter's default; whether the value is allowed is left to the graph's validation.
 *
 * @throws {CommandError} when there is no such node or parameter, or the text is no number where one is expected
 */
export function applyOverrides(document: GraphDocument, overrides: readonly Override[]): GraphDocument {
  return overrides.reduce((current, { node: id, parameter, text }) => {
    const node = current.nodes.find((candidate) => candidate.id === id);
    if (!node) {
      const known = current.nodes.map((candidate) => candidate.id).join(', ');
      throw new CommandError(`“--set ${id}.${parameter}”: the graph has no node “${id}”; it has ${known}.`);
    }
    const standard = findKind(node.kind)?.parameters.parse({})[parameter];
    if (standard === undefined) {
      const known = Object.keys(findKind(node.kind)?.parameters.shape ?? {}).join(', ');
      throw new CommandError(`“--set ${id}.${parameter}”: node “${id}” has no such parameter; it has ${known}.`);
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
      throw new CommandError(`“--set ${place}” expects a number, found “${text}”.`);
    }
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw new CommandError(`“--set ${place}” expects true or false, found “${text}”.`);
    default:
      return text;
  }
}

/** Overrides for the Trainer's own options of the command line. */
export function trainerOverrides(
  document: GraphDocument,
  options: Readonly<Record<string, string | undefined>>,
): Override[] {
  const trainer = trainerOf(document);
  return Object.entries(options).flatMap(([parameter, text]) =>
    text === undefined || !trainer ? [] : [{ node: trainer.id, parameter, text }],
  );
}
