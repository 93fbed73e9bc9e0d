/**
 * Writes the presets that are compared with each other, so that a row differs from the others only as its name describes:
 * node presets/make.mjs  (with --check it writes nothing and exits with 1 if a file differs).
 * Nodes have the positions of the editor's automatic layout.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const load = async (file) => (await runnerImport(fileURLToPath(new URL(file, import.meta.url)))).module;
const { laidOut } = await load('../renderer/documents/layout.ts');
const { catalogue } = await load('../graph-nodes/nodes/catalogue.ts');

/** The datasets, and the settings of the kinds that suit them. */
const shared = {
  orchestra: { title: 'Orchestra', settings: 'small', note: '' },
  'music-avqa': {
    title: 'MUSIC-AVQA',
    settings: 'paper',
    note: ' Set the paths of annotations and features in the dataset node.',
  },
};

/** Losses of the diffusion. Graphs without diffusion do not set them. */
const lossesOfAvr = ['ave', 'diffusion'];

const rmm = 'rmm-generator';
/** Generators with a question input. */
const askTheQuestion = [rmm, 'r2scp'];
const whole = { generator: rmm, avr: true };

/** Rows by the last part of their file name. A row has the settings of the others, except those given here. */
const rows = {
  'zero-fill': {
    title: 'zero fill, no generator',
    description:
      'A missing modality stays zero. The AVST head is trained on the same three scenarios. This is the baseline of the generators.',
  },
  'mean-fill': {
    title: 'mean fill, no generator',
    description: 'A missing modality is replaced by the mean feature of the training data. There is no generator.',
    fill: 'mean',
  },
  'missing-token': {
    title: 'missing token, no generator',
    description: 'A missing modality is replaced by a learned token, one per modality. There is no generator.',
    fill: 'token',
  },
  'feed-forward': {
    title: 'feed-forward imputer',
    description: 'A small feed-forward network predicts a missing modality from the other modality alone.',
    generator: 'feed-forward-imputer',
  },
  autoencoder: {
    title: 'residual autoencoder',
    description: 'A cascade of autoencoders predicts a missing modality from the other modality alone.',
    generator: 'residual-autoencoder',
  },
  retrieval: {
    title: 'retrieval',
    description: 'A missing modality is copied from the most similar second of the training videos.',
    generator: 'retrieval',
  },
  shaspec: {
    title: 'ShaSpec',
    description:
      'A missing modality is replaced by the shared features of the other one; a given one is split into shared and specific features.',
    generator: 'shaspec',
  },
  'action-mae': {
    title: 'ActionMAE',
    description: 'A masked autoencoder reconstructs a missing modality from the tokens of the other one.',
    generator: 'action-mae',
  },
  prompts: {
    title: 'missing-aware prompts',
    description:
      'Learned prompts, one set for each missing case, change the features that the head reads. Nothing is recalled.',
    generator: 'missing-aware-prompts',
  },
  r2scp: {
    title: 'R2ScP retrieval',
    description:
      'A missing modality is a mixture of the most similar seconds of the training videos, purified by the other one and the question.',
    generator: 'r2scp',
  },
  rmm: {
    title: 'RMM generator without diffusion',
    description: 'The pipeline without the enhancement. The recalled features go directly to the AVST head.',
    generator: rmm,
  },
  'without-question': {
    title: 'without the question relation',
    description: 'The whole pipeline, but the recall does not use the question.',
    ...whole,
    set: { rmm: { question: false } },
  },
  'without-rmmr': {
    title: 'without the recall loss',
    description: 'The whole pipeline without the RMMR loss, which trains the generator to recall the real features.',
    ...whole,
    set: { trainer: { rmmr: 0 } },
  },
  'without-ave': {
    title: 'without the enhancement loss',
    description: 'The whole pipeline without the AVE loss, which trains the enhanced pair to match the real one.',
    ...whole,
    set: { trainer: { ave: 0 } },
  },
};

const questionOnly = {
  title: 'question only',
  description: 'A head without sound and picture. It measures the accuracy from the words of the question alone.',
};

/** Settings of a stage that repairs the frozen model: it trains on the recalled features, not on answers. */
const repairStage = { complete: 0, match: 0, qa: 0 };

/** Options of the slots with the smallest recall error. */
const strongestSlots = {
  learnTemperature: true,
  projection: 64,
  reads: 16,
  slots: 32,
  visualAddress: 'mean of the grid',
};

