import os from 'node:os';
import { RequestError, errorMessage } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import type { StageAnswer, StageFacts } from '../contract/stage';
import { connectToParent, startChild, type Child } from '../platform/child-process';
import { openedVersion } from './opened-version';
import { StageModel, type AskedQuestion } from './stage-model';

/** A request to the process of the stage. */
interface Order {
  readonly id: number;
  readonly folder: string;
  readonly run: string;
  /** Absent: a request for the facts of the run. */
  readonly question?: AskedQuestion;
}

type Reply = { readonly id: number } & (
  | { readonly result: StageFacts | StageAnswer }
  | {
      readonly error: {
        readonly code: RequestError['code'];
        readonly reason: EngineMessage;
        readonly node?: string | undefined;
      };
    }
);

interface Waiting {
  resolve(result: StageFacts | StageAnswer): void;
  reject(error: RequestError): void;
}

/** Idle time after which the process ends, in milliseconds. */
const idleTime = 5 * 60_000;

/**
 * The stage of this engine: a process with one open run, started at the first request. The separate process protects
 * the training from its load and its crashes. It ends after some idle minutes.
 */
export class Stage {
  private process: { readonly child: Child; readonly waiting: Map<number, Waiting> } | undefined;
  private count = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @throws {RequestError} if the run cannot be opened */
  facts(folder: string, run: string): Promise<StageFacts> {
    return this.order({ folder, run }) as Promise<StageFacts>;
  }

  /** @throws {RequestError} if the question cannot be answered */
  ask(folder: string, question: AskedQuestion): Promise<StageAnswer> {
    return this.order({ folder, run: question.run, question }) as Promise<StageAnswer>;
  }

  /** Ends the process; the next request starts a new one. */
  close(): void {
    clearTimeout(this.timer);
    this.process?.child.kill();
    this.process = undefined;
  }

  private order(order: Omit<Order, 'id'>): Promise<StageFacts | StageAnswer> {
    const id = ++this.count;
    clearTimeout(this.timer);
    this.process ??= this.start();
    const { child, waiting } = this.process;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      child.send({ ...order, id } satisfies Order);
    });
  }

  private start(): NonNullable<Stage['process']> {
    const child = startChild('stage-process');
    const waiting = new Map<number, Waiting>();
    const started = { child, waiting };
    child.onMessage((message) => {
      const reply = message as Reply;
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ('result' in reply) asked?.resolve(reply.result);
      else asked?.reject(new RequestError(reply.error.code, reply.error.reason, reply.error.node));
      if (waiting.size > 0 || this.process !== started) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.close(), idleTime);
      this.timer.unref();
    });
    child.onEnd(() => {
      if (this.process === started) this.process = undefined;
      for (const { reject } of waiting.values()) reject(new RequestError('failed', { code: 'stageProcessEnded' }));
      waiting.clear();
    });
    return started;
  }
}

/** The open run of the process. */
interface Opened {
  readonly folder: string;
  readonly version: string;
  readonly model: StageModel;
}

/** The child's side of {@link Stage}: answers requests in order, at the lowest priority. */
export function serveStageOrders(): void {
  os.setPriority(os.constants.priority.PRIORITY_LOW);
  const parent = connectToParent();
  let opened: Opened | undefined;
  const modelOf = async ({ folder, run }: Order): Promise<StageModel> => {
    const version = await openedVersion(folder);
    if (opened?.folder === folder && opened.version === version) return opened.model;
    await opened?.model.dispose();
    opened = undefined;
    const model = await StageModel.open(folder, run);
    opened = { folder, version, model };
    return model;
  };
  const carryOut = async (order: Order): Promise<void> => {
    const { id, question } = order;
    try {
      const model = await modelOf(order);
      const result = question ? await model.ask(question) : model.facts();
      parent.send({ id, result } satisfies Reply);
      // Not awaited, so that the first questions do not wait for all programs. A failure here occurs again at the
      // request that needs the program.
      if (!question) void model.prepare().catch(() => undefined);
    } catch (error) {
      const { code, reason, node } =
        error instanceof RequestError
          ? error
          : { code: 'failed' as const, reason: errorMessage(error), node: undefined };
      parent.send({ id, error: { code, reason, node } } satisfies Reply);
    }
  };
  let last = Promise.resolve();
  parent.onMessage((message) => {
    last = last.then(() => carryOut(message as Order));
  });
}
