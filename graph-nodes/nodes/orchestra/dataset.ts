import { answers } from '../../datasets/answers';
import { DatasetError, type Features, type OpenDataset, type Question } from '../../datasets/dataset';
import { Random } from '../../graph/random';
import { assignSplits, bySplit } from '../../datasets/split';
import { createTokenizer } from '../../datasets/tokens';
import { readableQuestion } from '../../datasets/orchestra/ask';
import { parameters as parametersSchema, specOf } from '../../datasets/orchestra/parameters';
import { QuestionChooser, questionLength, vocabulary } from '../../datasets/orchestra/questions';
import { createWorld, renderScene } from '../../datasets/orchestra/render';
import { sampleScenes, type Scene } from '../../datasets/orchestra/scene';

/** Maximum size of the cache of rendered features, in bytes. */
const cacheBytes = 2 ** 28;

/** Generates the scenes and the questions in memory; features are rendered on demand. */
export const openDataset: OpenDataset = (values) => {
  const parameters = parametersSchema.parse(values);
  const { seed, height, width, visualWidth, noise } = parameters;
  const scenes = sampleScenes(parameters.scenes, seed, parameters);
  const splitOf = assignSplits([...scenes.keys()], parameters, new Random(seed, 'orchestra/split'));
  const questions = askAll(scenes, parameters.questionsPerScene, new Random(seed, 'orchestra/questions'));
  const sceneOf = (video: string): Scene => {
    const scene = scenes.get(video);
    if (scene === undefined) throw new DatasetError({ code: 'unknownScene', video });
    return scene;
  };

  const world = createWorld(height, width, visualWidth);
  const render = (scene: Scene): Features =>
    renderScene(scene, world, noise, new Random(seed, `orchestra/noise/${scene.id}`));
  return Promise.resolve({
    spec: specOf(parameters),
    vocabulary,
    answers,
    questions: bySplit(questions, ({ video }) => splitOf.get(video) ?? 'train'),
    features: remember((video) => render(sceneOf(video)), cacheBytes),
    describe: sceneOf,
    render,
  });
};

function askAll(scenes: ReadonlyMap<string, Scene>, limit: number, random: Random): Question[] {
  const chooser = new QuestionChooser(random);
  const tokenize = createTokenizer(vocabulary, questionLength);
  const classOf = new Map<string, number>(answers.map((answer, id) => [answer, id]));
  return [...scenes].flatMap(([video, scene]) =>
    chooser.choose(scene, limit).map(({ type, words, answer }) => ({
      video,
      type,
      text: readableQuestion(words),
      tokens: tokenize(words),
      answer: classOf.get(answer) ?? 0,
    })),
  );
}

/**
 * Caches features by video until `bytes` are full. Epochs go through all videos, so this is better than dropping the oldest.
 */
function remember(render: (video: string) => Features, bytes: number): (video: string) => Promise<Features> {
  const kept = new Map<string, Features>();
  let used = 0;
  return async (video) => {
    const known = kept.get(video);
    if (known !== undefined) return known;
    const features = render(video);
    used += (features.audio?.byteLength ?? 0) + (features.visual?.byteLength ?? 0);
    if (used <= bytes) kept.set(video, features);
    return features;
  };
}