const files = {
  'orchestra-repair': [
    'orchestra',
    {
      title: 'collapse and repair',
      description:
        'The model learns from complete pairs alone, so its accuracy falls when audio or visual is missing. Then the model is frozen, and the RMM generator in front of it learns to recall the missing modality. Finally, the AVR diffusion enhances the recalled pair.',
      ...whole,
      set: { rmm: strongestSlots },
      stages: [
        {
          name: 'Backbone',
          parameters: { audioMissing: 0, epochs: 6, visualMissing: 0 },
          frozen: [],
          bypassed: ['rmm', 'avr'],
        },
        {
          name: 'RMM',
          parameters: { ...repairStage, epochs: 2 },
          frozen: ['audio', 'question', 'head'],
          bypassed: ['avr'],
        },
        {
          name: 'AVR',
          parameters: { ...repairStage, ave: 1, diffusion: 1, epochs: 2 },
          frozen: ['audio', 'question', 'head', 'rmm'],
        },
      ],
    },
  ],
  'orchestra-strongest': [
    'orchestra',
    {
      title: 'strongest head and generator',
      description:
        'With more scenes and a head whose stages are gated by the question, this model has the highest accuracy of the presets on complete pairs. Then the model is frozen, and the RMM generator with summed reads learns to recall the missing modality. Training takes several minutes.',
      generator: rmm,
      head: 'gated-head',
      set: {
        dataset: { scenes: 20_000 },
        rmm: strongestSlots,
        trainer: { batchSize: 64, clipNorm: 1, epochs: 8 },
      },
      stages: [
        { name: 'Backbone', parameters: { audioMissing: 0, visualMissing: 0 }, frozen: [], bypassed: ['rmm'] },
        { name: 'RMM', parameters: { ...repairStage, epochs: 2 }, frozen: ['audio', 'question', 'head'] },
      ],
    },
  ],
  'orchestra-question-only': ['orchestra', questionOnly],
  'orchestra-rmm-avr': [
    'orchestra',
    {
      title: 'RMM generator and AVR diffusion',
      description:
        'The paper’s whole pipeline on the synthetic Orchestra: a missing modality is recalled from the other one and the question, then enhanced by diffusion. The AVST head answers.',
      ...whole,
    },
  ],
  'music-avqa-paper': [
    'music-avqa',
    {
      title: 'the paper’s pipeline',
      description:
        'The paper’s configuration at full size: 10 seconds, 512 channels on a grid of 14 × 14, 75 slots, 10 diffusion steps, a U-Net of width 64.',
      ...whole,
    },
  ],
  ...Object.fromEntries(
    Object.keys(shared).flatMap((set) => Object.entries(rows).map(([name, row]) => [`${set}-${name}`, [set, row]])),
  ),
};

const sorted = (parameters) => Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));

