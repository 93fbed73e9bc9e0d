import { createStore } from 'zustand/vanilla';

export interface Toast {
  readonly id: number;
  /** `note`: a message about something that was not done, without a fault. */
  readonly kind: 'info' | 'note' | 'error' | 'progress';
  readonly message: string;
  /** Action of the button. */
  readonly action?: ToastAction;
}

export interface ToastAction {
  readonly label: string;
  run(): void;
}

/** Duration of a message, in milliseconds: longer for errors and for messages with an action. */
const lifetimes = { info: 4000, note: 4000, error: 10_000 } as const;
const lifetimeWithAction = 20_000;
/** Maximum number of messages; newer ones replace the oldest. */
const most = 3;

export const toasts = createStore<{ readonly list: readonly Toast[] }>(() => ({ list: [] }));

let lastId = 0;

const remove = (id: number) => toasts.setState(({ list }) => ({ list: list.filter((toast) => toast.id !== id) }));

const cancels = new Map<number, () => void>();

/** Removes a message. If it shows the progress of work, the work is cancelled. */
export function dismiss(id: number): void {
  cancels.get(id)?.();
  remove(id);
}

/** Shows the progress of work until it ends. Dismissing the message cancels the work. */
export function showProgress(
  message: string,
  cancel: () => void,
  action?: ToastAction,
): { readonly update: (message: string) => void; readonly end: () => void } {
  lastId += 1;
  const id = lastId;
  cancels.set(id, cancel);
  toasts.setState(({ list }) => ({ list: [...list, { id, kind: 'progress', message, ...(action && { action }) }] }));
  return {
    update: (next) =>
      toasts.setState(({ list }) => ({
        list: list.map((toast) => (toast.id === id ? { ...toast, message: next } : toast)),
      })),
    end() {
      cancels.delete(id);
      remove(id);
    },
  };
}

/** Shows a sentence for some seconds; an equal sentence is shown once. */
export function notify(kind: keyof typeof lifetimes, message: string, action?: ToastAction): void {
  lastId += 1;
  const toast: Toast = { id: lastId, kind, message, ...(action && { action }) };
  toasts.setState(({ list }) => ({
    list: [
      ...list.filter(({ kind: other }) => other === 'progress'),
      ...[...list.filter((other) => other.kind !== 'progress' && other.message !== message), toast].slice(-most),
    ],
  }));
  setTimeout(() => remove(toast.id), action ? lifetimeWithAction : lifetimes[kind]);
}
