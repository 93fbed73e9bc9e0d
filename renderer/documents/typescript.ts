import { RequestError } from '../../engine/contract/errors';
import { analyse } from '../../graph-nodes/graph/analyse';
import { passedOn } from '../../graph-nodes/graph/analysis';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { hasRole } from '../../graph-nodes/graph/roles';

/** `rmm-generator` as `rmmGenerator`. */
const camel = (name: string): string => name.replace(/[-_]+(\w)?/g, (_, next: string = '') => next.toUpperCase());

/** A name for every id, no two alike. */
function namesOf(ids: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of ids) {
    let name = camel(id);
    for (let number = 2; taken.has(name); number += 1) name = `${camel(id)}${number}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

const json = (value: unknown): string => JSON.stringify(value);

/** Text within a block comment: on one line, without the end of a comment, and without tags that a compiler obeys. */
const commentText = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\*(?=\/)/g, '* ')
    .replaceAll('@', '\\@');

/**
 * A TypeScript module that builds the graph’s model with tfjs: the layers of the studio’s catalogue, created with this
 * graph’s sizes and parameters and wired as in the graph. The initial weights are those that the studio starts from.
 *
 * @param root the path from the module to the studio’s sources
 * @throws {RequestError} when the graph has an error
 */
export function typescriptOf(document: GraphDocument, root = '.'): string {
  const analysis = analyse(document, catalogue);
  const error = analysis.problems.find(({ severity }) => severity === 'error');
  if (error) throw new RequestError('refused', error.fault);
  const order = analysis.order.filter((id) => analysis.used.has(id));
  const names = namesOf(order);
  const nameOf = (id: string): string => names.get(id) ?? camel(id);
  const kinds = new Set<string>();
  const sources: string[] = [];
  const layers: string[] = [];
  const wiring: string[] = [];
  let logits = '';

  for (const id of order) {
    const node = analysis.nodes.get(id);
    if (!node) continue;
    const { kind, bypassed, frozen, parameters, inputs: specs } = node;
    const edges = document.edges.filter(({ to }) => to.node === id);
    const at = (socket: string): string | undefined => {
      const from = edges.find(({ to }) => to.socket === socket)?.from;
      return from && `${nameOf(from.node)}Out[${json(from.socket)}]`;
    };
    if (id === analysis.trainer) {
      logits = at('logits') ?? '';
    } else if (hasRole(kind, 'dataset')) {
      sources.push(id);
      wiring.push(`  const ${nameOf(id)}Out = sources[${json(id)}];`);
    } else if (bypassed) {
      const passed = kind.outputs.map(
        (output) => `${json(output.name)}: ${at(passedOn(kind, output)?.name ?? '') ?? ''}`,
      );
      wiring.push(
        `  /* ${commentText(kind.title)} is bypassed. */`,
        `  const ${nameOf(id)}Out: EdgeValues = { ${passed.join(', ')} };`,
      );
    } else {
      kinds.add(kind.kind);
      layers.push(
        `/** ${commentText(document.nodes.find((each) => each.id === id)?.title ?? kind.title)} */`,
        `const ${nameOf(id)}Layer = ${camel(kind.kind)}(setup(${json(id)}, ${json(specs)}${frozen ? ', true' : ''}), ${json(parameters)} as never);`,
      );
      const given = kind.inputs.flatMap(({ name }) => {
        const value = at(name);
        return value === undefined ? [] : [`${json(name)}: ${value}`];
      });
      wiring.push(`  const ${nameOf(id)}Out = ${nameOf(id)}Layer({ ${given.join(', ')} }, passOf(${json(id)}));`);
    }
  }
  const trainer = analysis.nodes.get(analysis.trainer ?? '');
  return `/**
 * ${commentText(document.title)}
 *
 * Made by Missing-Modality Studio. It lies beside the studio’s folder graph-nodes/ and needs @tensorflow/tfjs-core with a backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { EdgeValues, LayerSetup, Pass } from '${root}/graph-nodes/layers/layer';
import { Random } from '${root}/graph-nodes/graph/random';
${[...kinds].map((kind) => `import { createLayer as ${camel(kind)} } from '${root}/graph-nodes/nodes/${kind}/layer';`).join('\n')}

/** Of the initial weights; every variable draws from a stream of its own name. */
const seed = ${String(trainer?.parameters['seed'] ?? 1)};

/** The model’s variables by \`<node>/<variable>\`. */
export const variables = new Map<string, tf.Variable>();

const makeVariable =
  (node: string, trainable: boolean): LayerSetup['variable'] =>
  (name, shape, initializer) => {
    const key = \`\${node}/\${name}\`;
    const values = initializer(shape, new Random(seed, \`weights/\${key}\`));
    const variable = tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), trainable));
    variables.set(key, variable);
    return variable;
  };

const setup = (node: string, inputs: LayerSetup['inputs'], frozen = false): LayerSetup => ({
  inputs,
  variable: makeVariable(node, !frozen),
  state: makeVariable(node, false),
});

${layers.join('\n')}

/**
 * One pass of a batch: answer logits [B, A].
 * @param sources what the datasets put on their outputs, by node
 * @param passOf the pass as each node sees it: scenario, random numbers, losses
 */
export function forward(
  sources: Readonly<Record<${sources.map(json).join(' | ')}, EdgeValues>>,
  passOf: (node: string) => Pass,
): tf.Tensor2D {
${wiring.join('\n')}
  return ${logits} as tf.Tensor2D;
}
`;
}
