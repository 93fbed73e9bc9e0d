import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useMessages } from '../words';
import { setGroupTitle } from '../documents/editing';
import type { FlowFrame } from './flow';
import { InlineTitle } from './InlineTitle';
import { edit } from '../documents/active-graph';

/** A frame around the nodes of a group. Its title is the handle that moves them all. */
export const Frame = memo(function Frame({ id, data: { group, title } }: NodeProps<FlowFrame>) {
  const m = useMessages();
  return (
    <div className="frame">
      <InlineTitle
        id={id}
        title={title}
        label={m.canvas.frameTitle}
        className="frame-title"
        onRename={(next) => edit((document) => setGroupTitle(document, group, next))}
      />
    </div>
  );
});
