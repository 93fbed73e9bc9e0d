/** Simulates the engine in a page: an endless run on a graph with a long history. */

const run = 'bench-seed1';
const pointEvery = 10;
/** Points and status events per second. */
const pace = 20;

/** Decreases, with a deterministic wave. */
const lossAt = (step, scale) => scale * (0.3 + 2 / Math.sqrt(1 + step / 500) + 0.05 * Math.sin(step / 70));

const pointAt = (index) => {
  const step = (index + 1) * pointEvery;
  const losses = { qa: lossAt(step, 1), rmmr: lossAt(step, 0.7), diffusion: lossAt(step, 0.5), ave: lossAt(step, 0.3) };
  const total = Object.values(losses).reduce((sum, loss) => sum + loss, 0);
  return { step, epoch: Math.floor(index / 1000), losses: { total, ...losses }, seconds: step / 200 };
};

/**
 * Responds to a page's engine requests. The page finds a run with a given number of points that trains this graph, and
 * receives another point and the run's state {@link pace} times per second until the page closes.
 *
 * @returns a function that returns the current number of points of the run
 */
export async function standIn(page, graph, points) {
  let count = points;
  const stepShares = {
    estimated: true,
    byNode: Object.fromEntries(graph.nodes.map(({ id }) => [id, 1 / graph.nodes.length])),
  };
  const status = () => ({
    run,
    title: graph.title,
    state: 'training',
    message: '',
    backend: 'onnx',
    epoch: Math.floor(count / 1000),
    epochs: 1000,
    step: count * pointEvery,
    steps: 10 * points * pointEvery,
    secondsPerStep: 0.005,
    stepShares,
    secondsLeft: 3600,
  });
  const answers = {
    runs: () => ({ runs: [status()], stored: [] }),
    history: () => ({
      status: status(),
      graph,
      steps: Array.from({ length: count }, (_, index) => pointAt(index)),
      epochs: [],
    }),
    doctor: () => ({ backends: [] }),
    hardware: () => ({
      backend: 'onnx',
      processBytes: 2 ** 28,
      tensorBytes: 2 ** 26,
      tensors: 100,
      machineBytes: 2 ** 33,
      freeBytes: 2 ** 32,
      cores: 2,
      gpus: [],
    }),
  };
  await page.routeWebSocket(/\/engine/, (socket) => {
    const tell = (message) => socket.send(JSON.stringify(message));
    socket.onMessage((text) => {
      const { id, method } = JSON.parse(text);
      const answer = answers[method];
      if (answer) tell({ type: 'reply', id, result: answer() });
      else tell({ type: 'error', id, error: { code: 'failed', message: `The stand-in has no “${method}”.` } });
    });
    const streaming = setInterval(() => {
      tell({ type: 'event', event: 'step', run, record: pointAt(count) });
      count += 1;
      tell({ type: 'event', event: 'status', status: status() });
    }, 1000 / pace);
    page.once('close', () => clearInterval(streaming));
  });
  return () => count;
}
