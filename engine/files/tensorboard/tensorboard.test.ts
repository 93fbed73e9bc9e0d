import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fromBinary, type MessageShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { accuracies } from '../../../test/fixtures/measured';
import { EventSchema } from '../../protos/tensorflow';
import type { StoredMetrics } from '../../runs/stored-metrics';
import { eventsFile, tensorBoardEvents } from './events';
import { crc32c, frameRecords } from './records';

const metrics: StoredMetrics = {
  steps: [
    { type: 'step', step: 5, epoch: 0, losses: { total: 2.5, qa: 2 } },
    { type: 'step', step: 10, epoch: 0, losses: { total: 1.25, qa: 1 } },
  ],
  epochs: [
    {
      type: 'epoch',
      epoch: 1,
      step: 7,
      accuracy: {
        complete: accuracies(50, { audioVisualTemporal: null }),
        audioMissing: accuracies(40),
        visualMissing: accuracies(30),
      },
    },
  ],
};
const test = { complete: accuracies(60), audioMissing: accuracies(45), visualMissing: accuracies(35) };

/** The events of a TFRecord file. */
function eventsIn(file: Uint8Array): MessageShape<typeof EventSchema>[] {
  const view = new DataView(file.buffer, file.byteOffset);
  const events = [];
  for (let start = 0; start < file.length;) {
    const length = Number(view.getBigUint64(start, true));
    events.push(fromBinary(EventSchema, file.subarray(start + 12, start + 12 + length)));
    start += length + 16;
  }
  return events;
}

describe('TensorBoard’s event files', () => {
  it('have the checksum of RFC 3720', () => {
    // Section B.4: 32 bytes of zeros, of ones, and counting up.
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index))).toBe(0x46dd794e);
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  });

  it('are framed as TFRecord: length, its checksum, the data, and their checksum', () => {
    const record = Buffer.alloc(24, 1);
    const file = Buffer.from(frameRecords([record]));
    // Length 24 and its checksum, from TensorFlow's own writer.
    expect(file.subarray(0, 12).toString('hex')).toBe('1800000000000000a37f4b22');
    expect(file.subarray(12, 36)).toEqual(record);
    expect(file).toHaveLength(24 + 16);
  });

  it('begin with the version of the format, followed by one event per step', () => {
    const [version, ...events] = eventsIn(tensorBoardEvents(metrics, test));
    expect(version?.what).toEqual({ case: 'fileVersion', value: 'brain.Event:2' });
    expect(events.map(({ step, what }) => [step, what.case])).toEqual(
      [5n, 7n, 10n, 10n].map((step) => [step, 'summary']),
    );
    const [first] = events;
    const values = first?.what.case === 'summary' ? first.what.value.value : [];
    expect(values.map(({ tag, value }) => [tag, value])).toEqual([
      ['loss/total', { case: 'simpleValue', value: 2.5 }],
      ['loss/qa', { case: 'simpleValue', value: 2 }],
    ]);
    expect(events.every(({ wallTime }) => wallTime === 0)).toBe(true);
  });

  it('have the number of the stage after every epoch of a run with stages', () => {
    const staged = { ...metrics, epochs: metrics.epochs.map((epoch) => ({ ...epoch, stage: 2 })) };
    const scalars = (bytes: Uint8Array) =>
      eventsIn(bytes).flatMap(({ what }) =>
        what.case === 'summary'
          ? what.value.value.filter(({ tag }) => tag === 'stage').map(({ value }) => value.value)
          : [],
      );
    expect(scalars(tensorBoardEvents(staged))).toEqual(metrics.epochs.map(() => 2));
    expect(scalars(tensorBoardEvents(metrics))).toEqual([]);
  });

  it('have losses by step and accuracies by scenario, which the real TensorBoard reads', async ({ skip }) => {
    const bytes = tensorBoardEvents(metrics, test);
    expect(Buffer.from(bytes).includes('validation/audioMissing/overall')).toBe(true);
    expect(tensorBoardEvents(metrics, test)).toEqual(bytes);
    const python = process.env['STUDIO_PYTHON'] ?? 'python3';
    const execute = promisify(execFile);
    if (!(await execute(python, ['-c', 'import tensorboard']).catch(() => undefined))) {
      skip(`“${python}” has no package tensorboard; STUDIO_PYTHON may name a Python that has.`);
    }
    const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-events-'));
    await writeFile(path.join(folder, eventsFile), bytes);
    const script = [
      'import json, sys',
      'from tensorboard.backend.event_processing.event_accumulator import EventAccumulator',
      'events = EventAccumulator(sys.argv[1]); events.Reload()',
      'tags = events.Tags()["scalars"]',
      'print(json.dumps({tag: [[event.step, event.value] for event in events.Scalars(tag)] for tag in tags}))',
    ].join('\n');
    const { stdout } = await execute(python, ['-c', script, folder]);
    const scalars = JSON.parse(stdout) as Record<string, [number, number][]>;
    expect(scalars['loss/total']).toEqual([
      [5, 2.5],
      [10, 1.25],
    ]);
    expect(scalars['validation/audioMissing/audioCounting']).toEqual([[7, 40]]);
    expect(scalars['validation/complete/audioVisualTemporal']).toBeUndefined();
    expect(scalars['test/visualMissing/overall']).toEqual([[10, 35]]);
    expect(Object.keys(scalars)).toHaveLength(2 + 38 + 39);
    await rm(folder, { recursive: true });
  }, 120_000);
});
