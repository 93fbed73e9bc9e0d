import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { Random } from '../../graph-nodes/graph/random';
import { firstStage } from '../../graph-nodes/nodes/trainer/stages';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { BackendName } from '../contract/backends';
import { runtimeSettings, withRecorder } from '../backends/onnx-runtime';
import { idleSessions } from '../backends/onnx-runtime/sessions';
import { startProgram } from '../backends/program';
import { batches, type BatchArrays, type NegativeStreams } from '../data/batches';
import { openDataset } from '../runs/open-dataset';
import { createLearner } from '../training/create-learner';
import { negativesOf } from '../training/negatives';
import { median } from '../backends/median';
import { readProfile, type OperatorShare } from './profile';

/** Measurement of one backend with one graph. */
export interface Measurement {
  readonly backend: BackendName;
  readonly batchSize: number;
  readonly parameters: number;
  /** Median over the measured steps. */
  readonly secondsPerStep: number;
  /** Time from the graph to the end of the first step: opening the data, building and recording, one step. */
  readonly secondsToFirstPoint: number;
  /** Operations of matrix products and convolutions in a step; null if the step could not be recorded. */
  readonly operationsPerStep: number | null;
  /** Peak memory of this process. */
  readonly peakMemoryMiB: number;
  /** Time of a recorded step by kind of operator, and of random numbers and other work outside the graph. */
  readonly profile?: readonly OperatorShare[];
}

/** Number of warm-up steps, which fill caches. */
const warmUp = 2;

/** {@link measure}, and a second time with ONNX Runtime's profile of the step, which itself takes time. */
export async function measureWithProfile(
  document: GraphDocument,
  backend: BackendName,
  steps: number,
): Promise<Measurement> {
  const measured = await measure(document, backend, steps);
  if (measured.backend !== 'onnx') return measured;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-profile-'));
  runtimeSettings.profile = path.join(folder, 'step');
  const idle = idleSessions.mostBytes;
  // A profile is written when its session ends.
  idleSessions.mostBytes = 0;
  await measure(document, backend, steps);
  idleSessions.mostBytes = idle;
  delete runtimeSettings.profile;
  return { ...measured, profile: await readProfile(folder) };
}

/**
 * Trains a few steps of a graph, or of its first stage, on the batches of its first epoch, repeatedly.
 * @param seconds after which only the first measured step is still done
 */
export async function measure(
  graph: GraphDocument,
  backend: BackendName | 'auto',
  steps: number,
  seconds = Infinity,
): Promise<Measurement> {
  const document = firstStage(graph);
  const parameters = trainerParametersOf(document);
  const started = performance.now();
  const opened = await openDataset(document);
  const { learner, ...created } = await createLearner(document, opened, parameters, backend);
  const negatives = negativesOf(learner.needsNegatives, parameters, 0);
  const list = await fewBatches(opened.dataset, parameters.batchSize, parameters.seed, negatives);
  const times: number[] = [];
  let toFirstPoint = 0;
  for (let step = 0; step < warmUp + steps; step += 1) {
    const begun = performance.now();
    await learner.step(list[step % list.length] as BatchArrays, `train/${step}`, parameters.learningRate);
    const ended = performance.now();
    if (step === 0) toFirstPoint = (ended - started) / 1000;
    if (step >= warmUp) times.push((ended - begun) / 1000);
    if (times.length > 0 && ended - started > 1000 * seconds) break;
  }
  await learner.dispose();
  return {
    backend: created.backend,
    batchSize: parameters.batchSize,
    parameters: created.parameters,
    secondsPerStep: median(times) ?? NaN,
    secondsToFirstPoint: toFirstPoint,
    operationsPerStep: created.operationsPerStep ?? null,
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
  };
}

/** At most four full batches. */
export async function fewBatches(
  dataset: Parameters<typeof batches>[0],
  batchSize: number,
  seed: number,
  negatives: NegativeStreams | undefined,
): Promise<BatchArrays[]> {
  const list: BatchArrays[] = [];
  for await (const arrays of batches(dataset, 'train', batchSize, {
    random: new Random(seed, 'order/0'),
    fill: true,
    negatives,
  })) {
    list.push(arrays);
    if (list.length === 4) break;
  }
  return list;
}

/** Peak throughput of a product of two 1024 × 1024 matrices in ONNX Runtime, in GFLOP/s: the best of several. */
export async function measurePeak(): Promise<number> {
  const size = 1024;
  const graph = withRecorder((recorder) =>
    recorder.record('peak', () => {
      const [a, b] = ['a', 'b'].map((name) => recorder.input(name, [size, size], 'float32')) as [
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      return { c: tf.matMul(a, b) };
    }),
  );
  const program = await startProgram(graph);
  const random = new Random(1, 'peak');
  const feeds = { a: random.normals(size ** 2), b: random.normals(size ** 2) };
  const places = { c: new Float32Array(size ** 2) };
  let best = Infinity;
  for (let run = 0; run < 30; run += 1) {
    const begun = performance.now();
    await program.run(feeds, places);
    best = Math.min(best, performance.now() - begun);
  }
  await program.dispose();
  return graph.operations / best / 1e6;
}
