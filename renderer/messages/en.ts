/** What the editor says in English; the other languages have the same places. */
export const en = {
  close: 'Close',
  actionGroups: {
    graph: 'Graph',
    edit: 'Edit',
    arrange: 'Arrange',
    view: 'View',
    run: 'Run',
    help: 'Help',
  },
  actions: {
    newGraph: 'New graph',
    open: 'Open…',
    save: 'Save',
    saveAs: 'Save as…',
    gallery: 'Gallery',
    addNode: 'Add a node where the pointer is',
    searchPalette: 'Search the palette',
    undo: 'Undo',
    redo: 'Redo',
    duplicate: 'Duplicate',
    remove: 'Delete',
    selectAll: 'Select all',
    bypass: 'Bypass, or use again',
    connect: 'Connect the selected node: go to its connections',
    fit: 'Fit the graph into view',
    zoomToSelection: 'Zoom to the selection',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomToOne: 'Zoom to 100 %',
    train: 'Train this graph',
    shortcuts: 'Keyboard shortcuts',
  },
  shortcuts: {
    title: 'Keyboard shortcuts',
    byHand: [
      {
        group: 'edit',
        keys: 'Tab',
        does: 'Add a node, with the pointer over the canvas; else go through nodes and wires',
      },
      { group: 'edit', keys: 'shift+drag', does: 'Select with a frame' },
      { group: 'edit', keys: 'mod+click', does: 'Select one more' },
    ],
  },
  search: {
    addNode: 'Add a node',
    addFitting: (socket: string) => `Nodes that fit “${socket}”`,
    nothing: 'Nothing answers to that.',
  },
  canvas: {
    reroutePoint: 'Reroute point: arrow keys move it, Delete takes it out',
  },
};

/** Texts and functions that make them, of English's form. */
export type Messages = typeof en;
