import { scenarios, type Scenario } from '../../graph-nodes/datasets/dataset';
import { formatDocument } from '../../graph-nodes/graph/document';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { OnnxModel } from '../recorder/model';
import type { StoredRun } from '../runs/stored-run';

/** What every exported file says of itself. */
const fileFormat = 'missing-modality-studio/model';

/** The output of a scenario's logits. */
export const logitsName = (scenario: Scenario): string => `logits_${scenario}`;

const meanings: Readonly<Record<Scenario, string>> = {
  complete: 'sound and picture are used as given',
  audioMissing:
    'the sound is missing in every sample where the graph’s Missing modality node drops it while testing; what is given as audio is not used then',
  visualMissing:
    'the picture is missing in every sample where the graph’s Missing modality node drops it while testing; what is given as visual is not used then',
};

/** What a person or program needs beside the weights, as text by key; values that are no sentence are JSON. */
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
 * What an ONNX file adds: its inputs, its outputs, and where its random numbers come from.
 * @param seed of the random numbers that are part of the model; absent where they are inputs
 */
export function describeModel({ inputs }: OnnxModel, spec: BatchSpec, batch: number, seed?: number) {
  const { seconds, audioWidth, height, width, visualWidth, questionLength } = spec;
  const known: Readonly<Record<string, string>> = {
    audio: `float32 [${batch}, ${seconds}, ${audioWidth}]: samples, seconds, features of the sound in each`,
    visual: `float32 [${batch}, ${seconds}, ${height}, ${width}, ${visualWidth}]: samples, seconds, rows and columns of the picture’s grid, features of each cell`,
    question: `int32 [${batch}, ${questionLength}]: samples, places in “vocabulary” of the question’s words, which are split at blanks, without a question mark at the end; 0 after the last word, 1 for a word that is not there`,
  };
  const described = inputs.map(({ name, type, shape }) => [
    name,
    known[name] ?? `${type} [${shape.join(', ')}]: what the node draws at random, standard normals`,
  ]);
  return {
    inputs: JSON.stringify(Object.fromEntries(described)),
    scenarios: JSON.stringify(Object.fromEntries(scenarios.map((name) => [logitsName(name), meanings[name]]))),
    outputs: `float32 [${batch}, ${spec.answers}]: samples, one logit for each of “answers”; the largest is the answer`,
    random:
      seed === undefined
        ? 'What a node draws at random, such as the noise of a diffusion, is an input named <node>_<scenario>_draw<number>.'
        : `What a node draws at random, such as the noise of a diffusion, was drawn once with seed ${seed} and is part of the model: equal inputs have equal outputs.`,
  };
}
