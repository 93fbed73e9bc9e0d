import { Splitter, type SplitterProps } from '@mantine/core';
import type { SplitterPaneSize, UseSplitterReturnValue } from '@mantine/hooks';
import type { MouseEvent, RefObject } from 'react';
import { useMessages } from '../words';

interface Props extends Pick<SplitterProps, 'className' | 'orientation' | 'onCollapseChange' | 'children'> {
  /** Name of the edges, for screen readers. */
  readonly label: string;
  readonly splitter: RefObject<UseSplitterReturnValue | null>;
  /** Usual sizes of the panes. A double click on an edge restores those of the panes beside it. */
  readonly usual: readonly SplitterPaneSize[];
}

/** Panes with edges between them that are dragged. The edge of a hidden pane cannot be dragged. */
export function ResizablePanes({ label, splitter, usual, children, ...rest }: Props) {
  const m = useMessages();
  /** Mantine would restore the ratio of the two panes, which depends on their current total. */
  function restore({ target, currentTarget }: MouseEvent<HTMLElement>) {
    const edges = [...currentTarget.children].filter((child) => child.role === 'separator');
    const edge = edges.findIndex((child) => child === target);
    const { current } = splitter;
    if (edge < 0 || !current) return;
    const beside = (pane: number) => pane === edge || pane === edge + 1;
    current.setSizes(
      current.sizes.map((size, pane) => (beside(pane) && !current.collapsed[pane] ? (usual[pane] ?? size) : size)),
    );
  }
  return (
    <Splitter
      {...rest}
      splitterRef={splitter}
      lineSize={1}
      withHandle={false}
      resetOnDoubleClick={false}
      attributes={{ handle: { 'aria-label': label, title: m.panels.edge } }}
      onDoubleClick={restore}
    >
      {children}
    </Splitter>
  );
}
