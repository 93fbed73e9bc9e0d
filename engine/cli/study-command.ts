import { parseStudy, type StudyDocument } from '../../graph-nodes/study/document';
import { inEnglish } from '../contract/messages';
import { scenariosIn } from '../contract/metrics';
import type { Result } from '../contract/methods';
import type { StudyRun, StudyStatus } from '../contract/studies';
import { scenarioText } from '../results/table';
import { Engine } from '../service/engine';
import { CommandError } from './command-error';
import { readDocumentFile } from './document-file';

export interface StudyOptions {
  readonly workers?: number;
  readonly runs: string;
  readonly redis?: string;
  readonly retryFailed: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

const readStudyFile = (file: string): Promise<StudyDocument> => readDocumentFile(file, parseStudy);

/**
 * `studio study`: runs the unfinished runs of a study, with progress on standard error. Ctrl-C stops it. The same
 * command resumes it.
 *
 * @throws {RequestError | CommandError}
 */
export async function studyCommand(file: string, options: StudyOptions): Promise<void> {
  const study = await readStudyFile(file);
  const { workers } = options;
  const asked = { study, ...(workers !== undefined && { workers }) };
  const engine = new Engine({ runsFolder: options.runs, redis: options.redis });
  if (options.dryRun) {
    const plan = await engine.request('planStudy', { ...asked, probe: true });
    process.stdout.write(
      options.json ? json({ ...plan, runs: plan.runs.map(printableRun) }) : formatPlanned(study, plan),
    );
    return;
  }
  const ended = new Promise<StudyStatus>((resolve) => {
    engine.onEvent((event) => {
      if (event.event !== 'study') return;
      report(event.status);
      if (event.status.state !== 'running') resolve(event.status);
    });
  });
  const { study: id } = await engine.request('startStudy', { ...asked, retryFailed: options.retryFailed });
  const interrupt = () => {
    process.stderr.write('\nStopping; finished runs are kept.\n');
    process.once('SIGINT', () => process.exit(1));
    void engine.request('stopStudy', { study: id }).catch(() => undefined);
  };
  process.once('SIGINT', interrupt);
  const { state, message } = await ended;
  process.off('SIGINT', interrupt);
  await engine.close();
  const found = await engine.request('study', { study: id });
  const { status, document, runs: studyRuns } = found;
  const shown = { status: printable(status), document, runs: studyRuns.map(printableRun) };
  process.stdout.write(options.json ? json(shown) : formatEnded(found));
  if (state === 'finished') return;
  const { done, runs } = status;
  throw new CommandError(`${done} of ${runs} runs are done. ${inEnglish(message)}`, 'failed');
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** A status or a run with its message as an English sentence. */
const printable = <Part extends StudyStatus | Omit<StudyRun, 'label' | 'rowLabel'>>(part: Part) => ({
  ...part,
  ...(part.message && { message: inEnglish(part.message) }),
});

/** Replaces the messages of a run by English text. */
const printableRun = ({ label: _, rowLabel: __, ...run }: StudyRun) => printable(run);

let lastLine = '';
let lastMessage = '';

function report(status: StudyStatus): void {
  const { done, failed, running, runs, secondsLeft, message } = status;
  const left = secondsLeft === null ? '' : `  about ${formatSeconds(secondsLeft)} left`;
  const counts = `${done} of ${runs} runs done${failed > 0 ? `, ${failed} failed` : ''}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${counts}, ${running} in progress${left}`);
  else if (counts !== lastLine) process.stderr.write(`${counts}${left}\n`);
  lastLine = counts;
  const sentence = inEnglish(message);
  if (sentence !== lastMessage && status.state === 'running' && message.code !== 'studyRunning') {
    process.stderr.write(`${sentence}\n`);
  }
  lastMessage = sentence;
}

/** Formats a duration: `1 h 05 min`, `3 min 20 s`, `12 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`;
  return minutes > 0 ? `${minutes} min ${String(whole % 60).padStart(2, '0')} s` : `${whole} s`;
}

function formatPlanned(study: StudyDocument, { runs, done, workers, secondsLeft }: Result<'planStudy'>): string {
  const names = [...new Set(runs.map(({ name }) => name))];
  const time =
    secondsLeft === null
      ? 'their duration is unknown'
      : `about ${formatSeconds(secondsLeft)} with ${workers} at a time (estimate)`;
  return [
    `${study.title}: ${runs.length} runs, ${names.length} rows × seeds ${study.seeds.join(', ')}`,
    ...names.map((name) => {
      const own = runs.filter((run) => run.name === name);
      const [ready, failed] = ['done', 'failed'].map((state) => own.filter((run) => run.state === state).length);
      const base = own[0]?.startsFrom;
      const start = base === undefined ? '' : `  (starts from “${base}”)`;
      return `  ${name}${start}${ready ? `  (${ready} of ${own.length} done)` : ''}${failed ? `  (${failed} failed)` : ''}`;
    }),
    done === runs.length ? 'all runs are done' : `${done} of ${runs.length} runs are done; the others: ${time}`,
    '',
  ].join('\n');
}

function formatEnded({ status, runs }: Result<'study'>): string {
  const measured = scenariosIn(runs.flatMap(({ result }) => (result ? [result.accuracy] : [])));
  const lines = runs.map(({ name, seed, state, result, message }) => {
    const overall = result && measured.map((scenario) => result.accuracy[scenario]?.overall?.toFixed(1) ?? '–');
    return `${name}, seed ${seed}: ${overall ? overall.join('  ') : message ? inEnglish(message) : state}`;
  });
  const names = measured.map((scenario) => scenarioText(scenario).toLowerCase());
  const columns = `accuracy in percent: ${names.join(', ')}`;
  return [`${status.title}: ${status.done} of ${status.runs} runs done; ${columns}`, ...lines, ''].join('\n');
}
