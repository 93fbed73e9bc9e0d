import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import limit from 'p-limit';
import { instruments } from '../../graph-nodes/datasets/answers';
import { questionTypes, splits, type Dataset, type Question } from '../../graph-nodes/datasets/dataset';
import { featureFile } from '../../graph-nodes/datasets/music-avqa/feature-files';
import { annotationParameters, annotationPlaces, featureFolders } from '../../graph-nodes/datasets/music-avqa/folder';
import { writeNpy } from '../../graph-nodes/datasets/music-avqa/npy';
import { openDataset } from '../../graph-nodes/nodes/orchestra/dataset';
import { node as orchestra } from '../../graph-nodes/nodes/orchestra/node';
import { padId } from '../../graph-nodes/datasets/tokens';
import { RequestError } from '../contract/errors';
import { ensureFolder, explained } from '../files/atomic';

export interface MakeOptions {
  readonly scenes: number;
  readonly seed: number;
  /** Seconds of every video. */
  readonly seconds: number;
}

/** Report on the written folder. */
export interface MadeFolder {
  readonly folder: string;
  readonly videos: number;
  readonly questions: Readonly<Record<keyof Dataset['questions'], number>>;
  /** Parameters of a MUSIC-AVQA node that reads it. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

const writtenAtOnce = 8;

/**
 * Writes Orchestra as a MUSIC-AVQA folder: annotations with the published fields, and one feature file per scene and
 * modality, [T, 128] and [T, C, H, W]. The annotations are written last, so that an unfinished folder is not taken for
 * a complete one. A folder that cannot be completed is emptied.
 *
 * @throws {RequestError} if the folder is not empty or not writable, or an option is out of range
 */
export async function makeFolder(folder: string, options: MakeOptions): Promise<MadeFolder> {
  const parsed = orchestra.parameters.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]) as keyof MakeOptions;
    const about = { option: name, value: options[name] };
    throw new RequestError(
      'refused',
      issue?.code === 'too_big'
        ? { code: 'sceneOptionTooBig', ...about, limit: Number(issue.maximum) }
        : { code: 'sceneOptionTooSmall', ...about, limit: issue?.code === 'too_small' ? Number(issue.minimum) : 0 },
    );
  }
  await takeEmpty(folder);
  const dataset = await openDataset(parsed.data);
  try {
    return await explained(folder, () => writeDataset(folder, dataset));
  } catch (error) {
    const written = await readdir(folder).catch(() => []);
    for (const name of written)
      await rm(path.join(folder, name), { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeDataset(folder: string, dataset: Dataset): Promise<MadeFolder> {
  const { audioWidth, visualWidth, height, width, seconds } = dataset.spec;
  const folders = { audio: path.join(folder, featureFolders.audio), visual: path.join(folder, featureFolders.visual) };
  for (const made of Object.values(folders)) await mkdir(made, { recursive: true });

  const videos = [...new Set(splits.flatMap((split) => dataset.questions[split].map(({ video }) => video)))].sort();
  const slots = limit(writtenAtOnce);
  const writeFeatures = async (video: string): Promise<void> => {
    const { audio, visual } = await dataset.features(video);
    if (audio) await writeFile(featureFile(folders.audio, video), writeNpy([seconds, audioWidth], audio));
    if (visual) {
      const shape = [seconds, visualWidth, height, width];
      await writeFile(featureFile(folders.visual, video), writeNpy(shape, channelsFirst(visual, dataset.spec)));
    }
  };
  // All of them end before an error is thrown, so that nothing is written after it.
  const ends = await Promise.allSettled(videos.map((video) => slots(() => writeFeatures(video))));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;

  const places: Record<string, string> = {};
  for (const split of splits) {
    const file = path.join(folder, annotationPlaces[split][0] ?? split);
    await mkdir(path.dirname(file), { recursive: true });
    const entries = dataset.questions[split].map((question, index) => entryOf(question, index, dataset));
    await writeFile(file, `${JSON.stringify(entries, null, 1)}\n`);
    places[annotationParameters[split]] = file;
  }
  return {
    folder,
    videos: videos.length,
    questions: {
      train: dataset.questions.train.length,
      validation: dataset.questions.validation.length,
      test: dataset.questions.test.length,
    },
    parameters: {
      ...places,
      audioFeatures: folders.audio,
      visualFeatures: folders.visual,
      audioWidth,
      visualWidth,
      height,
      width,
      seconds: Math.min(seconds, 10),
    },
  };
}

async function takeEmpty(folder: string): Promise<void> {
  const found = await explained(folder, async () => {
    await ensureFolder(folder);
    return readdir(folder);
  });
  if (found.length > 0) {
    throw new RequestError('refused', { code: 'folderNotEmpty', folder, found: found[0] ?? '' });
  }
}

/** [T, H, W, C] → [T, C, H, W] */
function channelsFirst(values: Float32Array, { seconds, height, width, visualWidth }: Dataset['spec']): Float32Array {
  const cells = height * width;
  const result = new Float32Array(values.length);
  for (let second = 0; second < seconds; second += 1) {
    for (let cell = 0; cell < cells; cell += 1) {
      for (let channel = 0; channel < visualWidth; channel += 1) {
        result[(second * visualWidth + channel) * cells + cell] =
          values[(second * cells + cell) * visualWidth + channel] ?? 0;
      }
    }
  }
  return result;
}

/** A question in the published fields. Instruments are template slots, as in most published questions. */
function entryOf(question: Question, index: number, { vocabulary, answers }: Dataset): Record<string, unknown> {
  const words = [...question.tokens].filter((token) => token !== padId).map((token) => vocabulary[token] ?? '');
  const named = new Set<string>(instruments);
  return {
    video_id: question.video,
    question_id: index,
    type: JSON.stringify(questionTypes[question.type].published),
    question_content: `${words.map((word) => (named.has(word) ? '<Object>' : word)).join(' ')}?`,
    templ_values: JSON.stringify(words.filter((word) => named.has(word))),
    question_deleted: 0,
    anser: answers[question.answer] ?? '',
  };
}
