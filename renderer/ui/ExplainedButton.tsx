import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface Props extends ButtonProps {
  /** Reason that the button cannot be pressed; undefined if it can. */
  readonly reason: string | undefined;
  /** Effect of the button, if its label does not suffice. */
  readonly hint?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-expanded'?: boolean;
  readonly children: ReactNode;
  onClick(): void;
}

/** A button that explains why it is disabled. It stays in the focus order, so that the reason can be read. */
export function ExplainedButton({ reason, hint, onClick, ...rest }: Props) {
  const id = useId();
  const note = reason ?? hint;
  const disabled = reason !== undefined;
  return (
    <>
      <Tooltip label={note} disabled={note === undefined} multiline maw={320}>
        <Button
          {...rest}
          {...(disabled && { 'data-disabled': true })}
          aria-disabled={disabled}
          {...(note !== undefined && { 'aria-describedby': id })}
          onClick={() => disabled || onClick()}
        />
      </Tooltip>
      <span id={id} hidden>
        {note}
      </span>
    </>
  );
}
