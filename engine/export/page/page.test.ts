// @vitest-environment jsdom
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { measured } from '../../../test/fixtures/measured';
import { stageAnswer, stageFacts } from '../../../test/fixtures/stage';
import { inEnglish, type EngineMessage } from '../../contract/messages';
import type { Failure, StageQuestion } from '../../contract/stage';
import { failureKey, pageFailures, pageStrengths, pageStretches } from '../../contract/stage-page';
import type { ReportSource } from '../report/facts';
import { stagePage } from './page';
import { stageAnswers, type Asker } from './stage-answers';
import { runStatus } from '../../../test/fixtures/run-status';

const missing: Failure = { kind: 'missing', seconds: [true, true, true, true] };
const asker = (): Asker & { readonly asked: StageQuestion[] } => {
  const asked: StageQuestion[] = [];
  return {
    asked,
    facts: () => Promise.resolve({ ...stageFacts, checkpoints: [{ name: 'epoch-1', epoch: 1 }] }),
    ask(question) {
      asked.push(question);
      return Promise.resolve(stageAnswer(question));
    },
  };
};
const both = { audio: true, visual: true };

describe('failures that a page has answers for', () => {
  it('are those of whole clips: none, missing, and noise of three strengths, of each modality', () => {
    const failures = pageFailures(4, both);
    expect(failures).toHaveLength(25);
    expect(new Set(failures.map(failureKey)).size).toBe(25);
    expect(failureKey({ audio: missing, visual: { ...missing, kind: 'noisy', strength: 0.5 } })).toBe(
      'missing/noisy 0.5',
    );
    expect(pageFailures(4, { audio: true, visual: false })).toHaveLength(2 + pageStrengths.length);
  });

  it('are those of one device in one stretch of seconds, while the other works or is missing throughout', () => {
    const stretches = pageStretches(4, both);
    // Nine proper stretches of four seconds, with two states of the other device.
    expect(stretches).toHaveLength(36);
    expect(new Set(stretches.map(failureKey)).size).toBe(36);
    const part: Failure = { ...missing, seconds: [false, true, true, false] };
    expect(failureKey({ audio: part, visual: missing })).toBe('missing 2-3/missing');
    expect(pageStretches(4, { audio: false, visual: true })).toHaveLength(9);
    expect(failureKey({ audio: part, visual: part })).toBeUndefined();
    expect(failureKey({ audio: part, visual: { ...missing, kind: 'noisy', strength: 0.5 } })).toBeUndefined();
    expect(failureKey({ audio: { ...part, kind: 'noisy', strength: 0.5 }, visual: null })).toBeUndefined();
  });

  it('exclude several stretches and other strengths', () => {
    expect(failureKey({ audio: { ...missing, seconds: [true, false, true, true] }, visual: null })).toBeUndefined();
    expect(failureKey({ audio: { ...missing, kind: 'noisy', strength: 0.75 }, visual: null })).toBeUndefined();
  });
});

describe('answers of a page', () => {
  it('are those of the run to each question under each failure, without times', async () => {
    const own = asker();
    const { facts, answers, stretches, classes } = await stageAnswers(own, both);
    expect(facts.questions).toEqual(stageFacts.questions);
    expect(facts.checkpoints).toEqual([]);
    expect(own.asked).toHaveLength(2 * (25 + 36));
    expect(own.asked[0]).toMatchObject({
      about: { video: 'scene-00007' },
      question: 'How many instruments in view are sounding',
    });
    const silent = answers[0]?.['missing/real'];
    expect(silent?.variants.find(({ variant }) => variant === 'zeros')?.answers).toContainEqual({
      answer: 'one',
      probability: 0.2,
    });
    expect(silent?.recalled.map(({ modality }) => modality)).toEqual(['audio', 'audio']);
    expect(silent).toMatchObject({ milliseconds: 0, insides: [] });
    const [zeros = []] = stretches[0]?.['missing 1-2/real'] ?? [];
    const classOf = (answer: string) => classes.indexOf(answer);
    expect(zeros).toEqual([classOf('two'), 560, classOf('no'), 240, classOf('one'), 200]);
  });
});

describe('a page with the stage', () => {
  const hostile = '</script><script>alert(1)</script><!-- & "quoted"';
  const document = { ...tinyPipeline(), title: hostile, description: hostile };
  const first = measured('r1', 1, [60, 55, 50], { document });
  const source: ReportSource = {
    run: {
      folder: 'runs/r1',
      document,
      vocabulary: ['<pad>'],
      answers: ['yes'],
      status: runStatus({ run: 'r1', title: hostile }),
    },
    result: first.result,
    seeds: [first],
  };
  const bundle = {
    script: 'window.ran = "</script><!--";',
    style: '.stage {}',
    licences: [{ name: 'a<b', licence: 'MIT', text: hostile }],
    notice: hostile,
    sounds: { 'index.json': 'e30=' },
  };
  const metrics = { steps: [], epochs: [] };
  const parse = (html: string) => new DOMParser().parseFromString(html, 'text/html');

  it('has its data and one script of a known hash, for any texts', async () => {
    const stage = await stageAnswers(asker(), both);
    const data = { ...stage, facts: { ...stage.facts, title: hostile } };
    const page = parse(stagePage(source, metrics, data, bundle));
    expect(page.title).toBe(hostile);
    expect(page.querySelectorAll('#stage')).toHaveLength(1);
    // The script writes the texts of the report in another language.
    const messages = [...page.querySelectorAll<HTMLElement>('[data-message]')];
    const texts = messages.map(({ dataset }) => inEnglish(JSON.parse(dataset['message'] ?? '') as EngineMessage));
    expect(texts).toEqual(messages.map(({ textContent }) => textContent));
    expect(texts).toEqual(expect.arrayContaining(['Stage', 'Accuracy', 'RMM generator', 'Audio missing']));
    expect(JSON.parse(page.getElementById('stage-data')?.textContent ?? '')).toEqual(data);
    expect(JSON.parse(page.getElementById('stage-sounds')?.textContent ?? '')).toEqual(bundle.sounds);
    const scripts = [...page.querySelectorAll('script')].filter((script) => script.type !== 'application/json');
    const [code] = scripts.map(({ textContent }) => textContent);
    expect(scripts).toHaveLength(1);
    expect(code).toBe('window.ran = "\\x3c/script>\\x3c!--";');
    const policy = page.querySelector('meta[http-equiv]')?.getAttribute('content');
    const hash = createHash('sha256')
      .update(code ?? '')
      .digest('base64');
    expect(policy).toBe(`default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'`);
    expect(page.querySelectorAll('[src], link')).toHaveLength(0);
  });

  it('is the report with the reason if the run cannot answer', () => {
    const page = parse(stagePage(source, metrics, 'The folder “<data>” is missing.', bundle));
    expect(page.body.textContent).toContain('The stage is not in this page. The folder “<data>” is missing.');
    expect(page.querySelectorAll('script, #stage')).toHaveLength(0);
    expect(page.querySelector('figure svg')).not.toBeNull();
  });
});
