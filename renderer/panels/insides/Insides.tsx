import { Modal } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { findKind, titleOf } from '../../words/kinds';
import { useMessages } from '../../words';
import { useDocument } from '../../documents/active-graph';
import { Explorer } from '../../insides/Explorer';
import { logOf, ownRun } from '../../session/own-run';
import { hasEnded } from '../../session/run-log';
import { closeDialog, openInsides, usePanels } from '../../ui/panels';
import { clientAnswerer } from '../stage/client-answerer';

/** Dialog with the insides of a node, or with the values on a wire, for the run of the graph. */
export function Insides() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'insides');
  const of = usePanels((state) => state.insidesOf);
  const node = useDocument().nodes.find(({ id }) => id === of?.node);
  const title = node ? titleOf(node) : '';
  return (
    <Modal
      opened={opened}
      onClose={() => closeDialog()}
      title={of?.socket === undefined ? m.insides.title(title) : m.insides.probeTitle(of.socket, title)}
      size={1080}
      closeButtonProps={{ 'aria-label': m.close }}
    >
      {opened && of && <Contents node={of.node} socket={of.socket} />}
    </Modal>
  );
}

interface ContentsProps {
  readonly node: string;
  readonly socket: string | undefined;
}

function Contents({ node, socket }: ContentsProps) {
  const m = useMessages().insides;
  const document = useDocument();
  const run = useStore(ownRun, (own) => {
    const log = logOf(own, node);
    return hasEnded(log) ? log?.status.run : undefined;
  });
  const answerer = useMemo(() => (run === undefined ? undefined : clientAnswerer(run)), [run]);
  const nodes = document.nodes
    .filter(({ kind }) => (socket === undefined ? findKind(kind)?.insides : true))
    .map((each) => ({ id: each.id, kind: each.kind, title: titleOf(each) }));
  if (!answerer) return <p role="status">{m.noRun}</p>;
  return (
    <Explorer
      answerer={answerer}
      nodes={nodes}
      node={node}
      socket={socket}
      onNode={(next) => openInsides({ node: next })}
    />
  );
}
