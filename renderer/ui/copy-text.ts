import { notify } from './toasts';

/** Messages of a copy: that it succeeded, or the reason that it failed. */
interface CopyMessages {
  readonly copied: string;
  notCopied(reason: string): string;
}

/** Copies a text to the clipboard, and shows the outcome. */
export async function copyText(text: string, { copied, notCopied }: CopyMessages): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify('info', copied);
  } catch (error) {
    notify('error', notCopied(error instanceof Error ? error.message : String(error)));
  }
}
