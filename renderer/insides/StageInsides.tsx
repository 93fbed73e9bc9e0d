import { useMemo, useState } from 'react';
import type { StageVariant } from '../../engine/contract/stage';
import { questionsOf } from '../../graph-nodes/datasets/orchestra/ask';
import { hasRole, roleOf } from '../../graph-nodes/graph/roles';
import type { Answerer } from '../stage/answerer';
import { questionOf, templateOf } from '../stage/asking';
import type { StagePart } from '../stage/overview';
import type { StageView } from '../stage/Stage';
import { useAnswers } from '../stage/use-answers';
import { useMessages } from '../words';
import { errorText } from '../words/engine';
import { findKind } from '../words/kinds';
import { NodeInsides } from './NodeInsides';
import { featurePoints, pointWords } from './points';
import { usualVariant } from './question';
import { Segments } from './Segments';

type Kind = ReturnType<typeof findKind>;

/** Kinds whose insides a part of the overview shows. */
const kindsOf: Readonly<Partial<Record<StagePart, (kind: Kind) => boolean>>> = {
  encoders: (kind) => hasRole(kind, 'encoder'),
  recall: (kind) => hasRole(kind, 'generator') || hasRole(kind, 'enhancer'),
  head: (kind) => hasRole(kind, 'head'),
};

interface StageInsidesProps {
  readonly answerer: Answerer;
  readonly part: StagePart;
  readonly view: StageView;
  /** Name of a kept checkpoint; absent: the final weights. */
  readonly checkpoint?: string | undefined;
}

/** The insides of the nodes that a part of the overview stands for, for the present question and failures. */
export function StageInsides({ part, ...props }: StageInsidesProps) {
  const belongs = kindsOf[part];
  const nodes = props.view.facts?.nodes.filter(({ kind }) => belongs?.(findKind(kind)) === true) ?? [];
  return nodes.length > 0 ? <Parts {...props} nodes={nodes} /> : null;
}

type PartsProps = Omit<StageInsidesProps, 'part'> & {
  readonly nodes: NonNullable<StageView['facts']>['nodes'];
};

function Parts({ answerer, view, checkpoint, nodes }: PartsProps) {
  const all = useMessages();
  const m = all.insides;
  const { asked, faults, facts } = view;
  const [wanted, setVariant] = useState<StageVariant>();
  const run = facts?.run;
  const question = useMemo(() => {
    const plain = run === undefined ? undefined : questionOf(run, asked, faults, checkpoint);
    return plain && { ...plain, insides: true };
  }, [run, asked, faults, checkpoint]);
  const { answered, error } = useAnswers(answerer, question);
  const variants = facts?.variants ?? [];
  const failing = faults.audio.on ? 'audio' : faults.visual.on ? 'visual' : 'none';
  const variant = wanted ?? usualVariant(variants, failing);
  if (error !== undefined) return <p role="alert">{m.failed(errorText(error))}</p>;
  if (!answered) return <p role="status">{m.loading}</p>;
  const { scene, text } = asked;
  const type = scene ? templateOf(questionsOf(scene), text)?.type : facts?.questions.find((each) => each.text === text)?.type;
  const shown = nodes.map(({ id, kind, title }) => {
    const found = findKind(kind);
    const declared = found?.insides ?? [];
    const insides = answered.answer.insides.filter((inside) => inside.node === id && inside.variant === variant);
    const features = insides.find(({ name }) =>
      declared.some((each) => each.view === 'features' && each.name === name),
    );
    const words = pointWords(all, failing);
    const points = features && featurePoints(features, roleOf(found, 'encoder')?.of, { scene, type }, words);
    return { id, title: title ?? found?.title ?? kind, declared, insides, points };
  });
  return (
    <div className="stage-insides">
      <Segments
        title={m.variant}
        value={variant}
        options={variants.map((each) => [each, m.variants[each]])}
        onChange={setVariant}
      />
      {shown.map(({ id, title, declared, insides, points }) => (
        <section key={`${id} ${variant}`} aria-label={m.title(title)}>
          <h3>{title}</h3>
          {declared.some(({ name }) => insides.some((inside) => inside.name === name)) ? (
            <NodeInsides {...{ declared, insides, points }} />
          ) : (
            <p className="muted">{m.nothing}</p>
          )}
        </section>
      ))}
    </div>
  );
}
