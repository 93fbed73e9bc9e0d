import { inOrder } from '../contract/descriptors';
import type { ExportFormat } from './descriptor';

/** All export formats, found by file: adding one adds a file to `formats/` and changes no other. */
export const exportFormats = inOrder(
  import.meta.glob<ExportFormat>('./formats/*.ts', { eager: true, import: 'format' }),
);
