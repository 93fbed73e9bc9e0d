import { useEffect, useRef, useState } from 'react';
import type { StageQuestion } from '../../engine/contract/stage';
import type { Answerer } from './answerer';
import { LatestQuestion, type Answered } from './latest';

interface Answers {
  /** The last answer; it stays until the next one arrives. */
  readonly answered: Answered | undefined;
  readonly error: unknown;
}

const none: Answers = { answered: undefined, error: undefined };

/** Answers with the answerer that gave them. */
interface Given extends Answers {
  readonly by: Answerer | undefined;
}

const sameSubject = (one: StageQuestion, other: StageQuestion | undefined): boolean =>
  other !== undefined && one.run === other.run && one.question === other.question;

/** Sends a question at each change, and keeps the last answer for the same words until then. */
export function useAnswers(answerer: Answerer | undefined, question: StageQuestion | undefined): Answers {
  const [given, setGiven] = useState<Given>({ ...none, by: undefined });
  const latest = useRef<LatestQuestion>(undefined);
  useEffect(() => {
    if (answerer === undefined) return undefined;
    const own = new LatestQuestion((asked) => answerer.ask(asked), {
      answered: (answered) => setGiven({ answered, error: undefined, by: answerer }),
      failed: (error) => setGiven((before) => ({ ...(before.by === answerer ? before : none), error, by: answerer })),
    });
    latest.current = own;
    return () => {
      own.close();
      latest.current = undefined;
    };
  }, [answerer]);
  useEffect(() => {
    if (question) latest.current?.ask(question);
  }, [answerer, question]);
  const { answered, error } = given.by === answerer ? given : none;
  return { answered: answered && sameSubject(answered.question, question) ? answered : undefined, error };
}