function documentOf(set, row) {
  const base = shared[set];
  const blind = row === questionOnly;
  const node = (id, kind, { leftOut = [], ...own } = {}) => {
    const settings = Object.entries(catalogue.find(kind)?.settings?.[base.settings] ?? {});
    const suiting = Object.fromEntries(settings.filter(([name]) => !leftOut.includes(name)));
    return {
      id,
      kind,
      parameters: sorted({ ...suiting, ...own, ...row.set?.[id] }),
      position: { x: 0, y: 0 },
      bypassed: false,
    };
  };
  const nodes = blind
    ? [
        node('dataset', set),
        node('question', 'question-encoder'),
        node('head', 'mean-pool-head'),
        node('trainer', 'trainer', { leftOut: [...lossesOfAvr, 'match'] }),
      ]
    : [
        node('dataset', set),
        node('missing', 'missing-modality', { fill: row.fill ?? 'zeros' }),
        node('audio', 'audio-encoder'),
        node('visual', 'visual-encoder'),
        node('question', 'question-encoder'),
        ...(row.generator ? [node(idOf(row.generator), row.generator)] : []),
        ...(row.avr ? [node('avr', 'avr-diffusion')] : []),
        node('head', row.head ?? 'avst-head'),
        {
          ...node('trainer', 'trainer', { leftOut: row.avr ? [] : lossesOfAvr }),
          ...(row.stages && {
            stages: row.stages.map((stage) => ({ ...stage, parameters: sorted(stage.parameters) })),
          }),
        },
      ];
  const wires = blind
    ? [['dataset/batch', 'question/batch']]
    : [
        ['dataset/batch', 'missing/batch'],
        ...['audio', 'visual', 'question'].map((encoder) => ['missing/batch', `${encoder}/batch`]),
      ];
  let at = { audio: 'audio', visual: 'visual' };
  if (row.generator) {
    const id = idOf(row.generator);
    wires.push(['audio/audio', `${id}/audio`], ['visual/visual', `${id}/visual`]);
    if (askTheQuestion.includes(row.generator)) wires.push(['question/question', `${id}/question`]);
    at = { audio: id, visual: id };
  }
  if (row.avr) {
    wires.push([`${at.audio}/audio`, 'avr/audio'], [`${at.visual}/visual`, 'avr/visual']);
    at = { audio: 'avr', visual: 'avr' };
  }
  if (!blind) wires.push([`${at.audio}/audio`, 'head/audio'], [`${at.visual}/visual`, 'head/visual']);
  wires.push(['question/question', 'head/question'], ['head/logits', 'trainer/logits']);
  wires.push(['dataset/labels', 'trainer/labels']);
  const endpoint = (text) => {
    const [id, socket] = text.split('/');
    return { node: id, socket };
  };
  return laidOut({
    format: 'missing-modality-studio/graph',
    version: 4,
    title: `${base.title}: ${row.title}`,
    description: row.description + base.note,
    nodes,
    edges: wires.map(([from, to]) => ({ from: endpoint(from), to: endpoint(to) })),
    groups: [],
    notes: [],
  });
}

const idOf = (kind) =>
  ({
    [rmm]: 'rmm',
    'feed-forward-imputer': 'imputer',
    'residual-autoencoder': 'autoencoder',
    'missing-aware-prompts': 'prompts',
  })[kind] ?? kind;

const graphs = Object.fromEntries(Object.entries(files).map(([name, [set, row]]) => [name, documentOf(set, row)]));

/** Studies train twice as long as the presets. */
const trainedLonger = (graph) => ({
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.id === 'trainer' ? { ...node, parameters: { ...node.parameters, epochs: 2 * node.parameters.epochs } } : node,
  ),
});

/** The graph with changed parameters, given by `node.parameter`. */
const withSettings = (graph, settings) => ({
  ...graph,
  nodes: graph.nodes.map((node) => {
    const own = Object.entries(settings).filter(([setting]) => setting.startsWith(`${node.id}.`));
    const set = Object.fromEntries(own.map(([setting, value]) => [setting.slice(node.id.length + 1), value]));
    return { ...node, parameters: sorted({ ...node.parameters, ...set }) };
  }),
});

/** Scenario weights of a Trainer. */
const completeOnly = { 'trainer.complete': 1, 'trainer.audioMissing': 0, 'trainer.visualMissing': 0 };
const missingOnly = { 'trainer.complete': 0, 'trainer.audioMissing': 1, 'trainer.visualMissing': 1 };
const allScenarios = { 'trainer.complete': 1, 'trainer.audioMissing': 1, 'trainer.visualMissing': 1 };

const zeroFill = 'A: zero fill, complete only';

/** A repair of the zero-fill model. It trains only the nodes of the repair, on the losses of the recall and the enhancement. */
const repair = (name, { freeze = ['audio', 'question', 'head'], set = {}, ...row } = {}) => ({
  name: `B: ${name}`,
  startFrom: zeroFill,
  set: {
    ...missingOnly,
    'trainer.epochs': 2,
    'trainer.qa': 0,
    'trainer.match': 0,
    'trainer.rmmr': 1,
    'trainer.diffusion': 1,
    'trainer.ave': 1,
    ...set,
  },
  freeze,
  ...row,
});

/** Settings of the slots in the paper. */
const paperSlots = {
  'rmm.slots': 75,
  'rmm.start': 'normal',
  'rmm.temperature': 1,
  'rmm.relation': 'softmax',
};

/** Our options with the smallest recall error: 16 groups of slots, addressed by a learned projection of the grid mean. */
const summedReads = {
  'rmm.visualAddress': 'mean of the grid',
  'rmm.learnTemperature': true,
  'rmm.projection': 64,
  'rmm.reads': 16,
  'rmm.slots': 32,
};

const control = (name, row = {}) => ({ name: `C: ${name}, all scenarios`, set: allScenarios, ...row });

