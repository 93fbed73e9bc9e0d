import { useMemo, useState } from 'react';
import type { StageFacts, StageVariant } from '../../engine/contract/stage';
import { questionsOf } from '../../graph-nodes/datasets/orchestra/ask';
import { hasRole } from '../../graph-nodes/graph/roles';
import type { Answerer } from '../stage/answerer';
import { questionOf, templateOf } from '../stage/asking';
import type { StagePart } from '../stage/overview';
import type { StageView } from '../stage/Stage';
import { useAnswers } from '../stage/use-answers';
import { useMessages } from '../words';
import { errorText } from '../words/engine';
import { findKind, titleOf } from '../words/kinds';
import { NodeContent } from './NodeContent';
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
  /** Name of a saved checkpoint; absent: the final weights. */
  readonly checkpoint?: string | undefined;
}

/** Insides of the nodes of a part of the overview, for the current question and failures. */
export function StageInsides({ part, ...props }: StageInsidesProps) {
  const { facts } = props.view;
  const belongs = kindsOf[part];
  const nodes = facts?.nodes.filter(({ kind }) => belongs?.(findKind(kind)) === true) ?? [];
  return facts && nodes.length > 0 ? <Parts {...props} {...{ facts, nodes }} /> : null;
}

type PartsProps = Omit<StageInsidesProps, 'part'> & {
  readonly facts: StageFacts;
  readonly nodes: StageFacts['nodes'];
};

function Parts({ answerer, view, checkpoint, facts, nodes }: PartsProps) {
  const m = useMessages().insides;
  const { asked, faults } = view;
  const { run, variants } = facts;
  const [wanted, setVariant] = useState<StageVariant>();
  const question = useMemo(() => {
    const plain = questionOf(run, asked, faults, checkpoint);
    return plain && { ...plain, insides: true };
  }, [run, asked, faults, checkpoint]);
  const { answered, error } = useAnswers(answerer, question);
  const failing = faults.audio.on ? 'audio' : faults.visual.on ? 'visual' : 'none';
  const variant = wanted ?? usualVariant(variants, failing);
  if (error !== undefined) return <p role="alert">{m.failed(errorText(error))}</p>;
  if (!answered) return <p role="status">{m.loading}</p>;
  const { scene, text } = asked;
  const type = scene
    ? templateOf(questionsOf(scene), text)?.type
    : facts.questions.find((each) => each.text === text)?.type;
  return (
    <>
      <Segments
        title={m.variant}
        value={variant}
        options={variants.map((each) => [each, m.variants[each]])}
        onChange={setVariant}
      />
      <div className="stage-insides">
        {nodes.map((node) => (
          <section key={`${node.id} ${variant}`} aria-label={m.title(titleOf(node))}>
            <h3>{titleOf(node)}</h3>
            <NodeContent
              {...{ answerer, facts, node, variant, failing, checkpoint }}
              insides={answered.answer.insides}
              question={{ scene, type }}
            />
          </section>
        ))}
      </div>
    </>
  );
}
