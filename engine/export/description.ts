import { scenarios, type Scenario } from '../../graph-nodes/datasets/dataset';
import { formatDocument } from '../../graph-nodes/graph/document';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { OnnxModel } from '../recorder/model';
import type { StoredRun } from '../runs/stored-run';

/** Metadata of every exported file. */
const fileFormat = 'missing-modality-studio/model';

/** Name of the output of a scenario's logits. */
export const logitsName = (scenario: Scenario): string => `logits_${scenario}`;

const meanings: Readonly<Record<Scenario, string>> = {
  complete: 'audio and visual are used as given',
  audioMissing:
    'audio is missing in every sample, and the input audio is not used, if the graph’s Missing modality node drops audio during testing',
  visualMissing:
    'visual is missing in every sample, and the input visual is not used, if the graph’s Missing modality node drops visual during testing',
};

/** Metadata beside the weights, as text by key; values that are not sentences are JSON. */
export function describeRun({ status, document, vocabulary, answers }: StoredRun, spec: BatchSpec) {
  return {
    format: fileFormat,
    formatVersion: '1',
    title: document.title,
    run: status.run,
    graph: formatDocument(document),
    spec: JSON.stringify(spec),
    vocabulary: JSON.stringify(vocabulary),
    answers: JSON.stringify(answers),
  };
}

/**
 * Metadata of an ONNX file: its inputs, its outputs, and the origin of its random numbers.
 * @param seed of the random numbers that are constants of the model; absent if they are inputs
 */
export function describeModel({ inputs }: OnnxModel, spec: BatchSpec, batch: number, seed?: number) {
  const { seconds, audioWidth, height, width, visualWidth, questionLength } = spec;
  const known: Readonly<Record<string, string>> = {
    audio: `float32 [${batch}, ${seconds}, ${audioWidth}]: samples, seconds, audio features of each second`,
    visual: `float32 [${batch}, ${seconds}, ${height}, ${width}, ${visualWidth}]: samples, seconds, rows and columns of the visual grid, features of each cell`,
    question: `int32 [${batch}, ${questionLength}]: samples, indices of the question’s words in “vocabulary”; split the question at spaces, without the question mark; 0 after the last word, 1 for an unknown word`,
  };
  const described = inputs.map(({ name, type, shape }) => [
    name,
    known[name] ?? `${type} [${shape.join(', ')}]: random numbers of the node, standard normal`,
  ]);
  return {
    inputs: JSON.stringify(Object.fromEntries(described)),
    scenarios: JSON.stringify(Object.fromEntries(scenarios.map((name) => [logitsName(name), meanings[name]]))),
    outputs: `float32 [${batch}, ${spec.answers}]: samples, one logit for each of “answers”; the largest is the predicted answer`,
    random:
      seed === undefined
        ? 'Random numbers of a node, such as the noise of a diffusion, are inputs named <node>_<scenario>_draw<number>.'
        : `Random numbers of a node, such as the noise of a diffusion, are constants of the model, drawn with seed ${seed}: equal inputs give equal outputs.`,
  };
}
