import { ActionIcon, Button, Menu, OverflowList, Tooltip } from '@mantine/core';
import { IconDots, type Icon } from '@tabler/icons-react';
import { useState, type CSSProperties, type ReactNode, type Ref } from 'react';
import { useMessages } from '../../words';

/** A button of the top bar, with a command or a menu. */
export interface Tool {
  readonly id: string;
  readonly icon: Icon;
  readonly label: string;
  /** Short label, a part of `label`; absent: `label`. */
  readonly short?: string;
  readonly keys?: string;
  readonly disabled?: boolean;
  /** Shows the short label below the icon. */
  readonly named?: boolean;
  /** Starts a group, with a gap before it. */
  readonly starts?: boolean;
  readonly does: { run(): void } | { readonly items: ReactNode; readonly width: number };
}

interface Props {
  readonly tools: readonly Tool[];
  readonly label: string;
}

/** Tools in one line. Those without space are in a menu at its end. */
export function Tools({ tools, label }: Props) {
  return (
    <OverflowList
      className="top-bar-tools"
      role="toolbar"
      aria-label={label}
      gap={2}
      style={{ '--tools': tools.length, '--named': tools.filter(({ named }) => named).length } as CSSProperties}
      data={[...tools]}
      // A label changes the width of its tool, so the list measures it again.
      getItemKey={({ id, named = false }) => `${id} ${named}`}
      renderItem={(tool) => <ToolButton tool={tool} />}
      renderOverflow={(hidden) => <More tools={hidden} />}
    />
  );
}

function ToolButton({ tool }: { readonly tool: Tool }) {
  const { icon: Glyph, label, short = label, keys, disabled = false, named = false, starts = false, does } = tool;
  const [open, setOpen] = useState(false);
  const glyph = <Glyph size={18} stroke={1.7} aria-hidden />;
  const shared = {
    'aria-label': label,
    disabled,
    ...(starts && { 'data-starts': true }),
    ...('run' in does && { onClick: () => does.run() }),
  };
  const button = (
    <Tooltip label={keys === undefined ? label : `${label} (${keys})`} disabled={open}>
      {named ? (
        <Button className="top-bar-named" variant="subtle" {...shared}>
          {glyph}
          <span>{short}</span>
        </Button>
      ) : (
        <ActionIcon {...shared}>{glyph}</ActionIcon>
      )}
    </Tooltip>
  );
  if ('run' in does) return button;
  return (
    <Menu position="bottom-start" width={does.width} opened={open} onChange={setOpen}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>{does.items}</Menu.Dropdown>
    </Menu>
  );
}

interface MoreProps {
  readonly tools: readonly Tool[];
  /** Key by which the list measures the button. */
  readonly ref?: Ref<HTMLButtonElement>;
}

function More({ tools, ref }: MoreProps) {
  const m = useMessages();
  const [open, setOpen] = useState(false);
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-end" width={230} classNames={{ dropdown: 'top-bar-more' }}>
      <Menu.Target>
        <Tooltip label={m.top.more} disabled={open}>
          <ActionIcon ref={ref} aria-label={m.top.more}>
            <IconDots size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {tools.map((tool) => (
          <MoreItem key={tool.id} tool={tool} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function MoreItem({ tool: { icon: Glyph, label, disabled = false, does } }: { readonly tool: Tool }) {
  const glyph = <Glyph size={16} stroke={1.7} aria-hidden />;
  if ('run' in does) {
    return (
      <Menu.Item leftSection={glyph} disabled={disabled} onClick={() => does.run()}>
        {label}
      </Menu.Item>
    );
  }
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={glyph}>{label}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown w={does.width}>{does.items}</Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
