import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { analyse } from '../../graph-nodes/graph/analyse';
import { formatDocument, parseDocument } from '../../graph-nodes/graph/document';
import { questionTypes } from '../../graph-nodes/datasets/dataset';
import { parseAnnotations } from '../../graph-nodes/datasets/music-avqa/annotations';
import { decodeFloats, parseNpyHeader, prefixBytes, writeNpy } from '../../graph-nodes/datasets/music-avqa/npy';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { parseStudy } from '../../graph-nodes/study/document';
import { planRuns } from '../../graph-nodes/study/plan';
import { faultIn, RequestError } from '../../engine/contract/errors';
import { verbatim } from '../../engine/contract/messages';
import { methods, type Method } from '../../engine/contract/methods';
import { messageSchema, protocolVersion } from '../../engine/contract/protocol';
import type { RunStatus } from '../../engine/contract/runs';
import { weightsOf } from '../../engine/export/zip/check';
import { importRun } from '../../engine/export/zip/read';
import { zipRun } from '../../engine/export/zip/write';
import { readFormat } from '../../engine/files/file-format';
import { readSafetensors, writeSafetensors, type NamedArray } from '../../engine/files/safetensors';
import { portOf } from '../../engine/hosts/page-socket';
import { serveEngine } from '../../engine/hosts/serve-engine';
import { decodeCheckpoint, encodeCheckpoint } from '../../engine/runs/checkpoint';
import { readRemarks } from '../../engine/runs/remarks';
import { addMetric, metricLineFormat, runFileFormat, toRunState } from '../../engine/runs/run-file';
import type { Engine } from '../../engine/service/engine';
import { planFormat } from '../../engine/studies/study-folder';
import { questionAlone, tinyPipeline } from '../fixtures/graphs';

/** A real file, and the position of a part that can be changed separately. */
export interface Base {
  readonly bytes: Uint8Array;
  readonly part?: { readonly bytes: Uint8Array; place(changed: Uint8Array): Uint8Array };
}

/** A parser of files or messages from other sources. */
export interface Parser {
  readonly name: string;
  readonly bases: readonly Base[];
  /** Resolves if the input is accepted. */
  parse(input: Uint8Array): unknown;
}

const stored = path.join(import.meta.dirname, '../fixtures/stored/0.1.0');
const presets = path.join(import.meta.dirname, '../../presets');
const run = path.join(stored, 'runs/finished');
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const filesIn = async (folder: string): Promise<Base[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => ({ bytes: await readFile(path.join(folder, name)) })));
};
const file = async (...parts: string[]): Promise<Base> => ({ bytes: await readFile(path.join(...parts)) });

/** A study of few runs: its first rows and the first with its own graph, with two seeds. Further ones would only take time. */
function fewRuns({ bytes }: Base): Base {
  const study = JSON.parse(decode(bytes)) as {
    readonly rows: readonly { readonly graph?: unknown }[];
    readonly seeds: readonly number[];
  };
  const own = study.rows.findIndex(({ graph }) => graph !== undefined);
  const rows = study.rows.filter((_, index) => index < 3 || index === own);
  return { bytes: Buffer.from(JSON.stringify({ ...study, rows, seeds: study.seeds.slice(0, 2) }, null, 2)) };
}

/** Safetensors: the header is the part. */
function withHeader(bytes: Uint8Array): Base {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const place = (header: Uint8Array): Uint8Array => {
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([size, header, bytes.subarray(8 + length)]);
  };
  return { bytes, part: { bytes: bytes.subarray(8, 8 + length), place } };
}

/** A zip: each of its files is a part. */
function withFiles(zip: Uint8Array): Base[] {
  const files = unzipSync(zip);
  return Object.entries(files).map(([name, bytes]) => ({
    bytes: zip,
    part: { bytes, place: (changed) => zipSync({ ...files, [name]: changed }, { level: 0 }) },
  }));
}

const annotations = Object.values(questionTypes).map(({ published }, index) => ({
  video_id: `0000${index}`,
  question_id: index,
  type: JSON.stringify(published),
  question_content: 'Is the <Object> louder than the <Object>?',
  templ_values: '["flute", "violin"]',
  question_deleted: index === 3 ? 1 : 0,
  anser: 'yes',
}));

