import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import type { Result } from '../../../engine/contract/methods';
import type { StudyDocument } from '../../../graph-nodes/study/document';
import { planRuns } from '../../../graph-nodes/study/plan';
import { client } from '../../session/session';
import { errorMessage } from '../../../engine/contract/errors';
import type { EngineMessage } from '../../../engine/contract/messages';
import { messageText } from '../../words/engine';

export interface PlanState {
  /** Number of runs, known at once. */
  readonly count: number | undefined;
  /** Reason that the study cannot run: one sentence. */
  readonly refusal: string | undefined;
  /** Plan of the engine, available later. */
  readonly plan: Result<'planStudy'> | undefined;
  readonly estimating: boolean;
  /** Times some steps of the graphs, so that the time is known. */
  estimate(): void;
}

interface Answer {
  readonly of: StudyDocument;
  readonly probe: boolean;
  readonly plan?: Result<'planStudy'>;
  readonly refusal?: EngineMessage;
}

/** Pause in editing, in milliseconds, before the engine is asked. */
const pause = 400;

/**
 * Plan of a study.
 * @param done changes when more runs are done
 */
export function usePlan(study: StudyDocument | undefined, workers: number | undefined, done: number): PlanState {
  const local = useMemo(() => {
    if (!study) return {};
    try {
      return { count: planRuns(study).length };
    } catch (error) {
      return { refusal: errorMessage(error) };
    }
  }, [study]);
  const [answer, setAnswer] = useState<Answer>();
  /** The study whose steps may be timed. */
  const [probed, setProbed] = useState<StudyDocument>();
  const [settled] = useDebouncedValue(study, pause);
  const plannable = settled !== undefined && settled === study && local.count !== undefined;
  const probe = probed !== undefined && probed === study;
  useEffect(() => {
    if (!plannable) return;
    let left = false;
    const of = settled;
    client.request('planStudy', { study: of, probe, ...(workers !== undefined && { workers }) }).then(
      (plan) => left || setAnswer({ of, probe, plan }),
      (error: unknown) => left || setAnswer({ of, probe, refusal: errorMessage(error) }),
    );
    return () => {
      left = true;
    };
  }, [plannable, settled, workers, probe, done]);
  const own = answer !== undefined && answer.of === study ? answer : undefined;
  const refusal = local.refusal ?? own?.refusal;
  return {
    count: local.count,
    refusal: refusal && messageText(refusal),
    plan: own?.plan,
    estimating: probe && own?.probe !== true,
    estimate: () => setProbed(study),
  };
}
