import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { scenarios, testScenarios, type Scenario } from '../../../graph-nodes/datasets/dataset';
import { accuracyKeys, type ScenarioAccuracies } from '../../contract/metrics';
import { EventSchema } from '../../protos/tensorflow';
import { frameRecords } from './records';

/** Part of a file name by which TensorBoard finds event files. */
export const eventsFile = 'events.out.tfevents.0.studio';

/** The curves of a run: losses by step, accuracies after epochs. */
interface Curves {
  readonly steps: readonly { readonly step: number; readonly losses: Numbers }[];
  readonly epochs: readonly {
    readonly step: number;
    readonly stage?: number | undefined;
    readonly accuracy: Readonly<Record<Scenario, Numbers>>;
  }[];
}
type Numbers = Readonly<Record<string, number | null | undefined>>;

/** Values of one step. */
interface Scalars {
  readonly step: number;
  readonly scalars: readonly (readonly [tag: string, value: number])[];
}

/**
 * The curves of a run for TensorBoard: `loss/…` by step, `validation/<scenario>/<group or type>` after every epoch, and
 * `test/…` at the end, in percent; `stage`, the number of the stage, after every epoch of a run with stages. Events
 * have no time of day, so the same run gives the same bytes. Use TensorBoard's axis “Step”.
 */
export function tensorBoardEvents({ steps, epochs }: Curves, test?: ScenarioAccuracies): Uint8Array {
  const numbersOf = (prefix: string, values: Numbers) =>
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'number' ? [[`${prefix}/${name}`, value] as const] : [],
    );
  const events: Scalars[] = [
    ...steps.map(({ step, losses }) => ({ step, scalars: numbersOf('loss', losses) })),
    ...epochs.map(({ step, stage, accuracy }) => ({
      step,
      scalars: [
        ...scenarios.flatMap((scenario) => numbersOf(`validation/${scenario}`, accuracy[scenario])),
        ...(stage === undefined ? [] : [['stage', stage] as const]),
      ],
    })),
  ].sort((a, b) => a.step - b.step);
  const last = events.at(-1)?.step ?? 0;
  if (test) {
    const scalars = testScenarios.flatMap((scenario) =>
      accuracyKeys.flatMap((key) => numbersOf(`test/${scenario}`, { [key]: test[scenario]?.[key] })),
    );
    events.push({ step: last, scalars });
  }
  return frameRecords([encodeVersion(), ...events.map(encodeEvent)]);
}

const encode = (event: MessageInitShape<typeof EventSchema>): Uint8Array =>
  toBinary(EventSchema, create(EventSchema, event));

/** First record of a file. */
const encodeVersion = (): Uint8Array => encode({ what: { case: 'fileVersion', value: 'brain.Event:2' } });

const encodeEvent = ({ step, scalars }: Scalars): Uint8Array =>
  encode({
    step: BigInt(step),
    what: {
      case: 'summary',
      value: { value: scalars.map(([tag, number]) => ({ tag, value: { case: 'simpleValue', value: number } })) },
    },
  });
