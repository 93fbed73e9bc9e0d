import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { scenarios, type Scenario } from '../../../graph-nodes/datasets/dataset';
import { accuracyKeys, type ScenarioAccuracies } from '../../contract/metrics';
import { frameRecords } from './records';

/** TensorBoard finds event files by this part of their name. */
export const eventsFile = 'events.out.tfevents.0.studio';

/** The curves of a run: losses by step, accuracies after epochs. */
interface Curves {
  readonly steps: readonly { readonly step: number; readonly losses: Numbers }[];
  readonly epochs: readonly { readonly step: number; readonly accuracy: Readonly<Record<Scenario, Numbers>> }[];
}
type Numbers = Readonly<Record<string, number | null | undefined>>;

interface Event {
  readonly step: number;
  readonly scalars: readonly (readonly [tag: string, value: number])[];
}

/**
 * The curves of a run as TensorBoard reads them: `loss/…` by step, `validation/<scenario>/<group or type>` after every epoch,
 * and `test/…` at the end, in percent. Events have no time of day: the same run gives the same bytes, and TensorBoard’s axis
 * “Step” is the one to look at.
 */
export function tensorBoardEvents({ steps, epochs }: Curves, test?: ScenarioAccuracies): Uint8Array {
  const numbersOf = (prefix: string, values: Numbers) =>
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'number' ? [[`${prefix}/${name}`, value] as const] : [],
    );
  const events: Event[] = [
    ...steps.map(({ step, losses }) => ({ step, scalars: numbersOf('loss', losses) })),
    ...epochs.map(({ step, accuracy }) => ({
      step,
      scalars: scenarios.flatMap((scenario) => numbersOf(`validation/${scenario}`, accuracy[scenario])),
    })),
  ].sort((a, b) => a.step - b.step);
  const last = events.at(-1)?.step ?? 0;
  if (test) {
    const scalars = scenarios.flatMap((scenario) =>
      accuracyKeys.flatMap((key) => numbersOf(`test/${scenario}`, { [key]: test[scenario][key] })),
    );
    events.push({ step: last, scalars });
  }
  return frameRecords([encodeVersion(), ...events.map(encodeEvent)]);
}

/** The first record of a file: an Event with `file_version` (3). Field numbers are those of event.proto and summary.proto. */
function encodeVersion(): Uint8Array {
  return new BinaryWriter()
    .tag(1, WireType.Bit64)
    .double(0)
    .tag(3, WireType.LengthDelimited)
    .string('brain.Event:2')
    .finish();
}

/** An Event with `wall_time` (1), `step` (2) and a `summary` (5) whose values (1) have a `tag` (1) and a `simple_value` (2). */
function encodeEvent({ step, scalars }: Event): Uint8Array {
  const writer = new BinaryWriter().tag(1, WireType.Bit64).double(0).tag(2, WireType.Varint).int64(step);
  writer.tag(5, WireType.LengthDelimited).fork();
  for (const [tag, value] of scalars) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(tag).tag(2, WireType.Bit32).float(value);
    writer.join();
  }
  return writer.join().finish();
}
