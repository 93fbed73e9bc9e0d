/** Writes the pages that are made from measurements and from the code: `npm run docs`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mayImport } from '../../.dependency-cruiser.mjs';
import { withDrawing } from './drawing.mjs';
import { readMeasured, writeFormatted } from './measured-file.mjs';
import { performancePage, resultsPage } from './pages.mjs';
import { root } from './provenance.mjs';

export async function writePages() {
  const docs = (name) => path.join(root, 'docs', name);
  await writeFormatted(docs('results.md'), resultsPage(readMeasured('results')));
  await writeFormatted(docs('performance.md'), performancePage(readMeasured('performance')));
  await writeFormatted(docs('architecture.md'), withDrawing(readFileSync(docs('architecture.md'), 'utf8'), mayImport));
}

if (process.argv[1] === import.meta.filename) await writePages();
