/** A valid graph of 498 nodes and some 800 wires: the paper's pipeline many times, in rows, with one dataset. */
export function largeGraph(blocks = 62) {
  const nodes = [];
  const edges = [];
  const add = (id, kind, x, y, parameters = {}) => {
    nodes.push({ id, kind, parameters, position: { x, y }, bypassed: false });
  };
  const wire = (from, output, to, input) => {
    edges.push({ from: { node: from, socket: output }, to: { node: to, socket: input } });
  };
  add('dataset', 'orchestra', 0, 0);
  for (let block = 0; block < blocks; block += 1) {
    const id = (name) => `${name}${block}`;
    const [x, y] = [300 + (block % 4) * 1900, Math.floor(block / 4) * 700];
    add(id('missing'), 'missing-modality', x, y);
    add(id('audio'), 'audio-encoder', x + 300, y, { width: 64 });
    add(id('visual'), 'visual-encoder', x + 300, y + 200, { projection: 'none' });
    add(id('question'), 'question-encoder', x + 300, y + 400, { width: 64 });
    add(id('rmm'), 'rmm-generator', x + 650, y);
    add(id('avr'), 'avr-diffusion', x + 1000, y);
    add(id('head'), 'avst-head', x + 1350, y, { heads: 4 });
    add(id('mean'), 'mean-pool-head', x + 1350, y + 350);
    wire('dataset', 'batch', id('missing'), 'batch');
    for (const name of ['audio', 'visual', 'question']) wire(id('missing'), 'batch', id(name), 'batch');
    for (const name of ['audio', 'visual', 'question']) wire(id(name), name, id('rmm'), name);
    for (const name of ['audio', 'visual']) wire(id('rmm'), name, id('avr'), name);
    for (const name of ['audio', 'visual']) wire(id('avr'), name, id('head'), name);
    wire(id('question'), 'question', id('head'), 'question');
    wire(id('question'), 'question', id('mean'), 'question');
  }
  add('trainer', 'trainer', 300 + 4 * 1900, 0);
  wire('head0', 'logits', 'trainer', 'logits');
  wire('dataset', 'labels', 'trainer', 'labels');
  return {
    format: 'missing-modality-studio/graph',
    version: 4,
    title: 'Large graph',
    description: '',
    nodes,
    edges,
    groups: [],
    notes: [],
  };
}
