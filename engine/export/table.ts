import { inOrder } from '../contract/descriptors';
import type { ExportFormat } from './descriptor';

/** All export formats, found by file. A new format is a new file in `formats/`. */
export const exportFormats = inOrder(
  import.meta.glob<ExportFormat>('./formats/*.ts', { eager: true, import: 'format' }),
);
