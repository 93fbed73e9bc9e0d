import { Button, CloseButton, Group, UnstyledButton } from '@mantine/core';
import { IconMicrophoneOff, IconPlayerPlayFilled, IconSchool, IconVideoOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { hasRole, type RoleName } from '../../graph-nodes/graph/roles';
import { trainGraph, trainingRefusal } from '../commands/commands';
import { select, useDocument } from '../documents/active-graph';
import { estimate } from '../session/estimate';
import { loadLessons } from '../documents/lessons';
import { closeIntroduction, introduction } from '../session/introduction';
import { openLesson } from '../session/lesson';
import { session } from '../session/session';
import { panels } from '../ui/panels';
import { currentLanguage, useMessages } from '../words';
import { estimateText } from '../words/estimate';
import { findKind } from '../words/kinds';

/** Roles of the nodes of each line. */
const lines = [
  ['read', ['encoder']],
  ['recall', ['generator', 'enhancer']],
  ['answer', ['head', 'trainer']],
] as const satisfies readonly (readonly [string, readonly RoleName[]])[];

const nodesWith = ({ nodes }: GraphDocument, roles: readonly RoleName[]) =>
  nodes.filter(({ kind }) => roles.some((role) => hasRole(findKind(kind), role)));

async function startFirstLesson(): Promise<void> {
  const [first] = await loadLessons(currentLanguage());
  if (first) await openLesson(first);
}

/** Explains the graph on a first visit: the missing modality, the steps of the graph, and Train. */
export function Introduction() {
  const open = useStore(introduction, (state) => state.open);
  return open ? <Card /> : null;
}

function Card() {
  const m = useMessages();
  const document = useDocument();
  const wanted = useStore(introduction, (state) => state.wanted);
  const expected = useStore(estimate, ({ found }) => found);
  const reason = trainingRefusal(document, useStore(session));
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (wanted) card.current?.focus();
  }, [wanted]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { body, activeElement } = window.document;
      const free = activeElement === body || card.current?.contains(activeElement) === true;
      const { dialog, menu } = panels.getState();
      if (event.key === 'Escape' && free && dialog === undefined && menu === undefined) closeIntroduction();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <section ref={card} className="introduction" aria-label={m.introduction.label} tabIndex={-1}>
      <div className="introduction-about">
        <h2>{m.introduction.title}</h2>
        <p>
          <IconMicrophoneOff size={15} aria-hidden /> <IconVideoOff size={15} aria-hidden /> {m.introduction.missing}
        </p>
        <p>
          {m.introduction.train}
          {expected && expected.basis !== 'none' && ` (${estimateText(expected, m)})`}
        </p>
        <Group gap={8}>
          <Button
            size="compact-sm"
            leftSection={<IconPlayerPlayFilled size={13} />}
            disabled={reason !== undefined}
            onClick={trainGraph}
          >
            {m.actions.train}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconSchool size={14} />}
            onClick={() => void startFirstLesson()}
          >
            {m.introduction.firstLesson}
          </Button>
        </Group>
      </div>
      <ol>
        {lines.map(([name, roles]) => {
          const nodes = nodesWith(document, roles);
          if (nodes.length === 0) return null;
          const titles = nodes.map(({ kind, title }) => title ?? findKind(kind)?.title ?? kind);
          return (
            <li key={name}>
              {m.introduction.lines[name]}{' '}
              <UnstyledButton
                className="introduction-nodes"
                title={m.introduction.show}
                onClick={() => select(nodes.map(({ id }) => id))}
              >
                {[...new Set(titles)].join(', ')}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
      <CloseButton
        className="introduction-close"
        size="sm"
        aria-label={m.introduction.close}
        onClick={closeIntroduction}
      />
    </section>
  );
}
