import { UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useReactFlow } from '@xyflow/react';
import type { Problem } from '../../graph-nodes/analyse';
import { select } from '../state/view';

/** What is wrong, each a sentence; one that belongs to a node goes there. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const { fitView } = useReactFlow();
  const go = (node: string) => {
    select([node]);
    void fitView({ nodes: [{ id: node }], duration: 150, maxZoom: 1, padding: 0.5 });
  };
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map(({ severity, message, node }, index) => (
        <li key={`${index} ${message}`} data-severity={severity}>
          {severity === 'error' ? (
            <IconAlertCircle size={15} aria-label="Error" />
          ) : (
            <IconAlertTriangle size={15} aria-label="Warning" />
          )}
          {node === undefined ? (
            <span>{message}</span>
          ) : (
            <UnstyledButton onClick={() => go(node)}>{message}</UnstyledButton>
          )}
        </li>
      ))}
    </ul>
  );
}
