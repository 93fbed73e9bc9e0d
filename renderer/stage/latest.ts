import type { StageAnswer, StageQuestion } from '../../engine/contract/stage';

/** A question with its answer. */
export interface Answered {
  readonly question: StageQuestion;
  readonly answer: StageAnswer;
}

interface Listener {
  /** Called with an answer. While the questions change quickly, it may belong to an earlier one. */
  answered(answered: Answered): void;
  failed(error: unknown): void;
}

/** Sends one question at a time. Of the questions that arrive during an answer, or within one frame, only the last is sent. */
export class LatestQuestion {
  private next: StageQuestion | undefined;
  private scheduled = false;
  private busy = false;
  private closed = false;

  constructor(
    private readonly send: (question: StageQuestion) => Promise<StageAnswer>,
    private readonly listener: Listener,
    private readonly afterFrame: (run: () => void) => void = (run) => void requestAnimationFrame(run),
  ) {}

  ask(question: StageQuestion): void {
    this.next = question;
    if (this.scheduled) return;
    this.scheduled = true;
    this.afterFrame(() => {
      this.scheduled = false;
      void this.sendNext();
    });
  }

  /** Later answers are dropped. */
  close(): void {
    this.closed = true;
  }

  private async sendNext(): Promise<void> {
    if (this.busy || this.closed || this.next === undefined) return;
    const question = this.next;
    this.next = undefined;
    this.busy = true;
    try {
      const answer = await this.send(question);
      if (!this.closed) this.listener.answered({ question, answer });
    } catch (error) {
      if (!this.closed && this.next === undefined) this.listener.failed(error);
    } finally {
      this.busy = false;
    }
    void this.sendNext();
  }
}
