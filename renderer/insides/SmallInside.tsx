import { useStore } from 'zustand';
import type { Inside } from '../../engine/contract/stage';
import type { InsideView, NodeInside } from '../../graph-nodes/graph/kind';
import { useMessages } from '../words';
import { HeatMap } from './HeatMap';
import { shownInsides } from './shown';
import { partAt, secondsInRow, type Values } from './tensor';

interface SmallInsideProps {
  readonly node: string;
  readonly run: string;
  readonly declared: readonly NodeInside[];
}

/** Picture [rows, columns] of a tensor in the size of a node; undefined for views that need more space. */
function smallPicture(view: InsideView, { shape, values }: Inside): Values | undefined {
  switch (view) {
    case 'addressing':
    case 'attention over time':
      return { shape, values };
    case 'steps':
      return secondsInRow(partAt({ shape, values }, (shape[0] ?? 1) - 1));
    case 'attention over the grid':
      return secondsInRow({ shape, values });
    default:
      return undefined;
  }
}

/** Values that a node computed for the last inspected question; for a recall, the slots with the largest shares. */
export function SmallInside({ node, run, declared }: SmallInsideProps) {
  const m = useMessages().insides;
  const { run: of, question, insides } = useStore(shownInsides);
  if (of !== run) return null;
  const pictures = declared.flatMap(({ name, title, view }) => {
    const inside = insides.find((candidate) => candidate.node === node && candidate.name === name);
    const picture = inside && smallPicture(view, inside);
    return picture ? [{ name, title, picture }] : [];
  });
  const shown = pictures.find(({ name }) => name.endsWith(' weights')) ?? pictures[0];
  if (!shown) return null;
  return (
    <figure className="small-inside" title={m.ofQuestion(shown.title, question)}>
      <HeatMap values={shown.picture} label={m.ofQuestion(shown.title, question)} />
    </figure>
  );
}
