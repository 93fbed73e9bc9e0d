/** Every message name between the window and the main process. */
export const channels = {
  /** From the window: it wants a way to the engine. */
  connect: 'studio:connect',
  /** To the window: the way, as the message's first port. */
  port: 'studio:port',
  /** From the window: the path of a run folder to show in the file manager. */
  showFolder: 'studio:show-folder',
} as const;
