import { useClickOutside } from '@mantine/hooks';
import { useMemo } from 'react';
import { catalogue } from '../../words/kinds';
import { socketFor } from '../../documents/connection';
import { nodeWidth } from '../../documents/measures';
import { familyLook } from '../../ui/families';
import { useMessages } from '../../words';
import { oneLine } from '../palette/search';
import { addConnected, addNode } from '../../commands/commands';
import { SearchList } from './SearchList';
import { setGestures, useDocument, useGestures } from '../../documents/active-graph';
import type { Gestures } from '../../documents/open-graph';

const leave = () => setGestures({ adding: undefined });

/** Search for a new node at the pointer, limited to kinds that fit a dropped wire. */
export function AddSearch() {
  const adding = useGestures((state) => state.adding);
  return adding && <AddSearchAt key={`${adding.screen.x} ${adding.screen.y}`} {...adding} />;
}

/** Its size on the screen with the gap to the edge, in rem, so that it stays in the window. */
const size = { width: 19.25, height: 25.5 };
/** Distance from the top of a node to its first socket. */
const firstSocket = 52;

function AddSearchAt({ screen, place, from }: NonNullable<Gestures['adding']>) {
  const m = useMessages();
  const document = useDocument();
  const box = useClickOutside(leave);
  const items = useMemo(
    () =>
      catalogue()
        .filter((kind) => from === undefined || socketFor(document, from, kind) !== undefined)
        .map((kind) => {
          const { icon: Glyph, accent } = familyLook[kind.family];
          return {
            id: kind.kind,
            title: kind.title,
            words: `${kind.kind} ${kind.family} ${kind.help.text}`,
            detail: oneLine(kind),
            icon: (
              <span data-accent={accent}>
                <Glyph size={17} stroke={1.7} aria-hidden />
              </span>
            ),
          };
        }),
    [document, from],
  );
  function choose(kind: string) {
    leave();
    if (from === undefined) addNode(kind, { x: place.x - nodeWidth / 2, y: place.y - 16 });
    else
      addConnected(kind, { x: from.side === 'output' ? place.x : place.x - nodeWidth, y: place.y - firstSocket }, from);
  }
  return (
    <div
      ref={box}
      className="add-search"
      role="dialog"
      aria-label={m.search.addNode}
      style={{
        left: `clamp(8px, ${screen.x}px, calc(100vw - ${size.width}rem))`,
        top: `clamp(8px, ${screen.y}px, max(8px, calc(100vh - ${size.height}rem)))`,
      }}
    >
      <SearchList
        label={from === undefined ? m.search.addNode : m.search.addFitting(from.socket)}
        nothing={m.search.nothing}
        items={items}
        onChoose={({ id }) => choose(id)}
        onLeave={leave}
      />
    </div>
  );
}
