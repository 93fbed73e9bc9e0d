import { Button, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { StageAnswer, StageFacts, StageVariant } from '../../engine/contract/stage';
import { roleOf, type Modality } from '../../graph-nodes/graph/roles';
import { findKind } from '../words/kinds';
import { useMessages } from '../words';
import { errorText } from '../words/engine';
import { formatPercent } from '../words/format';
import type { Answerer } from '../stage/answerer';
import { answerName } from '../stage/names';
import { CheckpointChoice } from './CheckpointChoice';
import { NodeInsides } from './NodeInsides';
import { featurePoints, pointWords } from './points';
import { ProbedValues } from './ProbedValues';
import { failings, questionOf, usualVariant, type Asked, type Failing } from './question';
import type { FeaturePoint } from './Scatter';
import { Segments } from './Segments';
import { shownInsides } from './shown';

export interface ExplorerNode {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
}

interface ExplorerProps {
  readonly answerer: Answerer;
  /** Nodes that can be looked into. */
  readonly nodes: readonly ExplorerNode[];
  readonly node: string;
  readonly onNode: (node: string) => void;
  /** Output socket whose values are shown instead of the insides. */
  readonly socket?: string | undefined;
}

/** Name of the inside that holds the values at an output of a node. */
export const outputName = (socket: string): string => `output/${socket}`;

/** Questions that features are gathered from. */
const gathered = 24;

/** Chooses a question, what fails and a checkpoint, and shows the inside of a node or the values on a wire for it. */
export function Explorer({ answerer, nodes, node, onNode, socket }: ExplorerProps) {
  const all = useMessages();
  const m = all.insides;
  const [asked, setAsked] = useState<Asked>({ index: 0, failing: 'audio' });
  const [wanted, setVariant] = useState<StageVariant>();
  const { facts, answer, error } = useAnswer(answerer, asked, socket === undefined ? undefined : `${node}/${socket}`);
  const variants = facts?.variants ?? [];
  const variant = wanted !== undefined && variants.includes(wanted) ? wanted : usualVariant(variants, asked.failing);
  const change = (next: Partial<Asked>) => setAsked((before) => ({ ...before, ...next }));
  useEffect(() => {
    if (!facts || !answer) return;
    const insides = answer.insides.filter((inside) => inside.variant === variant);
    shownInsides.setState({ run: facts.run, question: facts.questions[asked.index]?.text ?? '', insides });
  }, [facts, answer, variant, asked.index]);
  const failure = error === undefined ? undefined : <p role="alert">{m.failed(errorText(error))}</p>;
  if (!facts) return failure ?? <p role="status">{m.loading}</p>;
  const best = answer?.variants.find((each) => each.variant === variant)?.answers[0];
  return (
    <div className="explorer">
      <div className="explorer-controls">
        <Select
          label={m.node}
          data={nodes.map(({ id, title }) => ({ value: id, label: title }))}
          value={node}
          allowDeselect={false}
          onChange={(next) => next !== null && onNode(next)}
        />
        <Select
          label={m.question}
          data={facts.questions.map(({ text, video }, index) => ({
            value: String(index),
            label: `${text}? · ${video}`,
          }))}
          value={String(asked.index)}
          allowDeselect={false}
          searchable
          onChange={(next) => next !== null && change({ index: Number(next) })}
        />
        <Segments
          title={m.fails}
          value={asked.failing}
          options={failings.map((each) => [each, m.failing[each]])}
          onChange={(failing: Failing) => change({ failing })}
        />
        <Segments
          title={m.variant}
          value={variant}
          options={facts.variants.map((each) => [each, m.variants[each]])}
          onChange={setVariant}
        />
        <CheckpointChoice
          checkpoints={facts.checkpoints}
          chosen={asked.checkpoint}
          onChoose={(checkpoint) => change({ checkpoint })}
        />
        {best && <output>{m.answer(answerName(best.answer, all), formatPercent(100 * best.probability))}</output>}
      </div>
      {failure ?? (
        <Content
          {...{ answerer, facts, asked, answer, variant, socket }}
          node={nodes.find(({ id }) => id === node)}
          key={`${node}/${socket ?? ''}/${variant}`}
        />
      )}
    </div>
  );
}

interface ContentProps {
  readonly answerer: Answerer;
  readonly facts: StageFacts;
  readonly asked: Asked;
  readonly answer: StageAnswer | undefined;
  readonly variant: StageVariant;
  readonly node: ExplorerNode | undefined;
  readonly socket: string | undefined;
}

function Content({ answerer, facts, asked, answer, variant, node, socket }: ContentProps) {
  const all = useMessages();
  const m = all.insides;
  const kind = node && findKind(node.kind);
  const declared = kind?.insides ?? [];
  const encoded = roleOf(kind, 'encoder')?.of;
  const features = declared.find(({ view }) => view === 'features')?.name;
  const { points, done, failure, gather } = useFeatures({
    ...{ answerer, facts, asked, variant, features, encoded },
    node: node?.id,
  });
  if (!node) return <p role="status">{m.notTrained}</p>;
  if (!answer) return <p role="status">{m.loading}</p>;
  const insides = answer.insides.filter((inside) => inside.node === node.id && inside.variant === variant);
  if (socket !== undefined) {
    const values = insides.filter(
      ({ name }) => name === outputName(socket) || name.startsWith(`${outputName(socket)}/`),
    );
    if (values.length === 0) return <p role="status">{m.nothing}</p>;
    return values.map((each) => (
      <section key={each.name} className="inside">
        <ProbedValues tensor={{ ...each, title: each.name.slice(outputName('').length) }} />
      </section>
    ));
  }
  const shown = insides.some(({ name }) => declared.some((each) => each.name === name));
  if (!shown) return <p role="status">{m.nothing}</p>;
  const own = insides.find(({ name }) => name === features);
  const asking = facts.questions[asked.index];
  const words = pointWords(all, asked.failing);
  return (
    <>
      <NodeInsides
        declared={declared}
        insides={insides}
        points={points ?? (own && asking && featurePoints(own, encoded, asking, words))}
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

interface FeatureSource {
  readonly answerer: Answerer;
  readonly facts: StageFacts;
  readonly asked: Asked;
  readonly variant: StageVariant;
  readonly node: string | undefined;
  readonly features: string | undefined;
  /** Modality that the node encodes. */
  readonly encoded: Encoded;
}

type Encoded = Modality | 'question' | undefined;

/** Features of several held-out questions, with nothing failing and with the chosen failure, once they are asked for. */
function useFeatures({ answerer, facts, asked, variant, node, features, encoded }: FeatureSource) {
  const all = useMessages();
  const [points, setPoints] = useState<readonly FeaturePoint[]>();
  const [done, setDone] = useState<number>();
  const [failure, setFailure] = useState<unknown>();
  const gather = () => {
    const ask = async () => {
      const found: FeaturePoint[] = [];
      for (const [index, asking] of facts.questions.slice(0, gathered).entries()) {
        for (const failing of new Set<Failing>(['none', asked.failing])) {
          const question = questionOf(facts, { ...asked, index, failing });
          const answer = question && (await answerer.ask(question));
          const own = answer?.insides.find(
            (inside) => inside.node === node && inside.name === features && inside.variant === variant,
          );
          if (own) found.push(...featurePoints(own, encoded, asking, pointWords(all, failing)));
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

interface Answered {
  readonly facts?: StageFacts;
  readonly answer?: StageAnswer;
  readonly error?: unknown;
}

/** The facts of the run, and the answer to the present question; the last answer stays until the next one comes. */
function useAnswer(answerer: Answerer, asked: Asked, output: string | undefined): Answered {
  const [facts, setFacts] = useState<StageFacts>();
  const [answer, setAnswer] = useState<StageAnswer>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let current = true;
    answerer.facts().then(
      (found) => current && setFacts(found),
      (reason: unknown) => current && setError(reason),
    );
    return () => {
      current = false;
    };
  }, [answerer]);
  useEffect(() => {
    const question = facts && questionOf(facts, asked, output);
    if (!question) return;
    let current = true;
    answerer.ask(question).then(
      (found) => {
        if (!current) return;
        setAnswer(found);
        setError(undefined);
      },
      (reason: unknown) => current && setError(reason),
    );
    return () => {
      current = false;
    };
  }, [answerer, facts, asked, output]);
  return { ...(facts && { facts }), ...(answer && { answer }), ...(error !== undefined && { error }) };
}
