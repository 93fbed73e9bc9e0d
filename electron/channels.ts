/** Names of all messages between the window and the main process. */
export const channels = {
  /** From the window: request for a port to the engine. */
  connect: 'studio:connect',
  /** From the window: its language, for the menu. */
  language: 'studio:language',
  /** To the window: the port to the engine, as the message's first port. */
  port: 'studio:port',
  /** From the window: the path of a run folder to show in the file manager. */
  showFolder: 'studio:show-folder',
  /** To the window: an action of the menu, by id. */
  action: 'studio:action',
  /** To the window: a file that was opened with the application. */
  file: 'studio:file',
  /** From the window: the text of an opened document, to be written to its file. */
  save: 'studio:save',
  /** To the window: the response to a save message. */
  saved: 'studio:saved',
} as const;
