/**
 * Options of the page of every window. Most are defaults of Electron 45. They are stated, so that no change of a
 * default weakens them.
 */
export const webPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  // The dictionaries would be downloaded from the network.
  spellcheck: false,
} as const;
