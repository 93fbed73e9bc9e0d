import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Inside, StageFacts, StageVariant } from '../../engine/contract/stage';
import { roleOf } from '../../graph-nodes/graph/roles';
import type { Answerer } from '../stage/answerer';
import { useMessages } from '../words';
import { errorText } from '../words/engine';
import { findKind } from '../words/kinds';
import { NodeInsides } from './NodeInsides';
import { featurePoints, pointWords, type PointQuestion } from './points';
import { questionOf, type Failing } from './question';
import type { FeaturePoint } from './Scatter';

interface NodeContentProps {
  readonly answerer: Answerer;
  readonly facts: StageFacts;
  readonly node: { readonly id: string; readonly kind: string };
  readonly variant: StageVariant;
  readonly failing: Failing;
  /** Name of a saved checkpoint; absent: the final weights. */
  readonly checkpoint?: string | undefined;
  /** Insides of all nodes and variants for the question. */
  readonly insides: readonly Inside[];
  readonly question: PointQuestion | undefined;
}

/** Number of questions whose features are collected. */
const gathered = 24;

/** Insides of a node for a question; for an encoder also its features of several held-out questions, on demand. */
export function NodeContent(props: NodeContentProps) {
  const { facts, node, variant, failing, question } = props;
  const all = useMessages();
  const m = all.insides;
  const kind = findKind(node.kind);
  const declared = kind?.insides ?? [];
  const features = declared.find(({ view }) => view === 'features')?.name;
  const { points, done, failure, gather } = useFeatures(props, features);
  const insides = props.insides.filter((inside) => inside.node === node.id && inside.variant === variant);
  if (!insides.some(({ name }) => declared.some((each) => each.name === name))) return <p role="status">{m.nothing}</p>;
  const own = insides.find(({ name }) => name === features);
  const ofQuestion =
    own && question && featurePoints(own, roleOf(kind, 'encoder')?.of, question, pointWords(all, failing));
  return (
    <>
      <NodeInsides
        declared={declared}
        insides={insides}
        points={points ?? ofQuestion}
        usage={facts.usage.filter((each) => each.node === node.id)}
      />
      {failure !== undefined && <p role="alert">{m.failed(errorText(failure))}</p>}
      {features !== undefined && (
        <Button size="xs" variant="default" onClick={gather} disabled={done !== undefined && points === undefined}>
          {done === undefined ? m.gather(Math.min(gathered, facts.questions.length)) : m.gathering(done, gathered)}
        </Button>
      )}
    </>
  );
}

/** Features of several held-out questions, without a failure and with the chosen one, after the user requested them. */
function useFeatures(
  { answerer, facts, node, variant, failing, checkpoint }: NodeContentProps,
  features: string | undefined,
) {
  const all = useMessages();
  const [points, setPoints] = useState<readonly FeaturePoint[]>();
  const [done, setDone] = useState<number>();
  const [failure, setFailure] = useState<unknown>();
  const encoded = roleOf(findKind(node.kind), 'encoder')?.of;
  const gather = () => {
    const ask = async () => {
      const found: FeaturePoint[] = [];
      for (const [index, asking] of facts.questions.slice(0, gathered).entries()) {
        for (const each of new Set<Failing>(['none', failing])) {
          const question = questionOf(facts, { index, failing: each, checkpoint });
          const answer = question && (await answerer.ask(question));
          const own = answer?.insides.find(
            (inside) => inside.node === node.id && inside.name === features && inside.variant === variant,
          );
          if (own) found.push(...featurePoints(own, encoded, asking, pointWords(all, each)));
        }
        setDone(index + 1);
      }
      setPoints(found);
    };
    ask().catch((reason: unknown) => {
      setFailure(reason);
      setDone(undefined);
    });
  };
  return { points, done, failure, gather };
}
