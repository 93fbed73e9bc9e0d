import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { answers as publishedAnswers } from '../../datasets/answers';
import {
  DatasetError,
  questionTypes,
  splits,
  type OpenDataset,
  type Question,
  type Split,
} from '../../datasets/dataset';
import { Random } from '../../graph/random';
import { assignSplits, bySplit } from '../../datasets/split';
import { buildVocabulary, createTokenizer } from '../../datasets/tokens';
import { parseAnnotations, type Annotation } from '../../datasets/music-avqa/annotations';
import { cacheFeatures } from '../../datasets/music-avqa/feature-cache';
import { openFeatureFolder, requireSameLengths } from '../../datasets/music-avqa/feature-folder';
import { isForbidden, systemCode } from '../../datasets/music-avqa/system-error';
import {
  parameters as parametersSchema,
  publishedSpec,
  type MusicAvqaParameters,
} from '../../datasets/music-avqa/parameters';

/**
 * Opens the questions of the annotation files and the folders of features. The header of every feature file is checked at once;
 * values are read on demand. A modality is missing for the whole dataset if its folder parameter is empty.
 * Throws {@link DatasetError} if an annotation or feature file is wrong.
 */
export const openDataset: OpenDataset = async (values) => {
  const parameters = parametersSchema.parse(values);
  const parts = await readAnnotations(parameters);

  const vocabulary = buildVocabulary(parts.train.map(({ words }) => words));
  const answers = buildAnswers(parts.train.map(({ answer }) => answer));
  const tokenize = createTokenizer(vocabulary, parameters.questionLength);
  const questionOf = ({ video, type, words, answer }: Annotation): Question => ({
    video,
    type,
    text: readable(words),
    tokens: tokenize(words),
    answer: answers.indexOf(answer),
  });

  const videos = new Set(splits.flatMap((split) => parts[split].map(({ video }) => video)));
  const { audioWidth, visualWidth, height, width, seconds } = parameters;
  const [audio, visual] = await Promise.all([
    openFeatureFolder('audioFeatures', parameters.audioFeatures, [audioWidth], seconds, videos),
    openFeatureFolder('visualFeatures', parameters.visualFeatures, [visualWidth, height, width], seconds, videos),
  ]);
  requireSameLengths(audio, visual);
  return {
    spec: { ...publishedSpec(parameters), vocabulary: vocabulary.length, answers: answers.length },
    vocabulary,
    answers,
    questions: {
      train: parts.train.map(questionOf),
      validation: parts.validation.map(questionOf),
      test: parts.test.map(questionOf),
    },
    ...cacheFeatures(
      async (video) => {
        if (!videos.has(video)) throw new DatasetError({ code: 'videoWithoutQuestion', video });
        const [sound, picture] = await Promise.all([audio.read(video), visual.read(video)]);
        return { audio: sound, visual: picture };
      },
      visual.read,
      seconds,
      parameters.cacheMebibytes * 2 ** 20,
    ),
    describe: (video) => describeVideo(video, parts),
  };
};

/** The questions by split. Without a separate file for a split, its videos are held out from the training file. */
async function readAnnotations(parameters: MusicAvqaParameters): Promise<Record<Split, Annotation[]>> {
  const { annotations, validationAnnotations, testAnnotations } = parameters;
  if (annotations.trim() === '') {
    throw new DatasetError({ code: 'annotationsUnset' });
  }
  const [given, validation, test] = await Promise.all(
    [annotations, validationAnnotations, testAnnotations].map((path) => (path.trim() === '' ? [] : readFileOf(path))),
  );
  const sources = [...new Set((given ?? []).map(({ video }) => sourceOf(video)))].sort();
  const shares = {
    validationShare: validationAnnotations.trim() === '' ? parameters.validationShare : 0,
    testShare: testAnnotations.trim() === '' ? parameters.testShare : 0,
  };
  const splitOfSource = assignSplits(sources, shares, new Random(parameters.seed, 'music-avqa/split'));
  const parts = bySplit(given ?? [], ({ video }) => splitOfSource.get(sourceOf(video)) ?? 'train');
  return {
    train: parts.train,
    validation: [...parts.validation, ...(validation ?? [])],
    test: [...parts.test, ...(test ?? [])],
  };
}

/**
 * Original of a video. The letters before the digits of an id mark videos that were made from others by exchanging sound or
 * picture. Those that start with `e` share their digits with the original and stay in its split. So do the mirrored videos of
 * MUSIC-AVQA-v2.0, `<video>_flip`.
 */
function sourceOf(video: string): string {
  const unmirrored = video.replace(/_flip$/u, '');
  return unmirrored.startsWith('e') ? (/\d+$/u.exec(unmirrored)?.[0] ?? unmirrored) : unmirrored;
}

/**
 * The answers by class id: the 42 of the published training file, then other answers of the training questions in alphabetical
 * order. If a file lacks some of the 42, their classes stay unused, so that the size of a head does not depend on the split.
 */
function buildAnswers(given: readonly string[]): string[] {
  const published: readonly string[] = publishedAnswers;
  return [...published, ...[...new Set(given)].filter((answer) => !published.includes(answer)).sort()];
}

const readable = (words: readonly string[]): string => `${words.join(' ').replaceAll('_', ' ')}?`;

/** Description of a video for the stage: its questions, with the answers of the files. */
function describeVideo(video: string, parts: Readonly<Record<Split, readonly Annotation[]>>): unknown {
  const questions = splits.flatMap((split) =>
    parts[split]
      .filter((annotation) => annotation.video === video)
      .map(({ type, words, answer }) => ({
        split,
        type: questionTypes[type].label,
        question: readable(words),
        answer,
      })),
  );
  return { video, questions };
}

async function readFileOf(path: string): Promise<Annotation[]> {
  const annotations = parseAnnotations(await readText(path), path);
  if (annotations.length === 0) throw new DatasetError({ code: 'annotationsEmpty', file: path });
  return annotations;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(resolve(path), 'utf8');
  } catch (error) {
    const found = systemCode(error);
    const code =
      found === 'ENOENT' ? 'annotationsMissing' : isForbidden(found) ? 'annotationsForbidden' : 'annotationsUnreadable';
    throw new DatasetError({ code, file: path });
  }
}
