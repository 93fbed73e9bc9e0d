import { IconZoomScan } from '@tabler/icons-react';
import { openInsides } from '../ui/panels';
import { useMessages } from '../words';
import { findKind } from '../words/kinds';
import { useEndedRun } from './use-ended-run';

interface LookInsideProps {
  readonly node: string;
  readonly kind: string;
}

/**
 * Opens the insides of a node that an ended run has trained. It is in the header, so that a run does not make the node higher.
 * For the mouse, outside the focus order: its key is in its title.
 */
export function LookInside({ node, kind: name }: LookInsideProps) {
  const m = useMessages().insides;
  const run = useEndedRun(node);
  const kind = findKind(name);
  if (run === undefined || !kind?.insides) return null;
  const label = m.lookInto(kind.title);
  return (
    <button
      type="button"
      className="node-look nodrag"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={() => openInsides({ node })}
    >
      <IconZoomScan size={15} aria-hidden />
    </button>
  );
}
