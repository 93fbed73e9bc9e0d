import { escapeXml, jsonForScript } from '../../../graph-nodes/picture/xml';
import type { StagePage } from '../../contract/stage-page';
import type { ReportPart } from '../../contract/words/report';
import type { StoredMetrics } from '../../runs/stored-metrics';
import { htmlDocument } from '../../results/html/document';
import { reportStyle } from '../../results/html/style';
import { titleOf, type ReportSource } from '../report/facts';
import { reportBody, reportPage, translatedText } from '../report/page';
import type { PageBundle } from './bundle';

/** Embedded data in an element that the script of the page reads. */
const data = (id: string, value: unknown): string =>
  `<script type="application/json" id="${id}">${jsonForScript(JSON.stringify(value))}</script>`;

const heading = (part: ReportPart): string => translatedText({ code: 'reportPart', part });

/** Licences of code, sounds and pictures in the page. */
function credits({ licences, notice }: PageBundle): string {
  const parts = licences.map(
    ({ name, licence, text }) => `<h3>${escapeXml(name)} (${escapeXml(licence)})</h3><pre>${escapeXml(text)}</pre>`,
  );
  return `<details><summary>${heading('licences')}</summary><pre>${escapeXml(notice)}</pre>${parts.join('')}</details>`;
}

/**
 * A run's report with its stage: the scenes of held-out questions with sound, switches and the answers of the model.
 * @param stage a sentence in place of the stage if the run cannot answer
 */
export function stagePage(
  source: ReportSource,
  metrics: StoredMetrics,
  stage: StagePage | string,
  bundle: PageBundle,
): string {
  if (typeof stage === 'string') {
    return reportPage(source, metrics, `<p>The stage is not in this page. ${escapeXml(stage)}</p>\n`);
  }
  const opening = `<h2>${heading('stage')}</h2>
<noscript><p>The stage needs JavaScript.</p></noscript>
<div id="stage"></div>
`;
  return htmlDocument({
    title: titleOf(source.run),
    styles: [bundle.style, reportStyle],
    body: [
      reportBody(source, metrics, opening, translatedText),
      credits(bundle),
      data('stage-data', stage),
      data('stage-sounds', bundle.sounds),
    ].join('\n'),
    script: bundle.script,
  });
}