/** A study with all fields of its schema, in the order of the schema. */
const studyOf = ({ title, description, graph, rows = [], ablation = {}, ...axes }) => ({
  format: 'missing-modality-studio/study',
  version: 3,
  title,
  description,
  graph: withSettings(trainedLonger(graphs[graph]), axes.settings ?? {}),
  rows: rows.map(({ name, graph: own, startFrom, set = {}, bypass = [], freeze = [] }) => ({
    name,
    ...(own && { graph: trainedLonger(graphs[own]) }),
    ...(startFrom && { startFrom }),
    set: sorted(set),
    bypass,
    freeze,
  })),
  ablation: { nodes: ablation.nodes ?? [], combinations: ablation.combinations ?? [] },
  ...(axes.sweep && { sweep: axes.sweep }),
  scenarios: axes.scenarios ?? [],
  missingRates: axes.missingRates ?? [],
  seeds: axes.seeds,
  backend: 'auto',
  threads: 1,
});

const studies = {
  'orchestra-claim': {
    title: 'Orchestra claim',
    description:
      'Accuracy of each method for missing modalities on Orchestra. The rows share data, encoders, head and trainer.',
    graph: 'orchestra-rmm-avr',
    rows: [
      ['question only', 'question-only'],
      ['zero fill', 'zero-fill'],
      ['mean fill', 'mean-fill'],
      ['missing token', 'missing-token'],
      ['feed-forward imputer', 'feed-forward'],
      ['residual autoencoder', 'autoencoder'],
      ['retrieval', 'retrieval'],
      ['RMM', 'rmm'],
      ['RMM + AVR', undefined],
    ].map(([name, own]) => ({ name, graph: own && `orchestra-${own}` })),
    seeds: [1, 2, 3],
  },
  'collapse-and-repair': {
    title: 'Collapse and repair',
    description:
      'A: models trained on complete pairs alone. B: the model with zero fill, frozen, with a repair in front of it. The repair alone is trained, for two epochs. C, the control: models trained on all three scenarios. D: the real features, without a missing modality.',
    graph: 'orchestra-rmm-avr',
    // Wider than the input of the denoiser, so that the enhancement is no bottleneck.
    settings: { ...completeOnly, 'avr.width': 96 },
    rows: [
      { name: zeroFill, bypass: ['rmm', 'avr'] },
      { name: 'A: mean fill, complete only', set: { 'missing.fill': 'mean' }, bypass: ['rmm', 'avr'] },
      repair('RMM with the paper’s slots', { set: paperSlots, bypass: ['avr'] }),
      repair('RMM', { bypass: ['avr'] }),
      repair('RMM + AVR', { startFrom: 'B: RMM', freeze: ['audio', 'question', 'head', 'rmm'] }),
      repair('RMM with summed reads', { set: summedReads, bypass: ['avr'] }),
      repair('RMM with summed reads + AVR', {
        set: summedReads,
        startFrom: 'B: RMM with summed reads',
        freeze: ['audio', 'question', 'head', 'rmm'],
      }),
      repair('feed-forward', { graph: 'orchestra-feed-forward' }),
      repair('autoencoder', { graph: 'orchestra-autoencoder' }),
      repair('retrieval', { graph: 'orchestra-retrieval' }),
      repair('R2ScP', { graph: 'orchestra-r2scp', set: { 'trainer.auxiliary': 1 } }),
      repair('ActionMAE', { graph: 'orchestra-action-mae' }),
      repair('missing-aware prompts', { graph: 'orchestra-prompts', set: { 'trainer.qa': 1 } }),
      repair('AVR alone', { bypass: ['rmm'] }),
      control('zero fill', { bypass: ['rmm', 'avr'] }),
      control('feed-forward', { graph: 'orchestra-feed-forward' }),
      control('RMM', { bypass: ['avr'] }),
      control('RMM + AVR'),
      { name: 'D: real features', bypass: ['missing', 'rmm', 'avr'] },
    ],
    seeds: [1, 2, 3, 4, 5],
  },
  'orchestra-ablation': {
    title: 'Orchestra ablation',
    description: 'The paper’s pipeline without its parts, one at a time and together, and without its losses.',
    graph: 'orchestra-rmm-avr',
    rows: [
      { name: 'whole' },
      { name: 'without the question relation', set: { 'rmm.question': false } },
      { name: 'without the recall loss', set: { 'trainer.rmmr': 0 } },
      { name: 'without the enhancement loss', set: { 'trainer.ave': 0 } },
    ],
    ablation: { nodes: ['rmm', 'avr'], combinations: [['rmm', 'avr']] },
    seeds: [1, 2],
  },
  'orchestra-missing-rate': {
    title: 'Orchestra missing rate',
    description:
      'Accuracy over the missing rate, which is the same in training and evaluation. With recall and diffusion, and without both.',
    graph: 'orchestra-rmm-avr',
    rows: [{ name: 'RMM + AVR' }, { name: 'zero fill', graph: 'orchestra-zero-fill' }],
    missingRates: [0.25, 0.5, 0.75, 1],
    seeds: [1, 2],
  },
};

