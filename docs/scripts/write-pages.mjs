/** Writes the pages that are made from measurements and from the code: `npm run docs`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mayImport } from '../../.dependency-cruiser.mjs';
import { drawingOf } from './drawing.mjs';
import { marks, withMarked } from './marked.mjs';
import { readMeasured, writeFormatted } from './measured-file.mjs';
import { performancePage, resultsPage, resultsOfReadme } from './pages.mjs';
import { root } from './provenance.mjs';

export async function writePages() {
  const [results, performance] = [readMeasured('results'), readMeasured('performance')];
  const inPlace = (file, place, text) => withMarked(readFileSync(path.join(root, file), 'utf8'), place, text);
  const pages = {
    'docs/results.md': resultsPage(results),
    'docs/performance.md': performancePage(performance, readMeasured('long-tests')),
    'docs/architecture.md': inPlace('docs/architecture.md', marks.drawing, drawingOf(mayImport)),
    'README.md': inPlace('README.md', marks.results, resultsOfReadme(results, performance)),
  };
  for (const [file, text] of Object.entries(pages)) await writeFormatted(path.join(root, file), text);
}

if (process.argv[1] === import.meta.filename) await writePages();
