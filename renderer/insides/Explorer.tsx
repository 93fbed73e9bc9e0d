import { Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { StageAnswer, StageFacts, StageVariant } from '../../engine/contract/stage';
import { useMessages } from '../words';
import { errorText } from '../words/engine';
import { formatPercent } from '../words/format';
import type { Answerer } from '../stage/answerer';
import { answerName } from '../stage/names';
import { CheckpointChoice } from './CheckpointChoice';
import { NodeContent } from './NodeContent';
import { ProbedValues } from './ProbedValues';
import { failings, questionOf, usualVariant, type Asked, type Failing } from './question';
import { Segments } from './Segments';
import { shownInsides } from './shown';

export interface ExplorerNode {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
}

interface ExplorerProps {
  readonly answerer: Answerer;
  /** Nodes with insides. */
  readonly nodes: readonly ExplorerNode[];
  readonly node: string;
  readonly onNode: (node: string) => void;
  /** Output socket whose values are shown instead of the insides. */
  readonly socket?: string | undefined;
}

/** Name of the inside with the values at an output of a node. */
export const outputName = (socket: string): string => `output/${socket}`;

/** Selects a question, a failure and a checkpoint, and shows the insides of a node or the values on a wire for them. */
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
  const m = useMessages().insides;
  if (!node) return <p role="status">{m.notTrained}</p>;
  if (!answer) return <p role="status">{m.loading}</p>;
  if (socket === undefined) {
    const { failing, checkpoint, index } = asked;
    const question = facts.questions[index];
    return (
      <NodeContent {...{ answerer, facts, node, variant, failing, checkpoint, question }} insides={answer.insides} />
    );
  }
  const values = answer.insides.filter(
    ({ node: of, variant: by, name }) =>
      of === node.id && by === variant && (name === outputName(socket) || name.startsWith(`${outputName(socket)}/`)),
  );
  if (values.length === 0) return <p role="status">{m.nothing}</p>;
  return values.map((each) => (
    <section key={each.name} className="inside">
      <ProbedValues tensor={{ ...each, title: each.name.slice(outputName('').length) }} />
    </section>
  ));
}

interface Answered {
  readonly facts?: StageFacts;
  readonly answer?: StageAnswer;
  readonly error?: unknown;
}

/** Facts of the run, and the answer for the current question. The last answer stays until the next one arrives. */
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