/** Settings of the graphs of lessons: fewer scenes and epochs, so that each trains in about 20 seconds on two cores. */
const lessonSettings = {
  dataset: { scenes: 1000 },
  trainer: { clipNorm: 1, epochs: 5 },
};
const completePairs = { audioMissing: 0, visualMissing: 0 };
const lessonBackbone = { name: 'Backbone', parameters: { ...completePairs, epochs: 5 }, frozen: [] };
const lessonRepair = { ...repairStage, epochs: 3 };
const model = ['audio', 'question', 'head'];
/** New vertical positions of nodes by those of the layout. They leave room for the figures of trained nodes. */
const heights = new Map([
  [171, 230],
  [298, 370],
]);
const roomy = (graph) => ({
  ...graph,
  nodes: graph.nodes.map(({ position: { x, y }, ...node }) => ({ ...node, position: { x, y: heights.get(y) ?? y } })),
});
const lessonOf = (description, row) =>
  documentOf('orchestra', { title: 'lesson', description, head: 'gated-head', ...row });
const repairLesson = (frozen, parameters = lessonRepair, trainer = {}) =>
  lessonOf('A model that trains on complete pairs, and an RMM generator that trains in a second stage.', {
    generator: rmm,
    set: { ...lessonSettings, trainer: { ...lessonSettings.trainer, ...trainer }, rmm: strongestSlots },
    stages: [
      { ...lessonBackbone, bypassed: ['rmm'] },
      { name: 'RMM', parameters, frozen },
    ],
  });

/** The graph without the wires of its generator. */
function unwired(graph) {
  const wires = graph.edges.filter(({ from, to }) => from.node !== 'rmm' && to.node !== 'rmm');
  const straight = ['audio', 'visual'].map((modality) => ({
    from: { node: modality, socket: modality },
    to: { node: 'head', socket: modality },
  }));
  return { ...graph, edges: [...wires, ...straight] };
}

const lessons = {
  backbone: lessonOf('Encoders and a head, trained on complete pairs alone.', {
    set: { ...lessonSettings, trainer: { ...lessonSettings.trainer, ...completePairs } },
  }),
  recall: repairLesson(model),
  // The lesson shows earlier epochs on the stage.
  unwired: unwired(repairLesson(model, lessonRepair, { keepEpochs: 1 })),
  unfrozen: repairLesson([], { complete: 0, match: 0, epochs: 3 }),
  denoising: lessonOf(
    'A model that trains on complete pairs, then an RMM generator, then an AVR diffusion behind it.',
    {
      ...whole,
      set: lessonSettings,
      stages: [
        { ...lessonBackbone, bypassed: ['rmm', 'avr'] },
        { name: 'RMM', parameters: lessonRepair, frozen: model, bypassed: ['avr'] },
        { name: 'AVR', parameters: { ...lessonRepair, ave: 1, diffusion: 1 }, frozen: [...model, 'rmm'] },
      ],
    },
  ),
};

const documents = {
  ...graphs,
  ...Object.fromEntries(Object.entries(lessons).map(([name, graph]) => [`lessons/${name}`, roomy(graph)])),
  ...Object.fromEntries(Object.entries(studies).map(([name, study]) => [`studies/${name}`, studyOf(study)])),
};

for (const [name, document] of Object.entries(documents)) {
  const file = new URL(`${name}.json`, import.meta.url);
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    await writeFile(file, text);
  } else if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) {
    console.error(`presets/${name}.json is not what presets/make.mjs writes; run “node presets/make.mjs”.`);
    process.exitCode = 1;
  }
}
