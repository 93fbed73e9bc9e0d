import { createStore } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  readonly kind: 'info' | 'error';
  readonly message: string;
}

/** How long a message stays, in milliseconds: longer for what went wrong. */
const lifetimes = { info: 4000, error: 10_000 } as const;
/** Older messages give way to newer ones. */
const most = 3;

export const toasts = createStore<{ readonly list: readonly Toast[] }>(() => ({ list: [] }));

let lastId = 0;

export function dismiss(id: number): void {
  toasts.setState(({ list }) => ({ list: list.filter((toast) => toast.id !== id) }));
}

/** Shows a sentence for a while; the same sentence is shown once. */
export function notify(kind: Toast['kind'], message: string): void {
  lastId += 1;
  const toast: Toast = { id: lastId, kind, message };
  toasts.setState(({ list }) => ({
    list: [...list.filter((other) => other.message !== message), toast].slice(-most),
  }));
  setTimeout(() => dismiss(toast.id), lifetimes[kind]);
}
