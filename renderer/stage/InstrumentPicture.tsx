import type { Instrument } from '../../graph-nodes/datasets/answers';
import { Drawn } from './Drawn';
import { instrumentPath, pictureGrid } from './pictures';

/** Picture of an instrument in the colour of the text, beside its name. */
export function InstrumentPicture({ kind, size = '1.25em' }: { readonly kind: Instrument; readonly size?: string }) {
  return (
    <svg className="stage-picture" viewBox={`0 0 ${pictureGrid} ${pictureGrid}`} width={size} height={size} aria-hidden>
      <Drawn of={instrumentPath(kind, { fill: 'currentColor' })} />
    </svg>
  );
}
