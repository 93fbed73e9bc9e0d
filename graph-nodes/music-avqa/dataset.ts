import { access, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { answers } from '../answers';
import { DatasetError, type OpenDataset, type Question } from '../dataset';
import { Random } from '../random';
import { assignSplits, bySplit } from '../split';
import { buildVocabulary, createTokenizer } from '../tokens';
import { parseAnnotations, type Annotation } from './annotations';
import { parameters as parametersSchema, publishedSpec } from './node';

/**
 * Opens the questions of an annotation file. Both modalities are missing for the whole set.
 * Throws {@link DatasetError} when the file cannot be read or a feature folder is there.
 */
export const openDataset: OpenDataset = async (values) => {
  const parameters = parametersSchema.parse(values);
  await refuseFeatures('audioFeatures', parameters.audioFeatures);
  await refuseFeatures('visualFeatures', parameters.visualFeatures);
  const annotations = parseAnnotations(await readText(parameters.annotations), parameters.annotations);
  if (annotations.length === 0) throw new DatasetError(`“${parameters.annotations}” holds no questions.`);

  const sources = [...new Set(annotations.map(({ video }) => sourceOf(video)))].sort();
  const splitOfSource = assignSplits(sources, parameters, new Random(parameters.seed, 'music-avqa/split'));
  const parts = bySplit(annotations, ({ video }) => splitOfSource.get(sourceOf(video)) ?? 'train');

  const vocabulary = buildVocabulary(parts.train.map(({ words }) => words));
  const tokenize = createTokenizer(vocabulary, parameters.questionLength);
  const questionOf = ({ video, type, words, answer }: Annotation): Question => ({
    video,
    type,
    text: `${words.join(' ').replaceAll('_', ' ')}?`,
    tokens: tokenize(words),
    answer,
  });
  return {
    spec: { ...publishedSpec(parameters), vocabulary: vocabulary.length },
    vocabulary,
    answers,
    questions: {
      train: parts.train.map(questionOf),
      validation: parts.validation.map(questionOf),
      test: parts.test.map(questionOf),
    },
    features: () => Promise.resolve({ audio: null, visual: null }),
  };
};

/**
 * What a video was made from. The letters before the digits of an id mark videos made from others with sound or picture
 * exchanged; those that start with `e` share their digits with the original, and stay in its split.
 */
const sourceOf = (video: string): string => (video.startsWith('e') ? (/\d+$/u.exec(video)?.[0] ?? video) : video);

async function readText(path: string): Promise<string> {
  if (path.trim() === '') {
    throw new DatasetError(
      'The parameter “annotations” is empty; expected the path of the MUSIC-AVQA annotation JSON.',
    );
  }
  try {
    return await readFile(resolve(path), 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new DatasetError(
      `The annotation file “${path}” ${missing ? 'does not exist' : 'cannot be read'}; expected the MUSIC-AVQA annotation JSON.`,
    );
  }
}

async function refuseFeatures(parameter: string, path: string): Promise<void> {
  if (path.trim() === '') return;
  const exists = await access(resolve(path)).then(
    () => true,
    () => false,
  );
  if (exists) {
    throw new DatasetError(
      `The parameter “${parameter}” names the folder “${path}”, but this version does not read feature files; leave it empty to train without that modality.`,
    );
  }
}
