import { iconPaths } from 'virtual:instrument-pictures';
import type { Instrument } from '../../graph-nodes/datasets/answers';
import { ownPaths } from './own-pictures';
import { shape, type Shape } from './shapes';

/** Width and height of the grid of a picture. */
export const pictureGrid = 512;

const isOwn = (kind: string): kind is keyof typeof ownPaths => kind in ownPaths;

/** Picture of an instrument as a path on the grid of 512 × 512. */
export const instrumentPath = (kind: Instrument, attributes: Shape['attributes']): Shape =>
  isOwn(kind)
    ? shape('path', { d: ownPaths[kind], fillRule: 'evenodd', ...attributes })
    : shape('path', { d: iconPaths[kind] ?? '', ...attributes });