const requests: readonly { readonly method: Method; readonly parameters: unknown }[] = [
  { method: 'train', parameters: { graph: tinyPipeline(), backend: 'cpu' } },
  { method: 'sample', parameters: { graph: tinyPipeline(), node: 'dataset', index: 3 } },
  { method: 'table', parameters: { sources: ['a', 'studies/b'], format: 'csv' } },
  { method: 'curves', parameters: { runs: ['a'], quantity: 'total', over: 'step', points: 100 } },
  { method: 'compare', parameters: { a: 'a', b: 'b', singlePair: true } },
  { method: 'export', parameters: { run: 'a', format: 'onnx', batch: 1, drawsAsInputs: false } },
  { method: 'beginUpload', parameters: { name: 'a.zip', bytes: 22 } },
  { method: 'sendPart', parameters: { upload: 1, base64: 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==' } },
  { method: 'importRun', parameters: { upload: 1 } },
  { method: 'setRemarks', parameters: { run: 'a', remarks: { title: 'a', tags: ['b'], notes: 'c' } } },
  { method: 'enqueue', parameters: { run: 'a' } },
];

/** Performs the checks of the engine before an action, without the action. */
const checks = {
  onEvent: () => () => undefined,
  request(method: Method, value: unknown) {
    const parsed = methods[method].parameters.safeParse(value);
    if (parsed.success) return Promise.resolve({});
    return Promise.reject(
      new RequestError('refused', { code: 'invalidParameters', method, ...faultIn(parsed.error, value) }),
    );
  },
} as unknown as Engine;

/** Sends bytes as a page's message. @returns the engine's responses, or the close code of the socket */
async function exchange(bytes: Uint8Array): Promise<{ answers: unknown[]; closed?: number }> {
  const listeners: ((data: Buffer, isBinary: boolean) => void)[] = [];
  const answers: unknown[] = [];
  let closed: number | undefined;
  const socket = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    on: (event: string, listener: (data: Buffer, isBinary: boolean) => void) => {
      if (event === 'message') listeners.push(listener);
    },
    send: (text: string) => answers.push(JSON.parse(text)),
    close: (code: number) => {
      closed = code;
    },
  };
  serveEngine(checks, portOf(socket as unknown as Parameters<typeof portOf>[0]));
  const hear = (data: Buffer) => listeners.forEach((listener) => listener(data, false));
  hear(Buffer.from(JSON.stringify({ type: 'hello', protocol: protocolVersion })));
  answers.pop();
  hear(Buffer.from(bytes));
  await new Promise((resolve) => setImmediate(resolve));
  return { answers, ...(closed !== undefined && { closed }) };
}

const helloAnswer = z.object({ type: z.literal('hello') });

async function parseMessage(bytes: Uint8Array): Promise<void> {
  const { answers, closed } = await exchange(bytes);
  if (closed !== undefined) throw new RequestError('refused', verbatim(`The socket was closed with ${closed}.`));
  const [answer] = answers;
  if (helloAnswer.safeParse(answer).success) return;
  const message = messageSchema.parse(answer);
  if (message.type !== 'error') return;
  throw new RequestError(message.error.code, message.error.reason);
}

/** Files of a run with few weights, so that many can be imported in a second. */
async function writeTinyRun(place: string): Promise<void> {
  const state = JSON.parse(decode((await file(run, 'run.json')).bytes)) as Omit<RunStatus, 'message'>;
  const document = questionAlone({});
  const words = { vocabulary: ['<pad>', 'how'], answers: ['yes', 'no'] };
  const shapes = weightsOf({
    folder: place,
    status: { ...state, message: { code: 'runFinished' } },
    document,
    ...words,
  });
  const zeros = ({ shape }: { readonly shape: readonly number[] }): NamedArray => ({
    shape,
    values: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  });
  await mkdir(path.join(place, 'checkpoints'), { recursive: true });
  await writeFile(path.join(place, 'run.json'), JSON.stringify(state));
  await writeFile(path.join(place, 'graph.json'), formatDocument(document));
  await writeFile(path.join(place, 'vocabulary.json'), JSON.stringify(words));
  const lines = decode((await file(run, 'metrics.jsonl')).bytes)
    .split('\n')
    .slice(0, 4);
  await writeFile(path.join(place, 'metrics.jsonl'), lines.map((line) => `${line}\n`).join(''));
  const weights = new Map([...shapes].map(([name, variable]) => [name, zeros(variable)]));
  await writeFile(path.join(place, 'checkpoints/final.safetensors'), writeSafetensors(weights));
}

/** A checkpoint with only its first arrays, because the digest of all takes most of the time. */
function smallCheckpoint(bytes: Uint8Array): Uint8Array {
  const { learner, ...rest } = decodeCheckpoint(bytes);
  const arrays = new Map([...learner.arrays].filter(([, { values }]) => values.length < 100).slice(0, 4));
  return encodeCheckpoint({ ...rest, best: undefined, learner: { ...learner, arrays } });
}

/** The parsing of `readCheckpoint`, without its files. */
function parseCheckpoint(bytes: Uint8Array): void {
  try {
    decodeCheckpoint(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw new RequestError('refused', { code: 'checkpointPosition' });
  }
}

/** All parsers, with a folder for those that read files. Remove the folder afterwards. */
export async function openParsers(): Promise<{ readonly parsers: readonly Parser[]; readonly folder: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-fuzz-'));
  const [place, runs, packed] = ['run', 'runs', 'packed'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(place);
  await mkdir(runs);
  await writeTinyRun(packed);
  await writeFile(path.join(packed, 'remarks.json'), JSON.stringify({ version: 1, tags: ['a'], notes: 'b' }));

  const graphs = [...(await filesIn(presets)), ...(await filesIn(path.join(stored, 'graphs')))];
  const studies = [
    ...(await filesIn(path.join(presets, 'studies'))).map(fewRuns),
    await file(stored, 'studies/stored-study/study.json'),
  ];
  const last = 'checkpoints/last.safetensors';
  const { bytes: weights } = await file(packed, 'checkpoints/final.safetensors');
  const checkpoint = smallCheckpoint((await file(stored, 'runs/interrupted', last)).bytes);
  const zip = await zipRun(packed);

  const parsers: Parser[] = [
    {
      name: 'graph document',
      bases: graphs,
      parse: (input) => analyse(parseDocument(decode(input)), catalogue),
    },
    {
      name: 'study document',
      bases: studies,
      parse: (input) => planRuns(parseStudy(decode(input))),
    },
    {
      name: 'run.json',
      bases: [await file(run, 'run.json'), await file(stored, 'runs/interrupted/run.json')],
      parse: (input) => toRunState(readFormat(runFileFormat, input, 'run'), { file: 'run.json', line: null }),
    },
    {
      name: 'metrics.jsonl',
      bases: decode((await file(run, 'metrics.jsonl')).bytes)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => ({ bytes: Buffer.from(line) })),
      parse: (input) =>
        addMetric(readFormat(metricLineFormat, input, 'run', 1), { steps: [], epochs: [] }, { file: 'a', line: 1 }),
    },
    {
      name: 'plan.json',
      bases: [await file(stored, 'studies/stored-study/plan.json')],
      parse: (input) => readFormat(planFormat, input, 'study'),
    },
    {
      name: 'remarks.json',
      bases: [await file(packed, 'remarks.json')],
      async parse(input) {
        await writeFile(path.join(place, 'remarks.json'), input);
        return readRemarks(place);
      },
    },
    { name: 'safetensors', bases: [withHeader(weights)], parse: (input) => readSafetensors(input) },
    {
      name: 'checkpoint',
      bases: [withHeader(checkpoint)],
      parse: (input) => parseCheckpoint(input),
    },
    {
      name: 'npy',
      bases: [[6], [4, 128], [3, 8, 2, 2]].map((shape) => ({
        bytes: writeNpy(shape, new Float32Array(shape.reduce((a, b) => a * b, 1))),
      })),
      parse(input) {
        const header = parseNpyHeader(input.subarray(0, prefixBytes), input.length, 'a.npy');
        return decodeFloats(input.slice(header.offset), header);
      },
    },
    {
      name: 'run zip',
      bases: withFiles(zip),
      async parse(input) {
        await rm(await importRun(input, 'a.zip', runs), { recursive: true });
      },
    },
    {
      name: 'annotations',
      bases: [{ bytes: Buffer.from(JSON.stringify(annotations)) }],
      parse: (input) => parseAnnotations(decode(input), 'a.json'),
    },
    {
      name: 'wire message',
      bases: requests.map((request, id) => ({
        bytes: Buffer.from(JSON.stringify({ type: 'request', id, ...request })),
      })),
      parse: parseMessage,
    },
  ];
  return { parsers, folder };
}
