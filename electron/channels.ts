/** Every message name between the window and the main process. */
export const channels = {
  /** From the window: it wants a way to the engine. */
  connect: 'studio:connect',
  /** To the window: the way, as the message's first port. */
  port: 'studio:port',
} as const;
