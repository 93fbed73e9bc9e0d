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

/** Removes all messages but those of progress, whose work continues. */
export const dismissAll = (): void =>
  toasts.setState(({ list }) => ({ list: list.filter(({ kind }) => kind === 'progress') }));

const timers = new Map<number, ReturnType<typeof setTimeout>>();

function expireLater({ id, kind, action }: Toast): void {
  if (kind === 'progress') return;
  clearTimeout(timers.get(id));
  const end = () => {
    timers.delete(id);
    remove(id);
  };
  timers.set(id, setTimeout(end, action ? lifetimeWithAction : lifetimes[kind]));
}

/** Keeps the present messages until {@link release}. */
export function hold(): void {
  for (const timer of timers.values()) clearTimeout(timer);
}

/** Lets the present messages disappear after their whole duration. */
export const release = (): void => toasts.getState().list.forEach(expireLater);

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
      release();
    },
  };
}

/** True for a report of success. The user knows its cause, so the newest one is enough. */
const isReport = ({ kind, action }: Toast): boolean => kind === 'info' && action === undefined;

/** Shows a sentence for some seconds; an equal sentence is shown once, and of reports of success only the newest. */
export function notify(kind: keyof typeof lifetimes, message: string, action?: ToastAction): void {
  lastId += 1;
  const toast: Toast = { id: lastId, kind, message, ...(action && { action }) };
  const stays = (other: Toast) => other.message !== message && !(isReport(other) && isReport(toast));
  toasts.setState(({ list }) => ({
    list: [
      ...list.filter(({ kind: other }) => other === 'progress'),
      ...[...list.filter((other) => other.kind !== 'progress' && stays(other)), toast].slice(-most),
    ],
  }));
  expireLater(toast);
}
